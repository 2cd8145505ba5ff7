using CareLoop.Embedded.Azurite;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Backup;
using CareLoop.Functions.Development;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CareLoop.Functions.Tests.Backup;

/// <summary>A data account of its own on a real Azurite, with the services that an operator's command line has.</summary>
internal sealed class DataAccount : IAsyncDisposable
{
    public static readonly byte[] KeyA = [.. Enumerable.Repeat((byte)1, 32)];
    public static readonly byte[] KeyB = [.. Enumerable.Repeat((byte)2, 32)];

    private readonly TempFolder folder;
    private readonly AzuriteServer azurite;
    private readonly List<ServiceProvider> providers = [];

    private DataAccount(TempFolder folder, AzuriteServer azurite)
    {
        (this.folder, this.azurite) = (folder, azurite);
        Services = With(KeyA);
    }

    public ServiceProvider Services { get; }

    public string ConnectionString => azurite.ConnectionString;

    public Tables Tables => Services.GetRequiredService<Tables>();

    public ExportStore Store => Services.GetRequiredService<ExportStore>();

    public static async Task<DataAccount> StartAsync()
    {
        var folder = new TempFolder();
        var account = new DataAccount(folder, await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.At("azurite"), InMemory = true }));
        foreach (var table in account.Tables.All)
        {
            await table.CreateIfNotExistsAsync();
        }

        await account.Store.Container.CreateIfNotExistsAsync();
        return account;
    }

    /// <summary>The same account as a process with other wrapping keys sees it.</summary>
    public ServiceProvider With(byte[] current, byte[]? second = null)
    {
        var provider = OperatorCommands.Services(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["CareLoopStorage"] = azurite.ConnectionString,
            ["Security:DataWrappingKey"] = Convert.ToBase64String(current),
            ["Security:SecondDataWrappingKey"] = second is null ? null : Convert.ToBase64String(second),
        }).Build());
        providers.Add(provider);
        return provider;
    }

    public TableExport ExportAt(DateTimeOffset now) =>
        new(Tables, Store, Services.GetRequiredService<WrappingKeys>(), new StandingClock(now), NullLogger<TableExport>.Instance);

    /// <summary>Every row of every table in words, without what belongs to the account.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync()
    {
        List<string> rows = [];
        foreach (var table in Tables.All)
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
            {
                var columns = row.Where(column => column.Key is not ("odata.etag" or "Timestamp")).OrderBy(column => column.Key, StringComparer.Ordinal)
                    .Select(column => $"{column.Key}={column.Value?.GetType().Name}:{InWords(column.Value)}");
                rows.Add($"{table.Name}: {string.Join('|', columns)}");
            }
        }

        return rows;
    }

    private static object? InWords(object? value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        DateTimeOffset at => at.ToString("O"),
        _ => value,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in providers)
        {
            await provider.DisposeAsync();
        }

        await azurite.DisposeAsync();
        folder.Dispose();
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

/// <summary>One account that is exported and one that is restored into.</summary>
public sealed class DataAccounts : IAsyncLifetime
{
    internal DataAccount Source { get; private set; } = null!;

    internal DataAccount Target { get; private set; } = null!;

    internal ExportReader Restore => new(Source.Store, Target.Tables);

    public async Task InitializeAsync()
    {
        Source = await DataAccount.StartAsync();
        Target = await DataAccount.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Target.DisposeAsync();
        await Source.DisposeAsync();
    }
}
