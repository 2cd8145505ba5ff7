using CareLoop.Domain.Handbook.Validation;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Development;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using CareLoop.Functions.Tests.Support.Platforms;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Journeys;

/// <summary>
/// Every scripted journey of the handbook with its variants, row by row, through HTTP, on the embedded runtime and a real Azurite: these
/// deadlines and notices and no others, for everybody.
/// </summary>
public sealed class JourneyTests
{
    public static TheoryData<string> Journeys => [.. JourneyScript.Ids];

    [Theory]
    [MemberData(nameof(Journeys))]
    public async Task A_journey_has_exactly_the_states_clocks_and_notices_that_the_handbook_lists_and_its_rules_demand(string id)
    {
        var script = JourneyScript.Load(id, variants: true);
        var clock = new FollowingClock();
        await using var sms = await SmsProvider.StartAsync(clock);
        var app = new AppFixture { Start = script.Start, Settings = new Dictionary<string, string?>([.. script.Settings, .. sms.Settings]) };
        await app.InitializeAsync();
        clock.Leader = app.Clock;
        try
        {
            using var http = app.CreateClient();
            var player = new JourneyPlayer(script, http, app.Clock, id);
            Deviations deviations = new();
            await player.PlayAsync((step, status) =>
            {
                if (step.Status is not null && step.Status != status)
                {
                    deviations.Add($"{step.At:MM-dd HH:mm} {step.What}: {status} instead of {step.Status}");
                }
            });
            var inboxes = await player.InboxesAsync();
            foreach (var (name, end) in script.Cases)
            {
                var run = player.Cases[name];
                deviations.Compare($"{name}: deadline", end.AllClocks, await player.ClocksAsync(name));
                deviations.Compare($"{name}: notice", end.AllNotices, inboxes.RowsAbout(run.Number!));
                deviations.Compare($"{name}: text", inboxes.TextsMissing(run.Number!, end.Texts), []);
                deviations.Compare($"{name}: end", [end.Status], [(string)(await run.ReadAsync(script.Reader, string.Empty))["status"]!["id"]!]);
            }

            foreach (var (name, end) in script.CareTasks)
            {
                deviations.Compare($"{name}: deadline", end.AllClocks, await player.CareClocksAsync(name));
                deviations.Compare($"{name}: notice", end.AllNotices, inboxes.RowsAbout(player.Cases[name.Case].Care.Tasks[name.Task]));
                deviations.Compare($"{name}: text", inboxes.TextsMissing(player.Cases[name.Case].Care.Tasks[name.Task], end.Texts), []);
                deviations.Compare($"{name}: end", [end.Status], [await player.CareStatusAsync(name)]);
            }

            if (script.Penalties.Count > 0)
            {
                deviations.Compare("penalty", script.Penalties, await player.PenaltiesAsync());
            }

            deviations.Compare("unlisted case", script.Cases.Keys, player.Cases.Where(run => run.Value.Number is not null).Select(run => run.Key));
            deviations.Compare("other notice", script.Others.Select(row => row.Row), inboxes.OtherRows());
            deviations.Compare("unknown rule", [], script.Rules.Where(rule => !RuleCatalogue.Ids.Contains(rule)));
            deviations.Compare("inbox entries nobody read", [$"{inboxes.Count}"], [$"{await InboxEntriesAsync(app)}"]);
            deviations.Compare("customer's message without a result", [], await WithoutResultAsync(app));
            Assert.True(deviations.IsEmpty, deviations.ToString());
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    private static async Task<int> InboxEntriesAsync(AppFixture app)
    {
        var count = 0;
        await foreach (var _ in app.Host.Services.GetRequiredService<Tables>().Inbox.QueryAsync<TableEntity>())
        {
            count++;
        }

        return count;
    }

    /// <summary>Messages to customers that the ledger has no final result of.</summary>
    private static async Task<IReadOnlyList<string>> WithoutResultAsync(AppFixture app)
    {
        List<string> missing = [];
        var ledger = app.Host.Services.GetRequiredService<DeliveryTable>();
        var staff = CareLoop.Functions.Directory.DirectoryYaml.Read(Path.Combine(AppContext.BaseDirectory, "Directory", "directory.yaml")).Staff.Select(person => $"demo|{person.Id}").ToHashSet();
        await foreach (var entry in app.Host.Services.GetRequiredService<Tables>().Inbox.QueryAsync<TableEntity>())
        {
            if (staff.Contains(entry.PartitionKey))
            {
                continue;
            }

            var rows = await ledger.ReadAsync(entry.GetString("CaseId")!, CancellationToken.None);
            if (!rows.Any(row => entry.RowKey.EndsWith(row.Delivery.NoticeId, StringComparison.Ordinal) && row.Delivery is { IsOpen: false, NeedsAttention: false }))
            {
                missing.Add($"{entry.RowKey}: {string.Join(", ", rows.Select(row => $"{row.Delivery.NoticeId} {row.Delivery.State} {row.Delivery.Reason}"))}");
            }
        }

        return missing;
    }

    /// <summary>Where the journey and what happened differ.</summary>
    private sealed class Deviations
    {
        private readonly List<string> lines = [];

        public bool IsEmpty => lines.Count == 0;

        public void Add(string line) => lines.Add(line);

        /// <summary>Both the same rows, each as often.</summary>
        public void Compare(string what, IEnumerable<string> expected, IEnumerable<string> actual)
        {
            var (left, right) = (expected.ToList(), actual.ToList());
            foreach (var row in left.ToList().Where(right.Remove))
            {
                left.Remove(row);
            }

            lines.AddRange(left.Select(row => $"missing {what} {row}"));
            lines.AddRange(right.Select(row => $"further {what} {row}"));
        }

        public override string ToString() => string.Join('\n', lines.Prepend(string.Empty));
    }
}
