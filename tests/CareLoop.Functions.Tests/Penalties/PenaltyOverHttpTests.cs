using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Penalties;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Penalties;

/// <summary>Penalty proposals as those meet them who decide, those they are about, colleagues and customers.</summary>
public sealed class PenaltyOverHttpTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Agent = "he.jing";
    private const string Boss = "wang.fang";
    private readonly ApiClient api = new(app.CreateClient());
    private int phones;

    [Fact]
    public async Task EDU_PEN_01_two_complaints_about_one_person_are_one_proposal_that_the_supervisor_hears_of_once_and_decides_once()
    {
        const string Accused = "zhang.yue";
        var (first, second) = (await ComplaintAsync(Accused), await ComplaintAsync(Accused));
        var proposal = Assert.Single(await ListedAsync(Boss, $"person={Accused}"));
        Assert.Equal(
            ("2026-03", Accused, "staff-complaint", "EDU-PEN-01", "MonthPerformancePay", "Pending"),
            (Text(proposal, "month"), Id(proposal, "person"), Id(proposal, "rule"), Text(proposal, "ruleId"), Id(proposal, "proposal"), Id(proposal, "status")));
        Assert.Equal([first, second], proposal["cases"]!.AsArray().Select(number => (string)number!));
        Assert.Equal("2026-03-31T20:00:00+08:00", Text(proposal, "decideBy"));
        var told = Assert.Single(await ToldAsync(Boss, first, second));
        Assert.Equal(("penalty.proposed", first), (Text(told, "kind"), Text(told, "caseNumber")));
        Assert.Equal($"{first}触发扣罚建议(张悦,投诉员工扣罚,2026-03:扣当月绩效工资),请于2026-03-31 20:00前确认。", Text(told, "text"));

        var id = Text(proposal, "id");
        (await DecideAsync(id, Agent, new { decision = "confirm" })).Problem(404, "not-found");
        var own = (await DecideAsync(id, Accused, new { decision = "dismiss", reason = "NotAtFault" })).Problem(403, "not-permitted");
        Assert.Equal("EDU-PEN-01", (string)own["ruleId"]!);
        (await DecideAsync(id, Boss, new { decision = "dismiss" })).Problem(422, "field-missing");
        (await DecideAsync(id, Boss, new { decision = "dismiss", reason = "Friend" })).Problem(422, "unknown-value");
        (await DecideAsync(id, Boss, new { decision = "approve" })).Problem(422, "unknown-value");
        (await DecideAsync(id, Boss, new { decision = "confirm", reason = "NotUpheld" })).Problem(422, "impossible-value");
        (await DecideAsync(id, Boss, new { decision = "confirm", amount = 500 })).Problem(400, "request-invalid");

        var key = ApiClient.NewKey();
        var confirmed = await DecideAsync(id, Boss, new { decision = "confirm" }, key);
        Assert.Equal((200, "Confirmed", Boss), (confirmed.Status, Id(confirmed.Json, "status"), Id(confirmed.Json, "decidedBy")));
        Assert.Equal(confirmed.Text, (await DecideAsync(id, Boss, new { decision = "confirm" }, key)).Text);
        (await DecideAsync(id, Boss, new { decision = "dismiss", reason = "NotUpheld" }, key)).Problem(422, "idempotency-key-reused");
        (await DecideAsync(id, Boss, new { decision = "dismiss", reason = "NotUpheld" })).Problem(409, "penalty-closed");

        // A third complaint is counted to the one that is confirmed.
        await ComplaintAsync(Accused);
        Assert.Equal("Confirmed", Id(Assert.Single(await ListedAsync(Boss, $"person={Accused}")), "status"));
        Assert.Contains(await RecordAsync(), entry => entry.Contains($"Command|DecidePenalty|{Boss}|{id}", StringComparison.Ordinal));
        Assert.Contains(await RecordAsync(), entry => entry.Contains($"Denial|DecidePenalty|{Accused}|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EDU_PEN_01_a_round_whose_host_died_before_it_filed_the_proposal_files_it_when_it_is_run_again_and_tells_once()
    {
        var number = await ComplaintAsync("chen.min");
        var id = Text(Assert.Single(await ListedAsync(Boss, "person=chen.min")), "id");
        await app.Host.Services.GetRequiredService<Tables>().Penalties.DeleteEntityAsync("demo", id);
        for (var again = 0; again < 2; again++)
        {
            var round = (await app.Host.Services.GetRequiredService<CaseTable>().FindAsync(number, default))!.Round.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            await ActivatorUtilities.CreateInstance<ApplyInputs>(app.Host.Services).Run(
                new RoundToken(number, round[0], round[1], round[2]), app.Host.Services.GetRequiredService<DurableEngine>().Client, default);
            await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddSeconds(1));
            Assert.Equal((id, 1), (Text(Assert.Single(await ListedAsync(Boss, "person=chen.min")), "id"), (await ToldAsync(Boss, number)).Count));
        }
    }

    [Fact]
    public async Task EDU_PEN_01_only_those_who_decide_and_the_person_concerned_see_a_proposal()
    {
        var number = await ComplaintAsync("liu.yang");
        Assert.Single(await ListedAsync(Boss, "person=liu.yang"));
        Assert.Single(await ListedAsync("liu.yang", string.Empty));
        Assert.Single(await ListedAsync("admin", "site=edu-sh-01&person=liu.yang"));
        Assert.Empty(await ListedAsync(Agent, "person=liu.yang"));
        Assert.Empty(await ListedAsync("zhao.qiang", "person=liu.yang"));
        Assert.Contains("site", (await api.GetAsync("/api/penalties", "admin")).Problem(400, "request-invalid").ToJsonString(), StringComparison.Ordinal);

        // Neither the case nor its timeline says so to colleagues, and the customer does not even see who is named.
        foreach (var what in new[] { string.Empty, "/timeline", "/clocks" })
        {
            Assert.DoesNotContain("penalty", (await api.GetAsync($"/api/cases/{number}{what}", Agent)).Text, StringComparison.OrdinalIgnoreCase);
        }

        var tracking = await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/tracking-tokens", Agent, key: ApiClient.NewKey());
        foreach (var what in new[] { string.Empty, "/timeline" })
        {
            var seen = (await api.GetAsync($"/api/cases/{number}{what}", Text(tracking.Json, "token"))).Text;
            Assert.DoesNotContain("liu.yang", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("刘洋", seen, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task EDU_PEN_01_a_name_that_is_taken_back_withdraws_the_proposal_and_those_who_decide_hear_of_it()
    {
        var number = await ComplaintAsync("huang.lei");
        var id = Text(Assert.Single(await ListedAsync(Boss, "person=huang.lei")), "id");
        await CommandAsync(number, Agent, new { command = "classify", type = "Complaint", category = "Teaching", severity = "Ordinary" });
        Assert.Equal("Withdrawn", Id(Assert.Single(await ListedAsync(Boss, "person=huang.lei")), "status"));
        Assert.Equal(["penalty.proposed", "penalty.withdrawn"], (await ToldAsync(Boss, number)).Select(item => Text(item, "kind")));
        (await DecideAsync(id, Boss, new { decision = "confirm" })).Problem(409, "penalty-closed");
        await CommandAsync(number, Agent, new { command = "classify", type = "Complaint", category = "StaffService", severity = "Ordinary", staff = "huang.lei" });
        Assert.Equal((id, "Pending"), (Text(Assert.Single(await ListedAsync(Boss, "person=huang.lei")), "id"), Id(Assert.Single(await ListedAsync(Boss, "person=huang.lei")), "status")));
        (await api.CommandAsync(number, new { command = "classify", type = "Complaint", category = "StaffService", severity = "Ordinary", staff = "nobody" }, Agent))
            .Problem(422, "impossible-value");
    }

    [Fact]
    public async Task EDU_PEN_01_when_the_only_supervisor_is_concerned_a_manager_decides_and_she_does_not()
    {
        var number = await ComplaintAsync(Boss);
        var mine = Assert.Single(await ListedAsync(Boss, $"person={Boss}"));
        Assert.Empty(await ToldAsync(Boss, number));
        (await DecideAsync(Text(mine, "id"), Boss, new { decision = "dismiss", reason = "NotUpheld" })).Problem(403, "not-permitted");
        var decided = await DecideAsync(Text(mine, "id"), "admin", new { decision = "dismiss", reason = "NotUpheld" });
        Assert.Equal(("Dismissed", "NotUpheld"), (Id(decided.Json, "status"), Id(decided.Json, "reason")));
    }

    [Fact]
    public async Task ECOM_PEN_02_the_same_mistake_within_90_days_flags_the_case_and_a_confirmed_coaching_is_a_task_until_it_is_done()
    {
        var first = await MistakeAsync("xiao.qiao", "KnowledgeGap");
        Assert.Equal(["one-for-one"], (await ListedAsync("lao.he", "person=xiao.qiao")).Select(item => Id(item, "rule")));
        await MistakeAsync("xiao.qiao", "SizeMismatch");
        await MistakeAsync("xiao.wei", "KnowledgeGap");
        Assert.Single(await ListedAsync("lao.he", "person=xiao.qiao"));
        var again = await MistakeAsync("xiao.qiao", "KnowledgeGap");
        Assert.Contains("RepeatError", (await api.GetAsync($"/api/cases/{again}", "lao.he")).Json["flags"]!.AsArray().Select(flag => (string)flag!["id"]!));
        Assert.DoesNotContain("RepeatError", (await api.GetAsync($"/api/cases/{first}", "lao.he")).Text, StringComparison.Ordinal);
        Assert.Equal(["one-for-one", "one-for-one", "repeat-error"], (await ListedAsync("lao.he", "person=xiao.qiao")).Select(item => Id(item, "rule")).Order(StringComparer.Ordinal));

        var coaching = (await ListedAsync("lao.he", "person=xiao.qiao")).Single(item => Id(item, "rule") == "repeat-error");
        Assert.Null(coaching["coachingTask"]);
        var confirmed = await DecideAsync(Text(coaching, "id"), "lao.he", new { decision = "confirm" });
        var task = Text(confirmed.Json, "coachingTask");
        var listed = Assert.Single(await api.ItemsAsync("/api/sites/ecom-01/care-tasks?whose=mine", "lao.he"), item => Text(item, "id") == task);
        Assert.Equal(("重复差错辅导", "Duty", "lao.he"), ((string)listed["plan"]!["name"]!, Id(listed, "mode"), Id(listed, "caller")));
        Assert.DoesNotContain("xiao.qiao", listed.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("xiao.qiao", (await api.GetAsync($"/api/care-tasks/{task}", "xiao.wei")).Text, StringComparison.Ordinal);
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddSeconds(1));
        Assert.Contains(await api.ItemsAsync("/api/inbox", "lao.he"), item => (string?)item["careTask"] == task && Text(item, "kind") == "duty.due");
        var done = await api.SendAsync(HttpMethod.Post, $"/api/care-tasks/{task}/commands", "lao.he", JsonContent.Create(new { command = "complete" }), ApiClient.NewKey());
        Assert.True(done.Status == 200, done.Text);
        Assert.Equal("Completed", Id(done.Json, "status"));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task ECOM_PEN_02_a_mistake_counts_to_the_end_of_90_days_and_not_a_second_longer(int secondsMore, bool counts)
    {
        var person = secondsMore == 0 ? "steward.a" : "steward.b";
        var number = await MistakeAsync(person, "KnowledgeGap");
        var services = app.Host.Services;
        var state = (await services.GetRequiredService<CaseTable>().FindAsync(number, default))!.State;
        var line = (await services.GetRequiredService<CaseTable>().ReadEventsAsync(number, 1, state.Sequence, default)).Single(item => item.Type == EventTypes.RootCauseRecorded);
        var command = new PendingCommand(
            "again", line.Actor, line.AcceptedAt.AddDays(90).AddSeconds(secondsMore), null, null, new RecordRootCause("KnowledgeGap", person));
        var known = await services.GetRequiredService<StaffFacts>().AddAsync(
            services.GetRequiredService<PackLibrary>().Pinned(state.Pack), state with { CaseId = "ECOM-LATER" }, command, default);
        Assert.Equal((person, counts ? number : null), (known.Facts!.KnownStaff, known.Facts.EarlierError));
    }

    [Fact]
    public async Task ECOM_PEN_02_a_cause_that_was_corrected_is_no_earlier_mistake()
    {
        var wrong = await MistakeAsync("lao.he", "KnowledgeGap");
        await CommandAsync(wrong, "xiao.wei", new { command = "recordRootCause", rootCause = "ProductQuality" });
        var next = await MistakeAsync("lao.he", "KnowledgeGap");
        Assert.DoesNotContain("RepeatError", (await api.GetAsync($"/api/cases/{next}", "xiao.wei")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_has_pages_and_filters_and_says_which_values_it_knows()
    {
        foreach (var person in new[] { "deng.li", "han.xue", "xiao.lin" })
        {
            await ComplaintAsync(person);
        }

        var all = await ListedAsync(Boss, "month=2026-03");
        var page = await api.GetAsync("/api/penalties?month=2026-03&limit=2", Boss);
        Assert.Equal(2, page.Json["items"]!.AsArray().Count);
        Assert.Equal(all.Select(item => Text(item, "id")), (await ListedAsync(Boss, "month=2026-03&limit=2")).Select(item => Text(item, "id")));
        Assert.True(all.Count >= 3);
        Assert.Empty(await ListedAsync(Boss, "month=2026-02"));
        Assert.Empty(await ListedAsync(Boss, "person=deng.li&status=Confirmed"));
        Assert.Single(await ListedAsync(Boss, "person=deng.li&status=Pending"));
        Assert.Contains("Withdrawn", (await api.GetAsync("/api/penalties?status=Open", Boss)).Problem(400, "request-invalid").ToJsonString(), StringComparison.Ordinal);
        (await api.GetAsync("/api/penalties?month=March", Boss)).Problem(400, "request-invalid");
    }

    private async Task<string> ComplaintAsync(string staff)
    {
        var number = await OpenAsync("edu-sh-01", Agent);
        await CommandAsync(number, Agent, new { command = "classify", type = "Complaint", category = "StaffService", severity = "Ordinary", staff });
        return number;
    }

    private async Task<string> MistakeAsync(string staff, string cause)
    {
        var number = await OpenAsync("ecom-01", "xiao.wei");
        await CommandAsync(number, "xiao.wei", new { command = "classify", type = "Complaint", category = "Other", severity = "Ordinary" });
        await CommandAsync(number, "xiao.wei", new { command = "recordRootCause", rootCause = cause, staff });
        return number;
    }

    private async Task<string> OpenAsync(string site, string agent)
    {
        var opened = await api.OpenAsync(
            new { site, channel = "Phone", text = "态度很不耐烦", customer = new { name = "家长", phone = $"137{Random.Shared.Next(0, 100_000):D5}{phones++:D3}" } }, agent);
        Assert.True(opened.Status == 201, opened.Text);
        return Text(opened.Json, "caseNumber");
    }

    /// <summary>A command, and everything it leads to.</summary>
    private async Task CommandAsync(string number, string user, object command)
    {
        var answer = await api.CommandAsync(number, command, user);
        Assert.True(answer.Status == 200, answer.Text);
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddSeconds(1));
    }

    private Task<ApiAnswer> DecideAsync(string id, string user, object decision, string? key = null) =>
        api.SendAsync(HttpMethod.Post, $"/api/penalties/{id}/decision", user, JsonContent.Create(decision), key ?? ApiClient.NewKey());

    private Task<IReadOnlyList<JsonObject>> ListedAsync(string user, string query) => api.ItemsAsync($"/api/penalties?{query}", user);

    private async Task<IReadOnlyList<JsonObject>> ToldAsync(string user, params string[] numbers) =>
        [.. (await api.ItemsAsync("/api/inbox", user)).Reverse().Where(item => Text(item, "kind").StartsWith("penalty", StringComparison.Ordinal) && numbers.Contains((string?)item["caseNumber"]))];

    private async Task<IReadOnlyList<string>> RecordAsync()
    {
        List<string> entries = [];
        await foreach (var row in app.Host.Services.GetRequiredService<Tables>().Audit.QueryAsync<TableEntity>())
        {
            entries.Add($"{row.GetString("Kind")}|{row.GetString("What")}|{row.GetString("Who")}|{row.GetString("Why")}");
        }

        return entries;
    }

    private static string Text(JsonNode node, string name) => (string)node[name]!;

    private static string Id(JsonNode node, string name) => (string)node[name]!["id"]!;
}
