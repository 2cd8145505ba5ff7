using System.Text;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Security;

[Collection(AppCollection.Name)]
public sealed class LimitTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task A_body_larger_than_its_route_takes_is_refused_announced_or_not()
    {
        var number = await api.OpenSampleAsync();
        var large = $$"""{"command":"reply","text":"{{new string('长', 150_000)}}"}""";
        Task<ApiAnswer> Send(HttpContent content) => api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/commands", content: content, key: ApiClient.NewKey());

        (await Send(ApiClient.RawJson(large))).Problem(413, "body-too-large");
        var chunked = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(large))) { Headers = { ContentType = new("application/json") } };
        chunked.Headers.ContentLength = null;
        (await Send(new Unannounced(chunked))).Problem(413, "body-too-large");
    }

    [Fact]
    public async Task A_route_without_a_body_takes_none() => (await api.SendAsync(
        HttpMethod.Get, "/api/inbox", content: ApiClient.RawJson("{}"))).Problem(413, "body-too-large");

    [Theory]
    [InlineData(15, "request-invalid")]
    [InlineData(17, "json-malformed")]
    public async Task Json_nested_deeper_than_sixteen_is_not_read(int depth, string code)
    {
        var nested = string.Concat(Enumerable.Repeat("""{"a":""", depth)) + "1" + new string('}', depth);
        (await api.SendAsync(HttpMethod.Post, "/api/cases", "wang.li", ApiClient.RawJson(nested), ApiClient.NewKey())).Problem(400, code);
    }

    [Theory]
    [InlineData("name", 50)]
    [InlineData("phone", 50)]
    [InlineData("address", 200)]
    [InlineData("channelUserId", 128)]
    public async Task A_field_has_a_length(string field, int longest)
    {
        object Matter(int length) => new
        {
            site = "mall-sh-01",
            channel = "WeChat",
            text = "椅子",
            customer = new Dictionary<string, string> { ["phone"] = "13511110000", ["channelUserId"] = "openid-limits", [field] = new('1', length) },
        };
        Assert.Equal(201, (await api.OpenAsync(Matter(longest), "chen.min")).Status);
        var problem = (await api.OpenAsync(Matter(longest + 1), "chen.min")).Problem(400, "request-invalid");
        Assert.Equal($"customer.{field}", (string)Assert.Single(problem["errors"]!.AsArray())!["field"]!);
    }

    [Theory]
    [InlineData("/api/inbox?limit=101", 400)]
    [InlineData("/api/inbox?limit=100", 200)]
    [InlineData("/api/worklists/open?site=mall-sh-01&limit=101", 400)]
    public async Task A_page_has_a_size(string path, int status) => Assert.Equal(status, (await api.GetAsync(path)).Status);

    /// <summary>Content that does not say how long it is.</summary>
    private sealed class Unannounced : HttpContent
    {
        private readonly HttpContent inner;

        public Unannounced(HttpContent inner)
        {
            this.inner = inner;
            Headers.ContentType = inner.Headers.ContentType;
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => inner.CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
