using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Security;

/// <summary>What of a customer is shown to whom, and what the audit record says about it.</summary>
[Collection(AppCollection.Name)]
public sealed class ProfileTests(AppFixture app)
{
    private const string Phone = "13611112222";
    private const string Address = "上海市浦东新区云山路88弄12栋1803室";

    private readonly ApiClient api = new(app.CreateClient());

    [Theory]
    [InlineData("chen.min")]
    [InlineData("zhou.jie")]
    [InlineData("wu.min")]
    [InlineData("li.yan")]
    public async Task COM_PRIV_03_phone_and_address_are_masked_for_all_staff(string reader)
    {
        var number = await OpenAsync();
        var customer = (await api.GetAsync($"/api/cases/{number}", reader)).Json["customer"]!;
        Assert.Equal(("136****2222", "上海市浦东新****"), ((string)customer["phone"]!, (string)customer["address"]!));
    }

    [Theory]
    [InlineData("chen.min", true)]
    [InlineData("wu.min", true)]
    [InlineData("zhou.jie", false)]
    [InlineData("li.yan", false)]
    public async Task COM_PRIV_03_the_customers_words_are_whole_for_those_who_handle_the_case_and_masked_for_others(string reader, bool isWhole)
    {
        var number = await OpenAsync();
        var detail = (string)(await api.GetAsync($"/api/cases/{number}", reader)).Json["text"]!;
        var timeline = (await api.GetAsync($"/api/cases/{number}/timeline", reader)).Text;

        Assert.Equal(isWhole, detail.Contains(Phone, StringComparison.Ordinal));
        Assert.Equal(isWhole, detail.Contains("12栋1803", StringComparison.Ordinal));
        Assert.Equal(isWhole, timeline.Contains(Phone, StringComparison.Ordinal));
        Assert.Contains("沙发", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task COM_PRIV_03_unmasking_needs_a_purpose_and_is_recorded()
    {
        var number = await OpenAsync();
        (await ProfileAsync(number, "chen.min", "{}")).Problem(400, "request-invalid");
        var unknown = (await ProfileAsync(number, "chen.min", """{"purpose":"Curiosity"}""")).Problem(422, "unknown-value");
        Assert.Contains("ContactCustomer", unknown["allowed"]!.AsArray().Select(item => (string)item!));

        var profile = await ProfileAsync(number, "chen.min", """{"purpose":"ArrangeVisit"}""");
        Assert.Equal((Phone, Address), ((string)profile.Json["phone"]!, (string)profile.Json["address"]!));
        Assert.Contains("no-store", profile.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var entry = Assert.Single(await EntriesAsync(number), item => (string)item["what"]! == "OpenProfile");
        Assert.Equal(("chen.min", "agent", "Read", "ArrangeVisit"), ((string)entry["who"]!, (string)entry["as"]!, (string)entry["kind"]!, (string)entry["why"]!));
    }

    [Fact]
    public async Task COM_PRIV_01_an_agent_who_is_neither_owner_nor_handler_nor_supervisor_is_denied_with_an_audit_entry()
    {
        var number = await OpenAsync();
        var problem = (await ProfileAsync(number, "zhou.jie", """{"purpose":"ContactCustomer"}""")).Problem(403, "not-permitted");
        Assert.Equal("COM-PRIV-01", (string)problem["ruleId"]!);

        var entry = Assert.Single(await EntriesAsync(number), item => (string)item["kind"]! == "Denial");
        Assert.Equal(("zhou.jie", "OpenProfile", "COM-PRIV-01"), ((string)entry["who"]!, (string)entry["what"]!, (string)entry["why"]!));
        Assert.Equal(200, (await ProfileAsync(number, "wu.min", """{"purpose":"ReviewHandling"}""")).Status);
    }

    [Fact]
    public async Task Nobody_decides_a_request_of_their_own()
    {
        var number = await OpenAsync();
        foreach (var (user, command) in new (string, object)[]
        {
            ("chen.min", new { command = "reply", text = "您好" }),
            ("chen.min", new { command = "classify", type = "Complaint", category = "ProductQuality", severity = "Ordinary" }),
            ("chen.min", new { command = "startInvestigation" }),
            ("chen.min", new { command = "recordInvestigation", text = "属实", finding = "Upheld", liability = "Merchant" }),
            ("zhao.qiang", new { command = "proposeSolution", text = "先行赔偿", kind = "AdvanceCompensation", amountInFen = 50_000 }),
            ("zhao.qiang", new { command = "agreeSolution", text = "同意", promisedCompletionAt = "2026-03-20T18:00:00+08:00" }),
            ("zhao.qiang", new { command = "submitApproval", reason = "MerchantLeft" }),
        })
        {
            var step = await api.CommandAsync(number, command, user);
            Assert.True(step.Status == 200, step.Text);
        }

        (await api.CommandAsync(number, new { command = "decideApproval", approved = true }, "zhao.qiang")).Problem(403, "own-request");
        Assert.Equal("AwaitingApproval", (string)(await api.GetAsync($"/api/cases/{number}")).Json["status"]!["id"]!);
    }

    private async Task<string> OpenAsync()
    {
        var answer = await api.OpenAsync(
            new { site = "mall-sh-01", channel = "WeChat", text = $"沙发裂了,请打 {Phone},家住12栋1803", customer = new { name = "赵女士", phone = Phone, address = Address } },
            "wu.min");
        Assert.Equal(201, answer.Status);
        var number = (string)answer.Json["caseNumber"]!;
        if ((string?)answer.Json["owner"]?["id"] != "chen.min")
        {
            // The router spreads cases; these tests are about one whose owner is known.
            Assert.Equal(200, (await api.CommandAsync(number, new { command = "offerTransfer", to = "chen.min", text = "请接手" }, (string)answer.Json["owner"]!["id"]!)).Status);
            Assert.Equal(200, (await api.CommandAsync(number, new { command = "acceptTransfer" })).Status);
        }

        return number;
    }

    private Task<ApiAnswer> ProfileAsync(string number, string user, string json) =>
        api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/profile", user, ApiClient.RawJson(json));

    /// <summary>What the audit record says about a case, through the auditor's own API, page by page.</summary>
    private async Task<IReadOnlyList<JsonNode>> EntriesAsync(string number)
    {
        List<JsonNode> found = [];
        var day = app.Clock.GetUtcNow().AddHours(8).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        for (string? next = $"/api/audit?site=mall-sh-01&day={day}"; next is not null;)
        {
            var page = (await api.GetAsync(next, "li.yan")).Json;
            found.AddRange(page["items"]!.AsArray().Where(item => (string?)item!["caseNumber"] == number)!);
            next = (string?)page["next"];
        }

        return found;
    }
}
