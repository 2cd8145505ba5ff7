using System.Text.Json.Nodes;
using CareLoop.Functions.Development;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Journeys;

/// <summary>Journey J01 row by row, through HTTP, on the embedded runtime and a real Azurite.</summary>
public sealed class J01Tests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Customer = JourneyJ01.Customer;
    private const string Specialist = JourneyJ01.Specialist;

    [Fact]
    public async Task J01_a_cracked_sofa_goes_from_intake_to_archive_as_the_handbook_says()
    {
        var player = new JourneyPlayer(JourneyScript.Load("J01"), app.CreateClient(), app.Clock, "j01");
        List<string> states = [];
        await player.PlayAsync((_, status) => states.Add(status));

        var (name, run) = Assert.Single(player.Cases);
        Assert.Matches(@"^MALL-20260304-[0-9A-Z]{9}$", run.Number!);
        Assert.Equal(
            [
                "Registered", "Registered", "Classified", "Investigating", "Investigating", "SolutionProposed",
                "Implementing", "Implementing", "FollowUpPending", "FollowUpCompleted", "Archived",
            ],
            states);
        await AssertClocksAsync(player, name);
        await AssertNoticesAsync(run);
        await AssertTimelineAsync(run);
        await AssertRecordAsync(run);
    }

    private static async Task AssertClocksAsync(JourneyPlayer player, string name)
    {
        var clocks = await player.ClocksAsync(name);
        Assert.Equal(
            [
                "COM-CHAT-01 | BusinessMinutes(1) | mall | 03-04 10:12 | — | 03-04 10:13 | Met 03-04 10:13",
                "COM-PROC-10 | Fixed | mall | 03-04 17:05 | — | 03-07 18:00 | Met 03-07 15:30",
                "MALL-FU-01 | Days(7) | mall | 03-07 15:40 | 03-14 09:00 | 03-14 18:00 | Met 03-10 10:05",
                "MALL-FU-01 | OpenDay(3) | mall | 03-07 15:40 | — | 03-10 09:00 | —",
                "MALL-SLA-01 | Hours(24) | mall | 03-04 10:12 | 03-05 05:24 | 03-05 10:12 | Met 03-04 17:05 (exclusive)",
            ],
            clocks.Order(StringComparer.Ordinal));
    }

    private static async Task AssertNoticesAsync(JourneyCase run)
    {
        var customer = await run.NoticesAsync(Customer);
        Assert.Equal(
            ["03-04 10:12 case.registered", "03-04 16:40 solution.proposed", "03-07 15:40 case.feedback"],
            customer.Select(notice => $"{JourneyPlayer.Time(notice["at"])} {(string)notice["kind"]!}"));
        var specialist = await run.NoticesAsync(Specialist);
        Assert.Equal(
            ["03-04 10:12 case.registered", "03-10 09:00 followup.due", "03-10 10:08 case.archived"],
            specialist.Select(notice => $"{JourneyPlayer.Time(notice["at"])} {(string)notice["kind"]!}"));

        Assert.Equal(
            $"王丽您好,您反映的问题我们已受理,编号{run.Number},由陈敏全程负责,联系电话021-00000001。", (string)customer[0]["text"]!);
        Assert.Contains("更换同型号全新沙发", (string)customer[1]["text"]!, StringComparison.Ordinal);
        Assert.Contains("03-14 18:00", (string)specialist[1]["text"]!, StringComparison.Ordinal);
        Assert.Empty(await run.NoticesAsync("zhao.qiang"));
    }

    private static async Task AssertTimelineAsync(JourneyCase run)
    {
        var timeline = (await run.ReadAsync(Specialist, "/timeline"))["timeline"]!.AsArray();
        var events = timeline.Where(line => line!["sequence"] is not null).ToList();
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(line => (int)line!["sequence"]!));
        string[] expected =
        [
            "03-04 10:12 CaseReceived", "03-04 10:12 CaseRegistered", "03-04 10:13 FirstReplied", "03-04 10:25 CaseClassified",
            "03-04 10:30 InvestigationStarted", "03-04 15:20 InvestigationDone", "03-04 16:40 SolutionProposed", "03-04 17:05 SolutionAgreed",
            "03-07 15:30 ImplementationCompleted", "03-07 15:40 FeedbackGiven", "03-07 15:40 FollowUpPlanned", "03-10 10:05 FollowUpCompleted", "03-10 10:08 CaseArchived",
        ];
        var seen = events.Select(line => $"{JourneyPlayer.Time(line!["at"])} {(string)line["event"]!["id"]!}").ToList();
        Assert.Equal(expected, seen.Where(expected.Contains));
        Assert.Equal(7, timeline.Count(line => line!["photo"] is not null));
    }

    private static async Task AssertRecordAsync(JourneyCase run)
    {
        var record = await run.ReadAsync(Specialist, string.Empty);
        Assert.Equal(("王丽", "HT-20260115-088", "慕云家居"), ((string)record["customer"]!["name"]!, (string)record["subject"]!, (string)record["counterparty"]!["name"]!));
        Assert.Equal(("chen.min", "Complaint", "ProductQuality", "Ordinary"), (Id(record, "owner"), Id(record, "type"), Id(record, "category"), Id(record, "severity")));
        Assert.Equal(("投诉", "商品质量", "微信"), ((string)record["type"]!["name"]!, (string)record["category"]!["name"]!, (string)record["channel"]!["name"]!));
        Assert.Equal(("Upheld", "StructuralDefect", "Satisfied"), (Id(record, "finding"), Id(record, "rootCause"), (string)record["followUp"]!["result"]!["id"]!));
        Assert.Equal(7, record["evidence"]!.AsArray().Count);
        Assert.Equal(("furniture-mall", "1.0.0"), ((string)record["pack"]!["id"]!, (string)record["pack"]!["version"]!));
    }

    private static string Id(JsonObject record, string name) => (string)record[name]!["id"]!;
}
