using System.Net;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Embedded.Time;
using CareLoop.Functions.Backup;
using CareLoop.Functions.Development;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CareLoop.Functions.Tests.Backup;

/// <summary>The running application exports its own tables, and its cases survive being caught in the middle of a round.</summary>
public sealed class NightlyExportTests : IAsyncLifetime
{
    private readonly DataAccounts accounts = new();

    public Task InitializeAsync() => accounts.InitializeAsync();

    public Task DisposeAsync() => accounts.DisposeAsync();

    [Fact]
    public async Task A_case_torn_between_two_pages_is_restored_as_it_was_before_the_round()
    {
        using var folder = new TempFolder();
        using var log = new LogRecorder();
        await using (var host = await StartAsync(accounts.Source, folder.At("first"), log))
        {
            var number = await OpenAsync(host);
            var tables = accounts.Source.Tables;
            TableEntity before = await tables.Cases.GetEntityAsync<TableEntity>(number, CaseKeys.Header);
            var answer = await Api(host).CommandAsync(number, new { command = "reply", text = "您好,马上为您核实。" });
            Assert.True(answer.Status < 300, answer.Text);

            // As an export sees it that read the header's page before this round and the events' page after it.
            await tables.Cases.UpdateEntityAsync(before, Azure.ETag.All, TableUpdateMode.Replace);
            await new TableExport(
                tables, accounts.Source.Store, accounts.Source.Services.GetRequiredService<WrappingKeys>(), Clock(host), NullLogger<TableExport>.Instance)
                .RunAsync(default);

            await accounts.Restore.RestoreAsync(TableExport.NightOf(JourneyJ01.Start), resume: false, done: null, default);
            Assert.Equal(CaseRows.ToHeader(before).State.Sequence, await EventsAsync(accounts.Target, number));
            Assert.DoesNotContain("沙发", log.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_application_exports_each_night_once_and_restored_cases_go_on_under_a_host_that_never_saw_them()
    {
        using var folder = new TempFolder();
        using var log = new LogRecorder();
        string number;
        await using (var host = await StartAsync(accounts.Source, folder.At("first"), log))
        {
            number = await OpenAsync(host);
            await Clock(host).AdvanceToAsync(FirstNight.AddHours(8));
        }

        var night = TableExport.NightOf(FirstNight);
        Assert.True(await accounts.Source.Store.IsCompleteAsync(night, default));
        await new ExportReader(accounts.Source.Store, accounts.Target.Tables).RestoreAsync(night, resume: false, done: null, default);
        await accounts.Target.Store.MarkRestoredAsync(night, default);
        var restored = await EventsAsync(accounts.Target, number);

        // New durable state: nothing of the case but its rows.
        await using (var host = await StartAsync(accounts.Target, folder.At("second"), log, FirstNight.AddHours(8)))
        {
            await Clock(host).AdvanceToAsync(FirstNight.AddDays(6));
            Assert.Equal((int)HttpStatusCode.OK, (await Api(host).GetAsync($"/api/cases/{number}")).Status);
        }

        Assert.True(await EventsAsync(accounts.Target, number) > restored, "no deadline was judged after the restore");
        Assert.False(await accounts.Target.Store.IsRestoredAsync(default));
    }

    private static DateTimeOffset FirstNight { get; } = new(2026, 3, 4, 18, 45, 0, TimeSpan.Zero);

    private static Task<CareLoopHost> StartAsync(DataAccount account, string data, LogRecorder log, DateTimeOffset? at = null) =>
        CareLoopHost.StartAsync(new CareLoopHostOptions(
            data,
            account.ConnectionString,
            "http://127.0.0.1:0",
            at ?? JourneyJ01.Start,
            log,
            new Dictionary<string, string?> { ["Security__DataWrappingKey"] = Convert.ToBase64String(DataAccount.KeyA) }));

    private static ApiClient Api(CareLoopHost host) => new(new HttpClient { BaseAddress = host.Address });

    private static Task<string> OpenAsync(CareLoopHost host) => Api(host).OpenSampleAsync();

    private static VirtualClock Clock(CareLoopHost host) => (VirtualClock)host.Services.GetRequiredService<TimeProvider>();

    private static async Task<int> EventsAsync(DataAccount account, string number)
    {
        var count = 0;
        await foreach (var row in account.Tables.Cases.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {number}")))
        {
            count += row.RowKey.StartsWith(CaseKeys.EventPrefix, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }
}
