using System.Net.Http.Json;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Cases;

[Collection(AppCollection.Name)]
public sealed class ProblemTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task Without_a_token_the_caller_is_told_to_sign_in()
    {
        (await api.OpenAsync(ApiClient.SampleMatter(), user: null)).Problem(401, "token-missing");
        (await api.GetAsync("/api/inbox", user: null)).Problem(401, "token-missing");
    }

    [Fact]
    public async Task An_altered_token_is_refused()
    {
        var http = app.CreateClient();
        var token = await http.GetStringAsync("/development/tokens/chen.min");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/inbox");
        request.Headers.Authorization = new("Bearer", token[..^4] + (token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA"));
        using var response = await http.SendAsync(request);
        new ApiAnswer(response, await response.Content.ReadAsByteArrayAsync()).Problem(401, "token-invalid");
    }

    [Fact]
    public async Task A_wrong_content_type_names_the_ones_that_work()
    {
        var answer = await api.SendAsync(HttpMethod.Post, "/api/cases", "wang.li", new StringContent("hello"), ApiClient.NewKey());
        var problem = answer.Problem(415, "content-type-unsupported");
        Assert.Equal(["application/json", "multipart/form-data"], problem["allowed"]!.AsArray().Select(item => (string)item!));
    }

    [Fact]
    public async Task Malformed_json_is_refused_with_its_position()
    {
        var answer = await api.SendAsync(
            HttpMethod.Post, "/api/cases", "wang.li", ApiClient.RawJson("{\n  \"site\": mall\n}"), ApiClient.NewKey(), ("Accept-Language", "en"));
        Assert.Contains("line 2, byte 11", (string)answer.Problem(400, "json-malformed")["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":"\ud800"}""")]
    [InlineData("""{"\ud800":"text"}""")]
    [InlineData("""{"customer":{"name":["\udc00"]}}""")]
    public async Task Half_a_surrogate_pair_is_malformed_and_not_a_fault_of_ours(string body) =>
        (await api.SendAsync(HttpMethod.Post, "/api/cases", "wang.li", ApiClient.RawJson(body), ApiClient.NewKey())).Problem(400, "json-malformed");

    [Fact]
    public async Task All_missing_and_misspelt_fields_are_named_at_once()
    {
        var answer = await api.OpenAsync(new { channel = "Fax", txet = "…" });
        var fields = answer.Problem(400, "request-invalid")["errors"]!.AsArray().Select(error => (string)error!["field"]!).ToHashSet();
        Assert.Superset(new HashSet<string> { "site", "text", "txet" }, fields);
    }

    [Fact]
    public async Task An_unknown_channel_lists_the_known_ones()
    {
        var answer = await api.OpenAsync(new { site = "mall-sh-01", channel = "Fax", text = "…" });
        var error = Assert.Single(answer.Problem(400, "request-invalid")["errors"]!.AsArray());
        Assert.Equal("channel", (string)error!["field"]!);
        Assert.Contains("WeChat", (string)error["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_idempotency_key_is_explained()
    {
        var answer = await api.SendAsync(HttpMethod.Post, "/api/cases", "wang.li", JsonContent.Create(ApiClient.SampleMatter()));
        answer.Problem(400, "idempotency-key-missing");
    }

    [Fact]
    public async Task An_unknown_category_lists_those_of_the_handbook()
    {
        var number = await api.OpenSampleAsync();
        var answer = await api.CommandAsync(number, new { command = "classify", type = "Complaint", category = "Weather", severity = "Ordinary" });
        var problem = answer.Problem(422, "unknown-value");
        Assert.Contains("ProductQuality", problem["allowed"]!.AsArray().Select(item => (string)item!));
        Assert.Equal("category", (string)problem["errors"]![0]!["field"]!);
    }

    [Fact]
    public async Task An_unknown_command_lists_the_commands()
    {
        var answer = await api.CommandAsync(await api.OpenSampleAsync(), new { command = "explode" });
        Assert.Contains("classify", answer.Problem(422, "unknown-value")["allowed"]!.AsArray().Select(item => (string)item!));
    }

    [Fact]
    public async Task A_command_the_status_does_not_allow_lists_what_it_does()
    {
        var answer = await api.CommandAsync(await api.OpenSampleAsync(), new { command = "giveFeedback", text = "已处理" });
        var allowed = answer.Problem(409, "command-not-allowed")["allowed"]!.AsArray().Select(item => (string)item!).ToList();
        Assert.Contains("classify", allowed);
        Assert.DoesNotContain("giveFeedback", allowed);
    }

    [Fact]
    public async Task A_stale_If_Match_is_refused_and_a_fresh_one_accepted()
    {
        var number = await api.OpenSampleAsync();
        var seen = (await api.GetAsync($"/api/cases/{number}")).ETag!;
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "reply", text = "您好" }, headers: ("If-Match", seen))).Status);

        var stale = await api.CommandAsync(number, new { command = "reply", text = "再次" }, headers: ("If-Match", seen));
        stale.Problem(412, "stale-version");
        var fresh = (await api.GetAsync($"/api/cases/{number}")).ETag!;
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "reply", text = "再次" }, headers: ("If-Match", fresh))).Status);
    }

    [Fact]
    public async Task A_customer_may_not_classify_and_is_told_who_may()
    {
        var answer = await api.CommandAsync(
            await api.OpenSampleAsync(), new { command = "classify", type = "Complaint", category = "ProductQuality", severity = "Ordinary" }, "wang.li");
        Assert.NotEmpty(answer.Problem(403, "not-permitted")["allowed"]!.AsArray());
    }

    [Fact]
    public async Task An_unknown_case_number_is_not_found()
    {
        (await api.GetAsync("/api/cases/MALL-20260304-000000000")).Problem(404, "case-not-found");
        (await api.GetAsync("/api/cases/nonsense")).Problem(404, "case-not-found");
    }

    [Fact]
    public async Task Problems_speak_the_callers_language()
    {
        var chinese = (await api.GetAsync("/api/cases/nonsense")).Problem(404, "case-not-found");
        var english = (await api.GetAsync("/api/cases/nonsense", headers: ("Accept-Language", "fr, en;q=0.5"))).Problem(404, "case-not-found");
        Assert.Equal("没有找到该工单", (string)chinese["title"]!);
        Assert.Equal("There is no such case", (string)english["title"]!);
    }
}
