using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Journeys;

/// <summary>J12: a Friday evening's handover, accepted on Saturday morning; the owner stays.</summary>
public sealed class J12Tests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Handovers = "/api/sites/edu-sh-01/handovers";
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task COM_HO_01_02_03_open_cases_are_explained_handed_out_and_taken_over_while_the_owner_stays()
    {
        await app.Clock.AdvanceToAsync(At("2026-03-13T15:00"));
        var his = new Dictionary<string, List<string>> { ["he.jing"] = [], ["zhang.yue"] = [] };
        while (his["he.jing"].Count < 2 || his["zhang.yue"].Count < 1)
        {
            var opened = await api.OpenAsync(new { site = "edu-sh-01", channel = "WeChat", text = "想问补课安排" });
            var (number, owner) = ((string)opened.Json["caseNumber"]!, (string)opened.Json["owner"]!["id"]!);
            his[owner].Add(number);
            await Patience.UntilAsync(async () => (await api.GetAsync("/api/worklists/mine", owner)).Text.Contains(number, StringComparison.Ordinal));
        }

        // 19:40: one case left unexplained, and the shift cannot be closed.
        await app.Clock.AdvanceToAsync(At("2026-03-13T19:40"));
        var mine = his["he.jing"];
        var unexplained = (await HandOutAsync("he.jing", mine.Skip(1))).Problem(409, "cases-unexplained");
        Assert.Equal([mine[0]], unexplained["allowed"]!.AsArray().Select(id => (string)id!));
        Assert.Equal("COM-HO-02", (string)unexplained["ruleId"]!);

        var written = await HandOutAsync("he.jing", mine);
        Assert.Equal((201, "HandedOver"), (written.Status, (string)written.Json["status"]!["id"]!));
        Assert.Equal(At("2026-03-13T20:00"), Instant(written.Json, "writeBy"));
        Assert.Equal(At("2026-03-14T10:30"), Instant(written.Json, "acceptBy"));
        Assert.Equal(Instant(written.Json, "writtenAt"), Instant((await HandOutAsync("he.jing", mine)).Json, "writtenAt"));
        var record = $"{Handovers}/{written.Json["id"]}";
        (await AcceptAsync(record, "he.jing")).Problem(409, "handover-closed");
        (await AcceptAsync(record, "chen.min")).Problem(403, "other-site");

        // 10:08: taken over.
        await app.Clock.AdvanceToAsync(At("2026-03-14T10:08"));
        var read = (await api.GetAsync(record, "liu.yang")).Json;
        Assert.All(read["items"]!.AsArray(), item => Assert.Equal("已联系家长,等学校答复", (string)item!["text"]!));
        Assert.Equal((200, "Accepted"), Status(await AcceptAsync(record, "liu.yang")));
        Assert.Equal((200, "Accepted"), Status(await AcceptAsync(record, "liu.yang")));
        (await AcceptAsync(record, "wang.fang")).Problem(409, "handover-closed");
        foreach (var number in mine)
        {
            await Patience.UntilAsync(async () => (await api.GetAsync("/api/worklists/mine", "liu.yang")).Text.Contains(number, StringComparison.Ordinal));
            Assert.Equal("he.jing", (string)(await api.GetAsync($"/api/cases/{number}", "liu.yang")).Json["owner"]!["id"]!);
            var timeline = (await api.GetAsync($"/api/cases/{number}/timeline", "liu.yang")).Json["timeline"]!.AsArray();
            Assert.Single(timeline, item => (string)item!["event"]!["id"]! == "HandoverAccepted");
        }

        // 张悦 wrote nothing: the supervisor hears of it once; of 何静 only that there is something to take over.
        await app.Clock.AdvanceToAsync(At("2026-03-14T13:00"));
        Assert.Equal(["duty.overdue.handout", "handover.open"], await KindsAsync("wang.fang"));
        Assert.Equal(["handover.open"], await KindsAsync("liu.yang"));

        // A handover nobody accepts in time is reported too (COM-HO-03).
        Assert.Equal(201, (await HandOutAsync("zhang.yue", his["zhang.yue"])).Status);
        await app.Clock.AdvanceToAsync(At("2026-03-14T15:00"));
        Assert.Contains("duty.overdue.handin", await KindsAsync("wang.fang"));
    }

    private Task<ApiAnswer> HandOutAsync(string user, IEnumerable<string> cases) => api.SendAsync(
        HttpMethod.Post, Handovers, user, JsonContent.Create(new { items = cases.Select(number => new { caseNumber = number, text = "已联系家长,等学校答复" }) }));

    private Task<ApiAnswer> AcceptAsync(string record, string user) =>
        api.SendAsync(HttpMethod.Post, $"{record}/acceptance", user, JsonContent.Create(new { text = "已阅,按计划跟进" }));

    private async Task<IEnumerable<string>> KindsAsync(string user) =>
        (await api.GetAsync("/api/inbox", user)).Json["items"]!.AsArray()
            .Select(item => (string)item!["kind"]!)
            .Where(kind => kind.StartsWith("duty.overdue.", StringComparison.Ordinal) || kind.StartsWith("handover.", StringComparison.Ordinal))
            .Order();

    private static (int Status, string Id) Status(ApiAnswer answer) => (answer.Status, (string)answer.Json["status"]!["id"]!);

    private static DateTimeOffset Instant(JsonObject json, string field) => DateTimeOffset.Parse((string)json[field]!, CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string local) => DateTimeOffset.Parse($"{local}:00+08:00", CultureInfo.InvariantCulture);
}
