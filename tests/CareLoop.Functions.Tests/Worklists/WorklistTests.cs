using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Worklists;

[Collection(AppCollection.Name)]
public sealed class WorklistTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task An_open_case_stands_in_its_owners_list_and_its_sites_and_a_closed_one_in_the_months()
    {
        var number = await api.OpenSampleAsync();
        var owner = (string)(await api.GetAsync($"/api/cases/{number}")).Json["owner"]!["id"]!;
        Assert.Contains(number, await NumbersAsync("/api/worklists/mine?limit=100", owner));
        Assert.Contains(number, await NumbersAsync("/api/worklists/open?limit=100"));
        Assert.DoesNotContain(number, await NumbersAsync("/api/worklists/unassigned"));

        Assert.Equal(200, (await api.CommandAsync(number, new { command = "withdraw", text = "不投诉了" }, "wang.li")).Status);
        Assert.DoesNotContain(number, await NumbersAsync("/api/worklists/mine?limit=100", owner));
        Assert.DoesNotContain(number, await NumbersAsync("/api/worklists/open?limit=100"));
        var closed = await api.ItemsAsync("/api/worklists/closed?limit=100");
        var item = Assert.Single(closed, entry => (string)entry["caseNumber"]! == number);
        Assert.Equal("客户撤回", (string)item["status"]!["name"]!);
        Assert.NotNull(item["closedAt"]);
        Assert.DoesNotContain(number, await NumbersAsync("/api/worklists/closed?month=2025-12"));
    }

    [Fact]
    public async Task Pages_follow_one_another_in_due_order_and_no_case_is_missed_or_repeated()
    {
        List<string> opened = [];
        for (var count = 0; count < 5; count++)
        {
            opened.Add(await api.OpenSampleAsync());
        }

        List<JsonObject> seen = [];
        for (var next = "/api/worklists/open?limit=2&type=Complaint"; next is not null;)
        {
            var page = (await api.GetAsync(next)).Json;
            Assert.InRange(page["items"]!.AsArray().Count, 0, 2);
            seen.AddRange(page["items"]!.AsArray().Select(item => item!.AsObject()));
            next = (string?)page["next"];
        }

        var numbers = seen.Select(item => (string)item["caseNumber"]!).ToList();
        Assert.Equal(numbers.Distinct(), numbers);
        Assert.Empty(opened.Except(numbers));
        var due = seen.Select(item => Instant(item["nextDueAt"]) ?? DateTimeOffset.MaxValue).ToList();
        Assert.Equal(due.Order(), due);
    }

    [Fact]
    public async Task A_list_is_narrowed_by_status_type_and_counterparty()
    {
        var plain = await api.OpenSampleAsync();
        var opened = await api.OpenAsync(new { site = "mall-sh-01", channel = "WeChat", text = "柜门掉漆", counterparty = "B2-06" });
        var number = (string)opened.Json["caseNumber"]!;

        var ofMerchant = await api.ItemsAsync("/api/worklists/open?counterparty=B2-06&status=Registered&limit=100");
        Assert.Contains(ofMerchant, item => (string)item["caseNumber"]! == number);
        Assert.All(ofMerchant, item => Assert.Equal(("林居", "Registered"), ((string)item["counterparty"]!["name"]!, (string)item["status"]!["id"]!)));
        Assert.DoesNotContain(ofMerchant, item => (string)item["caseNumber"]! == plain);
    }

    [Fact]
    public async Task Nothing_in_a_list_tells_who_the_customer_is_COM_PRIV_03()
    {
        await api.OpenAsync(new { site = "mall-sh-01", channel = "Phone", text = "桌面裂了,请联系刘建国", customer = new { name = "刘建国", phone = "13900005678" } }, "zhou.jie");
        var list = (await api.GetAsync("/api/worklists/open?limit=100")).Text;
        Assert.All(["刘建国", "13900005678", "5678", "桌面裂了"], words => Assert.DoesNotContain(words, list, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_that_cannot_be_answered_says_which_parameter_is_wrong()
    {
        var problem = (await api.GetAsync("/api/worklists/open?limit=0&status=Sleeping&colour=red")).Problem(400, "request-invalid");
        Assert.Equal(["colour", "limit", "status"], problem["errors"]!.AsArray().Select(error => (string)error!["field"]!).Order(StringComparer.Ordinal));
        (await api.GetAsync("/api/worklists/closed?month=March")).Problem(400, "request-invalid");
        (await api.GetAsync("/api/worklists/someday")).Problem(404, "not-found");
        (await api.GetAsync("/api/worklists/open?cursor=%25%25")).Problem(400, "request-invalid");
        (await api.GetAsync("/api/worklists/open?cursor=bm90IG91cnM")).Problem(400, "request-invalid");
    }

    [Fact]
    public async Task A_cursor_continues_only_the_list_it_came_from()
    {
        await api.OpenSampleAsync();
        await api.OpenSampleAsync();
        var next = (string)(await api.GetAsync("/api/worklists/open?limit=1")).Json["next"]!;
        Assert.Equal(200, (await api.GetAsync(next)).Status);
        (await api.GetAsync(next.Replace("worklists/open", "worklists/mine", StringComparison.Ordinal))).Problem(400, "request-invalid");
    }

    [Fact]
    public async Task A_worklist_belongs_to_the_staff_of_its_site()
    {
        (await api.GetAsync("/api/worklists/open?site=mall-sh-01", "ma.chao")).Problem(403, "other-site");
        (await api.GetAsync("/api/worklists/mine", "wang.li")).Problem(403, "not-permitted");
        (await api.GetAsync("/api/cases")).Problem(403, "not-permitted");
        var number = await api.OpenSampleAsync();
        Assert.DoesNotContain(number, await NumbersAsync("/api/worklists/open?limit=100", "ma.chao"));
    }

    [Fact]
    public async Task Customers_list_their_own_cases_newest_first_and_nobody_elses()
    {
        var first = await api.OpenSampleAsync();
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddSeconds(1));
        var second = await api.OpenSampleAsync();
        Assert.Equal(200, (await api.CommandAsync(first, new { command = "askCustomer", text = "请补拍合同首页" })).Status);

        var mine = await api.ItemsAsync("/api/cases?limit=100", "wang.li");
        var own = mine.Where(item => (string)item["caseNumber"]! == first || (string)item["caseNumber"]! == second).ToList();
        Assert.Equal([second, first], own.Select(item => (string)item["caseNumber"]!));
        Assert.Equal([false, true], own.Select(item => (bool)item["waitsForYou"]!));
        Assert.All(mine, item => Assert.Null(item["severity"]));
        Assert.DoesNotContain(first, await NumbersAsync("/api/cases?limit=100", "liu.jianguo"));
    }

    [Fact]
    public async Task A_case_is_found_by_its_number_as_typed_and_by_the_customers_phone()
    {
        var opened = await api.OpenAsync(
            new { site = "mall-sh-01", channel = "Phone", text = "椅子晃", customer = new { phone = "13700001111" } }, "zhou.jie");
        var number = (string)opened.Json["caseNumber"]!;
        var again = await api.OpenAsync(
            new { site = "mall-sh-01", channel = "Phone", text = "椅子还是晃", customer = new { phone = "137-0000-1111" } }, "zhou.jie");

        Assert.Equal([number], await FindAsync($" {number.ToLowerInvariant()} "));
        Assert.Equal(new HashSet<string> { number, (string)again.Json["caseNumber"]! }, (await FindAsync("137 0000 1111")).ToHashSet());
        Assert.Equal(2, (await api.ItemsAsync($"/api/cases/{number}/customer-cases")).Count);

        Assert.Empty(await FindAsync(number, "ma.chao"));
        Assert.Empty(await FindAsync("13700001111", "ma.chao"));
        Assert.Empty(await FindAsync("13700002222"));
        Assert.DoesNotContain("13700001111", app.Log, StringComparison.Ordinal);
    }

    private static DateTimeOffset? Instant(JsonNode? value) =>
        value is null ? null : DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<string>> FindAsync(string text, string user = "chen.min")
    {
        var answer = await api.SendAsync(HttpMethod.Post, "/api/cases/search", user, JsonContent.Create(new { text }));
        return [.. answer.Json["items"]!.AsArray().Select(item => (string)item!["caseNumber"]!)];
    }

    private async Task<IReadOnlyList<string>> NumbersAsync(string path, string user = "chen.min") =>
        [.. (await api.ItemsAsync(path, user)).Select(item => (string)item["caseNumber"]!)];
}
