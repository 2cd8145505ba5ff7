using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Duties;

/// <summary>Duties of the calendar as staff meet them: a working week from Monday, 2 March 2026.</summary>
public sealed class DutyOverHttpTests(DutyOverHttpTests.MondayMorning monday) : IClassFixture<DutyOverHttpTests.MondayMorning>
{
    private const string Mall = "/api/sites/mall-sh-01/duty-tasks";
    private const string Property = "/api/sites/prop-sh-01/duty-tasks";
    private readonly AppFixture app = monday.App;
    private readonly ApiClient api = new(monday.App.CreateClient());

    [Fact]
    public async Task Duties_open_stand_with_those_on_duty_are_done_with_word_and_figure_and_told_once_when_missed()
    {
        // 08:30, before the mall opens.
        await ToAsync("03-03 08:40");
        var log = await OneAsync(Mall, "chen.min", "hotline-record");
        Assert.Equal(("20260303-hotline-record", "Upcoming", "MALL-REC-01"), ((string)log["id"]!, StatusOf(log), (string)log["ruleId"]!));
        Assert.Equal(["chen.min"], PeopleOf(log));
        Assert.Equal("2026-03-03T18:00", Local(log, "dueAt"));
        (await DoneAsync(Mall, log, "chen.min")).Problem(409, "duty-closed");

        await ToAsync("03-03 10:00");
        Assert.Equal(["03-03 今日提醒:例行任务 1 项。"], await RemindersAsync("chen.min"));
        Assert.Equal("Open", StatusOf(await OneAsync(Mall, "chen.min", "hotline-record")));
        (await DoneAsync(Mall, log, "zhou.jie")).Problem(403, "not-permitted");
        Assert.DoesNotContain(await api.ItemsAsync(Mall, "zhou.jie"), item => (string)item["id"]! == (string)log["id"]!);
        var done = await DoneAsync(Mall, log, "chen.min", "来电 14 通,待回电 13812345678");
        Assert.Equal((200, "Done", "chen.min"), (done.Status, StatusOf(done.Json), (string)done.Json["doneBy"]!["id"]!));
        Assert.Equal((string)done.Json["doneAt"]!, (string)(await DoneAsync(Mall, log, "chen.min", "来电 14 通,待回电 13812345678")).Json["doneAt"]!);
        (await DoneAsync(Mall, log, "chen.min", "另一句")).Problem(409, "duty-closed");
        Assert.Equal("来电 14 通,待回电 13812345678", (string)(await OneAsync(Mall, "zhao.qiang", "hotline-record", "whose=all"))["text"]!);
        Assert.DoesNotContain("13812345678", (string?)(await OneAsync(Mall, "zhou.jie", "hotline-record", "whose=all"))["text"] ?? string.Empty, StringComparison.Ordinal);

        // Nobody did the property's duties that day; each is told once.
        await ToAsync("03-03 13:00");
        Assert.Equal(["例行任务逾期:经理上下午巡查,应于2026-03-03 12:00前完成。"], await OverdueAsync("tang.zhuren", "2026-03-03"));
        Assert.Empty(await OverdueAsync("deng.li", "2026-03-03"));
        await ToAsync("03-03 20:00");
        var told = await OverdueAsync("deng.li", "2026-03-03");
        Assert.Equal(
            ["办公设备每日检查、每月保养", "管家每日两次巡查与日记", "管家每日两次巡查与日记", "部门全面巡查", "部门全面巡查"],
            told.Where(text => text.EndsWith("应于2026-03-03 18:00前完成。", StringComparison.Ordinal)).Select(text => text[7..text.IndexOf(",应于", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.Equal(["例行任务逾期:维修投诉日报,应于2026-03-03 18:00前完成。"], await OverdueAsync("han.xue", "2026-03-03"));
        Assert.Empty(await OverdueAsync("zhao.qiang", "2026-03-03"));
        await ToAsync("03-04 07:00");
        Assert.Equal(told, await OverdueAsync("deng.li", "2026-03-03"));

        // What was missed stays on the list, and can be made up for.
        var missed = await OneAsync(Property, "steward.a", "steward-patrol", "day=2026-03-04", id: "20260303-steward-patrol-1");
        Assert.Equal("Missed", StatusOf(missed));
        Assert.Equal("DoneLate", StatusOf((await DoneAsync(Property, missed, "steward.a", "补做")).Json));
    }

    [Fact]
    public async Task Where_nobody_holds_the_role_that_is_to_hear_of_it_the_supervisor_does()
    {
        AppFixture school = new() { Start = new DateTimeOffset(2026, 3, 6, 18, 30, 0, TimeSpan.FromHours(8)) };
        await school.InitializeAsync();
        try
        {
            await school.Clock.AdvanceToAsync(school.Start.AddHours(3));
            var told = await new ApiClient(school.CreateClient()).ItemsAsync("/api/inbox", "wang.fang");
            Assert.Contains("例行任务逾期:周末安排,应于2026-03-06 20:00前完成。", told.Select(item => (string)item["text"]!));
        }
        finally
        {
            await school.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_duty_that_counts_something_is_done_with_its_figure()
    {
        await ToAsync("03-06 10:00");
        var visits = await OneAsync(Property, "steward.a", "household-visits");
        Assert.Equal(("户", "2026-03-31T18:00"), ((string)visits["unit"]!, Local(visits, "dueAt")));
        Assert.Equal("PROP-FU-02", (string)(await DoneAsync(Property, visits, "steward.a")).Problem(422, "field-missing")["ruleId"]!);
        var done = await DoneAsync(Property, visits, "steward.b", "本月走访", 42);
        Assert.Equal((200, 42), (done.Status, (int)done.Json["figure"]!));
        Assert.Equal("steward.b", (string)(await OneAsync(Property, "steward.a", "household-visits", "day=2026-03-20"))["doneBy"]!["id"]!);
    }

    [Fact]
    public async Task MALL_MER_01_a_duty_of_an_event_is_opened_once_by_whoever_names_the_event_and_is_due_before_it()
    {
        await ToAsync("03-06 11:00");
        var key = ApiClient.NewKey();
        var body = new { duty = "merchant-exit-review", @event = "B2-06 申请 3 月 9 日撤场", by = "2026-03-09T12:00:00+08:00" };
        var opened = await OpenAsync(body, key);
        Assert.Equal((201, "Open", "2026-03-09T12:00"), (opened.Status, StatusOf(opened.Json), Local(opened.Json, "dueAt")));
        Assert.Equal((string)opened.Json["id"]!, (string)(await OpenAsync(body, key)).Json["id"]!);
        (await OpenAsync(body with { duty = "price-tag-ledgers" }, key)).Problem(422, "idempotency-key-reused");
        Assert.Equal("MALL-MER-01", (string)(await OpenAsync(new { body.duty, body.@event })).Problem(422, "field-missing")["ruleId"]!);
        (await OpenAsync(body with { by = "2026-03-01T12:00:00+08:00" })).Problem(422, "impossible-value");
        Assert.Contains("price-tag-ledgers", (await OpenAsync(body with { duty = "hotline-record" })).Problem(422, "unknown-value")["allowed"]!.AsArray().Select(id => (string)id!));
        Assert.Single(await api.ItemsAsync($"{Mall}?day=2026-03-08", "zhao.qiang"), item => (string)item["id"]! == (string)opened.Json["id"]!);

        // Two days nobody looks at anything, and it is missed: the deputy general manager hears of it once.
        await ToAsync("03-09 13:10");
        Assert.Single(await InboxAsync("sun.zong"), item => ((string)item["text"]!).Contains("撤场", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_reads_or_does_the_duties_of_another_site_and_a_day_far_away_is_refused()
    {
        (await api.GetAsync(Property, "chen.min")).Problem(403, "other-site");
        (await DoneAsync(Property, new JsonObject { ["id"] = "20260303-steward-patrol-1" }, "chen.min")).Problem(403, "other-site");
        (await DoneAsync(Mall, new JsonObject { ["id"] = "20260303-nothing" }, "chen.min")).Problem(404, "not-found");
        (await DoneAsync(Mall, new JsonObject { ["id"] = "nonsense" }, "chen.min")).Problem(404, "not-found");
        (await api.GetAsync($"{Mall}?day=2036-01-01", "chen.min")).Problem(400, "request-invalid");
    }

    private async Task ToAsync(string at)
    {
        var instant = DateTimeOffset.Parse($"2026-{at}:00+08:00", CultureInfo.InvariantCulture);
        if (app.Clock.GetUtcNow() < instant)
        {
            await app.Clock.AdvanceToAsync(instant);
        }
    }

    private async Task<JsonObject> OneAsync(string list, string user, string duty, string query = "", string? id = null) =>
        (await api.ItemsAsync($"{list}?{query}", user)).First(item => (string)item["duty"]!["id"]! == duty && (id is null || (string)item["id"]! == id));

    private Task<ApiAnswer> DoneAsync(string list, JsonObject task, string user, string? text = null, int? figure = null) =>
        api.SendAsync(HttpMethod.Put, $"{list}/{task["id"]}/completion", user, JsonContent.Create(new { text, figure }));

    private Task<ApiAnswer> OpenAsync(object body, string? key = null) => api.SendAsync(HttpMethod.Post, Mall, "chen.min", JsonContent.Create(body), key ?? ApiClient.NewKey());

    private async Task<IEnumerable<JsonObject>> InboxAsync(string user) => (await api.ItemsAsync("/api/inbox", user)).Where(item => (string)item["kind"]! == "duty.overdue");

    private async Task<IReadOnlyList<string>> OverdueAsync(string user, string day) =>
        [.. (await InboxAsync(user)).Where(item => Local(item, "at").StartsWith(day, StringComparison.Ordinal)).Select(item => (string)item["text"]!)];

    private async Task<IEnumerable<string>> RemindersAsync(string user) => (await api.ItemsAsync("/api/inbox", user))
        .Where(item => (string)item["kind"]! == "reminders.today").Select(item => $"{Local(item, "at")[5..10]} {item["text"]}");

    private static string StatusOf(JsonObject task) => (string)task["status"]!["id"]!;

    private static IEnumerable<string> PeopleOf(JsonObject task) => task["people"]!.AsArray().Select(person => (string)person!["id"]!);

    private static string Local(JsonObject task, string field) =>
        DateTimeOffset.Parse((string)task[field]!, CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    /// <summary>The application on the evening before.</summary>
    public sealed class MondayMorning : IAsyncLifetime
    {
        public AppFixture App { get; } = new() { Start = new DateTimeOffset(2026, 3, 2, 19, 0, 0, TimeSpan.FromHours(8)) };

        public Task InitializeAsync() => App.InitializeAsync();

        public Task DisposeAsync() => App.DisposeAsync();
    }
}
