using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Identity;
using CareLoop.Embedded.Azurite;
using CareLoop.Functions.Backup;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Development;

/// <summary>
/// <c>export</c> and <c>keys</c>: what an operator does to a data account from outside the application (docs/azure.md). The account and the
/// keys come from the environment, under the names of the app's settings; without any, it is the development installation's.
/// </summary>
internal static class OperatorCommands
{
    public static Task<int> VerifyAsync(string night) => RunAsync(night, async (services, date) =>
        Print(await services.GetRequiredService<ExportReader>().VerifyAsync(date, CancellationToken.None), "完好 sound"));

    public static Task<int> RestoreAsync(string night, bool resume) => RunAsync(night, async (services, date) => Print(
        await services.GetRequiredService<ExportReader>().RestoreAsync(
            date, resume, (table, rows) => Console.WriteLine($"{table}: {rows} 行 rows"), CancellationToken.None),
        "已恢复 restored"));

    public static Task<int> RewrapKeysAsync() => RunAsync(async services =>
    {
        var report = await services.GetRequiredService<KeyRewrapping>().RunAsync(Report, CancellationToken.None);
        var key = services.GetRequiredService<WrappingKeys>().CurrentId;
        Console.WriteLine($"客户 customers: {report.Customers};推送地址 endpoints: {report.Endpoints};改用密钥 wrapped with {key}: {report.Rewrapped}");
    });

    /// <summary>What the commands work with.</summary>
    internal static ServiceProvider Services(IConfiguration configuration) => new ServiceCollection()
        .AddSingleton(configuration)
        .AddSingleton(StorageClients.CreateTables(configuration))
        .AddSingleton(StorageClients.CreateBlobs(configuration))
        .AddSingleton<Tables>()
        .AddBackup()
        .BuildServiceProvider();

    private static void Report(int done)
    {
        if (done % 1000 == 0)
        {
            Console.WriteLine($"{done} …");
        }
    }

    private static Task<int> RunAsync(string night, Func<IServiceProvider, DateOnly, Task> command) =>
        DateOnly.TryParseExact(night, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? RunAsync(services => command(services, date))
            : Task.FromResult(Fail($"不是日期 Not a date such as 2026-03-04: {night}", 2));

    private static async Task<int> RunAsync(Func<IServiceProvider, Task> command)
    {
        try
        {
            await using var services = Services(Configuration());
            await command(services);
            return 0;
        }
        catch (AggregateException error) when (error.InnerExceptions.All(IsForTheOperator))
        {
            // An account that doesn't answer: one error a try, all the same.
            return Fail(error.InnerExceptions[^1].Message, 1);
        }
        catch (Exception error) when (IsForTheOperator(error))
        {
            return Fail(error.Message, 1);
        }
    }

    /// <summary>What is wrong with the account, the keys or the export, and nothing with this program.</summary>
    private static bool IsForTheOperator(Exception error) => error
        is ExportException or RequestFailedException or AuthenticationFailedException or CryptographicException or InvalidOperationException;

    private static int Fail(string message, int exitCode)
    {
        Console.Error.WriteLine(message);
        return exitCode;
    }

    private static void Print(Manifest manifest, string verdict)
    {
        foreach (var table in manifest.Tables)
        {
            Console.WriteLine($"{table.Table,-12} {table.Rows,10} 行 rows {table.Bytes,12} 字节 bytes  {table.Sha256}");
        }

        Console.WriteLine($"{manifest.Night:yyyy-MM-dd}({manifest.StartedAt:O} – {manifest.FinishedAt:O})key {manifest.KeyId}: {verdict}");
    }

    /// <summary>Settings of a real account are never mixed with those of development: a wrong key or account must not slip in.</summary>
    private static IConfiguration Configuration()
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return environment.GetSection("CareLoopStorage").Exists()
            ? environment
            : new ConfigurationBuilder()
                .AddInMemoryCollection(CareLoopHost.Defaults(Places.Data, AzuritePorts.Default.ConnectionString, isVirtual: false)
                    .Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)))
                .Build();
    }
}
