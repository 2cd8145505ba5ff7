using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Directory;

/// <summary>Reading and changing the directory over HTTP.</summary>
[Collection(AppCollection.Name)]
public sealed class DirectoryAdminTests(AppFixture app)
{
    private const string Manager = "lin.tao";
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task Staff_see_the_entries_of_their_sites_and_no_others()
    {
        var mine = Ids(await api.GetAsync("/api/directory/staff", "xiao.mi"));
        Assert.Contains("bai.lu", mine);
        Assert.DoesNotContain("chen.min", mine);
        Assert.Equal(["centre-01"], Ids(await api.GetAsync("/api/directory/sites", "xiao.mi")));
        Assert.Equal(200, (await api.GetAsync("/api/directory/staff/bai.lu", "xiao.mi")).Status);
        (await api.GetAsync("/api/directory/staff/chen.min", "xiao.mi")).Problem(404, "not-found");
        (await api.GetAsync("/api/directory/planets", "xiao.mi")).Problem(404, "not-found");
    }

    [Fact]
    public async Task A_manager_adds_changes_and_deletes_under_the_version_he_saw()
    {
        var shift = $"t-{Guid.NewGuid():N}";
        var path = $"/api/directory/shifts/{shift}";
        var added = await PutAsync(path, Shift("早班"), Manager);
        Assert.Equal((201, "\"1\""), (added.Status, added.ETag));
        Assert.Equal(("22:00", "06:00"), ((string)added.Json["start"]!, (string)added.Json["end"]!));

        (await PutAsync(path, Shift("改名"), Manager)).Problem(428, "if-match-missing");
        var changed = await PutAsync(path, Shift("改名"), Manager, "\"1\"");
        Assert.Equal((200, "\"2\""), (changed.Status, changed.ETag));
        (await PutAsync(path, Shift("又改"), Manager, "\"1\"")).Problem(412, "entry-changed");

        (await DeleteAsync(path, Manager, "\"1\"")).Problem(412, "entry-changed");
        Assert.Equal(204, (await DeleteAsync(path, Manager, "\"2\"")).Status);
        (await api.GetAsync(path, Manager)).Problem(404, "not-found");
        Assert.Equal(201, (await PutAsync(path, Shift("重来"), Manager)).Status);
    }

    [Fact]
    public async Task Agents_change_nothing_and_managers_nothing_of_other_sites_or_of_the_whole_organisation()
    {
        (await PutAsync("/api/directory/shifts/x", Shift("早班"), "xiao.mi")).Problem(403, "not-permitted");
        (await PutAsync("/api/directory/shifts/x", Shift("早班"), "zhao.qiang")).Problem(403, "other-site");
        (await PutAsync("/api/directory/shifts/x", Shift("早班"), "wang.li")).Problem(403, "not-permitted");
        var party = new { name = "全组织承包商", kind = "Contractor", status = "Active" };
        (await PutAsync("/api/directory/counterparties/x", party, Manager)).Problem(403, "other-site");
        Assert.Contains((await PutAsync($"/api/directory/counterparties/t-{Guid.NewGuid():N}", party, "admin")).Status, new[] { 201 });
    }

    [Fact]
    public async Task Every_mistake_is_named_with_its_field()
    {
        var rota = (await PutAsync("/api/directory/rotas/x", new { shift = "nowhere", staff = new[] { "nobody" }, weekdays = new[] { "Funday" }, from = "1.3.2026", evryWeeks = 2 }, Manager))
            .Problem(400, "request-invalid");
        Assert.Equal(["evryWeeks", "from", "weekdays"], Fields(rota));

        var second = (await PutAsync("/api/directory/rotas/x", new { shift = "centre-a", staff = new[] { "nobody", "chen.min" }, everyWeeks = 3 }, Manager)).Problem(400, "request-invalid");
        Assert.Equal(["from", "staff", "staff"], Fields(second));

        var shift = (await PutAsync("/api/directory/shifts/x", new { name = "晚班", site = "centre-01", start = "25:00", end = "06:00" }, Manager)).Problem(400, "request-invalid");
        Assert.Equal(["start"], Fields(shift));

        var staff = (await PutAsync(
            "/api/directory/staff/t.x",
            new { name = "新人", sites = new[] { "centre-01" }, roles = new[] { "Wizard" }, competences = new[] { "magic:fire" }, deputy = "t.x" },
            Manager)).Problem(400, "request-invalid");
        Assert.Equal(["competences", "deputy", "roles"], Fields(staff));
    }

    [Fact]
    public async Task What_others_depend_on_is_not_deleted()
    {
        var problem = (await DeleteAsync("/api/directory/shifts/centre-c", Manager, "*")).Problem(409, "entry-in-use");
        Assert.Equal(["centre-c"], problem["allowed"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task COM_OWN_03_nobody_leaves_before_his_cases_are_handed_over_and_accepted()
    {
        var opened = await api.OpenAsync(new { site = "mall-bj-01", channel = "WeChat", text = "柜门关不上" });
        var number = (string)opened.Json["caseNumber"]!;
        Assert.Equal("ma.chao", (string)opened.Json["owner"]!["id"]!);
        await UntilListedAsync("ma.chao", number);

        var entry = (await api.GetAsync("/api/directory/staff/ma.chao", "admin")).Json;
        var leaving = entry.DeepClone().AsObject();
        leaving.Remove("version");
        leaving["leftOn"] = "2026-03-05";
        var refused = (await PutAsync("/api/directory/staff/ma.chao", leaving, "admin", "*")).Problem(409, "cases-without-owner");
        Assert.Contains(number, refused["allowed"]!.AsArray().Select(id => (string)id!));
        Assert.Equal(["leftOn"], Fields(refused));

        Assert.Null((await api.GetAsync("/api/directory/staff/ma.chao", "admin")).Json["leftOn"]);
    }

    [Fact]
    public async Task COM_OWN_03_a_leavers_cases_change_their_owner_by_an_accepted_transfer_and_then_he_may_leave()
    {
        var opened = await api.OpenAsync(new { site = "prop-sh-01", channel = "WeChat", text = "电梯门夹人" });
        var (number, leaver) = ((string)opened.Json["caseNumber"]!, (string)opened.Json["owner"]!["id"]!);
        var successor = leaver == "steward.a" ? "steward.b" : "steward.a";
        await UntilListedAsync(leaver, number);

        Task<ApiAnswer> Give(string by, params string[] cases) => api.SendAsync(HttpMethod.Post, "/api/sites/prop-sh-01/handovers", by, JsonContent.Create(
            new { kind = "Leaving", from = leaver, to = successor, items = cases.Select(caseNumber => new { caseNumber, text = "离岗移交" }) }));
        (await Give(successor, number)).Problem(403, "not-permitted");
        var all = (await Give("han.xue")).Problem(409, "cases-unexplained")["allowed"]!.AsArray().Select(id => (string)id!).ToArray();
        Assert.Contains(number, all);
        var given = await Give("han.xue", all);
        Assert.Equal(201, given.Status);
        await UntilAsync(async () => (await api.GetAsync($"/api/cases/{number}/timeline", successor)).Text.Contains("TransferOffered", StringComparison.Ordinal));
        Assert.Equal(leaver, (string)(await api.GetAsync($"/api/cases/{number}", successor)).Json["owner"]!["id"]!);

        var accepted = await api.SendAsync(
            HttpMethod.Post, $"/api/sites/prop-sh-01/handovers/{given.Json["id"]}/acceptance", successor, JsonContent.Create(new { text = "已接手" }));
        Assert.Equal(200, accepted.Status);
        await UntilAsync(async () => !(await api.GetAsync("/api/worklists/mine", leaver)).Text.Contains("PROP-", StringComparison.Ordinal));
        Assert.Equal(successor, (string)(await api.GetAsync($"/api/cases/{number}", successor)).Json["owner"]!["id"]!);

        var path = $"/api/directory/staff/{leaver}";
        var entry = (await api.GetAsync(path, "han.xue")).Json.DeepClone().AsObject();
        entry.Remove("version");
        entry["leftOn"] = "2026-03-04";
        Assert.Equal(200, (await PutAsync(path, entry, "han.xue", "*")).Status);
        Assert.DoesNotContain(leaver, (await api.GetAsync("/api/sites/prop-sh-01/duty", "han.xue")).Json["onDuty"]!.AsArray().Select(duty => (string)duty!["person"]!["id"]!));
        entry.Remove("leftOn");
        Assert.Equal(200, (await PutAsync(path, entry, "han.xue", "*")).Status);
    }

    [Fact]
    public async Task COM_LOG_01_everybody_writes_his_day_and_whoever_answers_for_the_site_reads_and_checks_it()
    {
        const string Path = "/api/sites/centre-01/worklogs/2026-03-04";
        Task<ApiAnswer> Write(string user, string path) =>
            api.SendAsync(HttpMethod.Put, path, user, JsonContent.Create(new { today = "接待 12 人", tomorrow = "回访 3 人" }));
        Assert.Equal(200, (await Write("xiao.mi", Path)).Status);
        Assert.Equal(200, (await Write("bai.lu", Path)).Status);
        (await Write("bai.lu", "/api/sites/centre-01/worklogs/2036-03-04")).Problem(400, "request-invalid");
        (await Write("chen.min", Path)).Problem(403, "other-site");

        Assert.Equal(["bai.lu"], (await api.GetAsync(Path, "bai.lu")).Json["items"]!.AsArray().Select(log => (string)log!["staff"]!));
        Assert.Equal(["bai.lu", "xiao.mi"], (await api.GetAsync(Path, Manager)).Json["items"]!.AsArray().Select(log => (string)log!["staff"]!));
        (await api.SendAsync(HttpMethod.Put, $"{Path}/xiao.mi/check", "bai.lu", JsonContent.Create(new { }))).Problem(403, "not-permitted");
        var check = await api.SendAsync(HttpMethod.Put, $"{Path}/xiao.mi/check", Manager, JsonContent.Create(new { }));
        Assert.Equal(Manager, (string)check.Json["checkedBy"]!);
    }

    [Fact]
    public async Task COM_OWN_03_nobody_is_away_while_his_cases_have_no_deputy()
    {
        var opened = await api.OpenAsync(new { site = "prop-sh-01", channel = "WeChat", text = "楼道灯不亮" });
        var number = (string)opened.Json["caseNumber"]!;
        var owner = (string)opened.Json["owner"]!["id"]!;
        var deputy = owner == "steward.a" ? "steward.b" : "steward.a";
        await UntilListedAsync(owner, number);
        var (from, until) = (app.Clock.GetUtcNow().AddMinutes(-1), app.Clock.GetUtcNow().AddHours(2));

        var id = $"t-{Guid.NewGuid():N}";
        var refused = (await PutAsync($"/api/directory/absences/{id}", new { staff = owner, from, until }, "han.xue")).Problem(409, "cases-without-owner");
        Assert.Equal(["deputy"], Fields(refused));

        // With a deputy the handover is under way at once.
        Assert.Equal(201, (await PutAsync($"/api/directory/absences/{id}", new { staff = owner, from, until, deputy }, "han.xue")).Status);
        var handover = (await api.GetAsync("/api/sites/prop-sh-01/handovers", deputy)).Json["items"]!.AsArray()
            .Single(item => (string)item!["from"]!["id"]! == owner && (string)item["kind"]!["id"]! == "Absence")!;
        Assert.Equal(("Open", deputy), ((string)handover["status"]!["id"]!, (string)handover["to"]!["id"]!));
        var accepted = await api.SendAsync(
            HttpMethod.Post, $"/api/sites/prop-sh-01/handovers/{handover["id"]}/acceptance", deputy, JsonContent.Create(new { text = "已阅" }));
        Assert.Equal((200, "Accepted"), (accepted.Status, (string)accepted.Json["status"]!["id"]!));
        await UntilAsync(async () => (await api.GetAsync("/api/worklists/mine", deputy)).Text.Contains(number, StringComparison.Ordinal));
        Assert.Equal(owner, (string)(await api.GetAsync($"/api/cases/{number}", deputy)).Json["owner"]!["id"]!);
        Assert.Equal(204, (await DeleteAsync($"/api/directory/absences/{id}", "han.xue", "*")).Status);
    }

    [Fact]
    public async Task A_customers_subjects_are_recorded_by_number_and_found_through_a_case_without_a_number_in_the_table()
    {
        var number = $"HT-{Guid.NewGuid():N}";
        object Subject(string area) => new
        {
            site = "mall-sh-01",
            number,
            kind = "Order",
            area,
            counterparty = "A3-18",
            since = "2026-01-15",
            customer = new { phone = "13800001234" },
            warranties = new[] { new { part = "Frame", endsOn = "2027-01-15" } },
        };
        var recorded = await api.SendAsync(HttpMethod.Post, "/api/subjects", "chen.min", JsonContent.Create(Subject("一楼")));
        Assert.Equal((201, "\"1\""), (recorded.Status, recorded.ETag));
        (await api.SendAsync(HttpMethod.Post, "/api/subjects", "chen.min", JsonContent.Create(Subject("二楼")))).Problem(428, "if-match-missing");
        (await api.SendAsync(HttpMethod.Post, "/api/subjects", "ma.chao", JsonContent.Create(Subject("二楼")), headers: ("If-Match", "*"))).Problem(403, "other-site");

        var found = (await api.GetAsync($"/api/cases/{await api.OpenSampleAsync()}/subjects")).Json["items"]!.AsArray().Single(item => (string)item!["number"]! == number)!;
        Assert.Equal(("一楼", "慕云家居", "2027-01-15"), ((string)found["area"]!, (string)found["counterparty"]!["name"]!, (string)found["warranties"]![0]!["endsOn"]!));

        var path = $"/api/subjects/{recorded.Json["customerKey"]}/{recorded.Json["id"]}";
        Assert.DoesNotContain(number, path, StringComparison.Ordinal);
        (await DeleteAsync(path, "chen.min", "*")).Problem(403, "not-permitted");
        Assert.Equal(204, (await DeleteAsync(path, "zhao.qiang", "*")).Status);
    }

    private static object Shift(string name) => new { name, site = "centre-01", start = "22:00", end = "06:00" };

    private static IEnumerable<string> Ids(ApiAnswer answer) => answer.Json["items"]!.AsArray().Select(item => (string)item!["id"]!);

    private static IEnumerable<string> Fields(JsonObject problem) => problem["errors"]!.AsArray().Select(error => (string)error!["field"]!).Order();

    private Task<ApiAnswer> PutAsync(string path, object entry, string user, string? version = null) =>
        api.SendAsync(HttpMethod.Put, path, user, JsonContent.Create(entry), headers: version is null ? [] : [("If-Match", version)]);

    private Task<ApiAnswer> DeleteAsync(string path, string user, string version) => api.SendAsync(HttpMethod.Delete, path, user, headers: ("If-Match", version));

    private Task UntilListedAsync(string person, string number) =>
        UntilAsync(async () => (await api.GetAsync("/api/worklists/mine", person)).Text.Contains(number, StringComparison.Ordinal));

    /// <summary>Worklist rows follow a moment after the outcome.</summary>
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
