using System.Diagnostics;
using System.Globalization;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Tests.Backup;

/// <summary>The operator's command line as a process of its own, with account and keys from the environment.</summary>
public sealed class OperatorCommandTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Verify_restore_and_rewrap_work_on_the_account_that_the_environment_names()
    {
        await using var account = await DataAccount.StartAsync();
        await account.ExportAt(DateTimeOffset.Parse("2026-03-04T02:30:00+08:00", CultureInfo.InvariantCulture)).RunAsync(default);

        var verified = await RunAsync(account.ConnectionString, "export", "verify", "2026-03-04");
        Assert.True(verified.ExitCode == 0, verified.Error);
        Assert.Contains("sound", verified.Output, StringComparison.Ordinal);
        var restored = await RunAsync(account.ConnectionString, "export", "restore", "2026-03-04");
        Assert.True(restored.ExitCode == 0, restored.Error);
        Assert.True(await account.Store.IsRestoredAsync(default));
        var rewrapped = await RunAsync(account.ConnectionString, "keys", "rewrap");
        Assert.True(rewrapped.ExitCode == 0, rewrapped.Error);
        Assert.Contains(WrappingKeys.NameOf(DataAccount.KeyA), rewrapped.Output, StringComparison.Ordinal);

        var missing = await RunAsync(account.ConnectionString, "export", "verify", "2026-03-05");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("no complete export of 2026-03-05", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_does_not_answer_is_said_in_a_line()
    {
        string connection;
        await using (var gone = await DataAccount.StartAsync())
        {
            connection = gone.ConnectionString;
        }

        var answer = await RunAsync(connection, "export", "verify", "2026-03-04");
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("127.0.0.1", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string storage, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CareLoop.Functions.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CareLoopStorage"] = storage;
        start.Environment["Security__DataWrappingKey"] = Convert.ToBase64String(DataAccount.KeyA);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }
}
