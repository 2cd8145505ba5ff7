using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Care;

/// <summary>Care tasks as staff and customers meet them over HTTP.</summary>
public sealed class CareOverHttpTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Caller = "zhou.jie";
    private readonly ApiClient api = new(app.CreateClient());
    private readonly Dictionary<string, (string CustomerKey, string Phone)> recorded = [];

    [Fact]
    public async Task A_task_is_passed_on_to_somebody_of_its_site_who_may_ask_and_to_nobody_else()
    {
        var task = await RecordAsync("13711110001", Caller);
        var refused = (await GiveAsync(task, new { command = "passOn", to = "wang.fang" })).Problem(422, "unknown-value");
        Assert.DoesNotContain("li.yan", refused["allowed"]!.AsArray().Select(id => (string)id!));
        Assert.Contains("chen.min", refused["allowed"]!.AsArray().Select(id => (string)id!));
        Assert.Equal(200, (await GiveAsync(task, new { command = "passOn", to = "chen.min", text = "客户认识小陈" })).Status);
        Assert.Contains(task, await ListedAsync("chen.min", "whose=mine"));
        Assert.DoesNotContain(task, await ListedAsync(Caller, "whose=mine"));
        Assert.Contains(task, await ListedAsync(Caller, "whose=all"));
    }

    [Fact]
    public async Task The_list_is_narrowed_by_status_and_day_and_says_which_values_it_knows()
    {
        var (due, later) = (await RecordAsync("13711110002", Caller, daysAgo: 4), await RecordAsync("13711110003", Caller, daysAgo: 0));
        Assert.Contains(due, await ListedAsync(Caller, "status=Due"));
        Assert.DoesNotContain(later, await ListedAsync(Caller, "status=Due"));
        Assert.Contains(later, await ListedAsync(Caller, "status=Scheduled"));
        Assert.DoesNotContain(later, await ListedAsync(Caller, "until=2026-03-08"));
        Assert.Contains(later, await ListedAsync(Caller, "until=2026-03-11"));
        var wrong = (await api.GetAsync("/api/sites/mall-sh-01/care-tasks?status=Someday", Caller)).Problem(400, "request-invalid");
        Assert.Contains("Scheduled", wrong.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_of_another_site_neither_read_nor_change_a_task()
    {
        var task = await RecordAsync("13711110004", Caller);
        (await api.GetAsync($"/api/care-tasks/{task}", "wang.fang")).Problem(403, "other-site");
        (await GiveAsync(task, new { command = "attempt" }, "wang.fang")).Problem(403, "other-site");
        (await api.GetAsync("/api/sites/mall-sh-01/care-tasks", "wang.fang")).Problem(403, "other-site");
    }

    [Fact]
    public async Task An_Idempotency_Key_counts_once_and_is_not_used_again_for_anything_else()
    {
        var task = await RecordAsync("13711110005", Caller, daysAgo: 4);
        var key = ApiClient.NewKey();
        Assert.Equal(200, (await GiveAsync(task, new { command = "attempt", text = "无人接听" }, key: key)).Status);
        Assert.Equal(200, (await GiveAsync(task, new { command = "attempt", text = "无人接听" }, key: key)).Status);
        Assert.Single((await api.GetAsync($"/api/care-tasks/{task}", Caller)).Json["timeline"]!.AsArray(), line => (string)line!["event"]!["id"]! == "FollowUpAttempted");
        (await GiveAsync(task, new { command = "complete", result = "Satisfied" }, key: key)).Problem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task COM_FU_03_a_survey_link_that_was_made_up_or_changed_opens_nothing()
    {
        var task = await RecordAsync("13711110006", Caller, daysAgo: 4);
        string[] forged = [task, $"{task}.{new string('0', 43)}", "care-nothing.AAAA", "☎"];
        foreach (var token in forged)
        {
            var answer = await api.SendAsync(HttpMethod.Post, "/api/surveys", user: null, JsonContent.Create(new { token, result = "Satisfied" }));
            answer.Problem(401, "token-invalid");
        }

        Assert.Equal("Due", (string)(await api.GetAsync($"/api/care-tasks/{task}", Caller)).Json["status"]!["id"]!);
    }

    [Fact]
    public async Task COM_HO_03_a_leavers_care_tasks_are_handed_over_with_his_cases_and_until_then_he_does_not_leave()
    {
        const string Leaver = "zhou.jie";
        var task = await RecordAsync("13711110007", Leaver, daysAgo: 0);
        var entry = (await api.GetAsync($"/api/directory/staff/{Leaver}", "zhao.qiang")).Json.DeepClone().AsObject();
        entry.Remove("version");
        entry["leftOn"] = "2026-03-05";
        Task<ApiAnswer> LeaveAsync() => api.SendAsync(HttpMethod.Put, $"/api/directory/staff/{Leaver}", "zhao.qiang", JsonContent.Create(entry), headers: ("If-Match", "*"));
        var barred = (await LeaveAsync()).Problem(409, "cases-without-owner")["allowed"]!.AsArray().Select(id => (string)id!).ToList();
        Assert.Contains(task, barred);
        var subject = Assert.Single(barred.Intersect([SubjectOf("13711110007")]));

        var given = await api.SendAsync(HttpMethod.Post, "/api/sites/mall-sh-01/handovers", "zhao.qiang", JsonContent.Create(
            new { kind = "Leaving", from = Leaver, to = "chen.min", items = Array.Empty<object>() }));
        Assert.True(given.Status == 201, given.Text);
        Assert.Contains(task, given.Json["contacts"]!.AsArray().Select(id => (string)id!));
        Assert.DoesNotContain(task, await ListedAsync("chen.min", "whose=mine"));
        var accepted = await api.SendAsync(
            HttpMethod.Post, $"/api/sites/mall-sh-01/handovers/{given.Json["id"]}/acceptance", "chen.min", JsonContent.Create(new { text = "已接手" }));
        Assert.True(accepted.Status == 200, accepted.Text);
        Assert.Contains(task, await ListedAsync("chen.min", "whose=mine"));
        Assert.Equal(200, (await LeaveAsync()).Status);

        // What is planned for the customer from now on is planned for the successor.
        var (customerKey, _) = recorded[subject];
        var later = await api.SendAsync(
            HttpMethod.Post, $"/api/subjects/{customerKey}/{subject}/anchors", "chen.min", JsonContent.Create(new { anchor = "SaleDelivered", at = app.Clock.GetUtcNow() }));
        Assert.Equal((200, "chen.min"), (later.Status, (string)later.Json["agent"]!["id"]!));
        entry.Remove("leftOn");
        Assert.Equal(200, (await LeaveAsync()).Status);
    }

    private string SubjectOf(string phone) => recorded.Single(entry => entry.Value.Phone == phone).Key;

    private async Task<string> RecordAsync(string phone, string agent, int daysAgo = 4)
    {
        var subject = new
        {
            site = "mall-sh-01",
            kind = "Order",
            number = $"S-{phone}",
            customer = new { name = "马先生", phone },
            agent,
            anchors = new[] { new { anchor = "SaleDelivered", at = app.Clock.GetUtcNow().AddDays(-daysAgo) } },
        };
        var answer = await api.SendAsync(HttpMethod.Post, "/api/subjects", Caller, JsonContent.Create(subject));
        Assert.True(answer.Status is 200 or 201, answer.Text);
        recorded[(string)answer.Json["id"]!] = ((string)answer.Json["customerKey"]!, phone);
        return (string)Assert.Single(answer.Json["careTasks"]!.AsArray())!;
    }

    private Task<ApiAnswer> GiveAsync(string task, object command, string user = Caller, string? key = null) =>
        api.SendAsync(HttpMethod.Post, $"/api/care-tasks/{task}/commands", user, JsonContent.Create(command), key ?? ApiClient.NewKey());

    private async Task<IReadOnlyList<string>> ListedAsync(string user, string query) =>
        [.. (await api.ItemsAsync($"/api/sites/mall-sh-01/care-tasks?{query}", user)).Select(item => (string)item["id"]!)];
}
