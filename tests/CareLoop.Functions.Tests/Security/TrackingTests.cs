using CareLoop.Domain.Cases;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Security;

[Collection(AppCollection.Name)]
public sealed class TrackingTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task A_tracking_link_shows_one_case_without_contact_photos_or_staffs_notes()
    {
        var number = await api.OpenSampleAsync();
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "comment", text = "内部备注:客户情绪激动" })).Status);
        var token = (string)(await IssueAsync(number, "chen.min", ApiClient.NewKey())).Json["token"]!;

        var view = (await api.GetAsync($"/api/cases/{number}", token)).Json;
        Assert.Null(view["customer"]);
        Assert.Null(view["evidence"]);
        Assert.Empty(view["allowed"]!.AsArray());
        Assert.Equal("沙发框架裂了,要求换新", (string)view["text"]!);
        Assert.DoesNotContain("情绪激动", (await api.GetAsync($"/api/cases/{number}/timeline", token)).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await api.GetAsync($"/api/cases/{number}/timeline", token)).Status);
    }

    [Fact]
    public async Task A_revoked_link_is_dead_and_the_same_request_does_not_revive_it()
    {
        var number = await api.OpenSampleAsync();
        var key = ApiClient.NewKey();
        var issued = (await IssueAsync(number, "chen.min", key)).Json;
        var token = (string)issued["token"]!;
        Assert.Equal(200, (await api.GetAsync($"/api/cases/{number}", token)).Status);

        var path = $"/api/cases/{number}/tracking-tokens";
        Assert.Equal(204, (await api.SendAsync(HttpMethod.Delete, $"{path}/{(string)issued["id"]!}")).Status);
        (await api.GetAsync($"/api/cases/{number}", token)).Problem(401, "token-invalid");
        Assert.Equal(token, (string)(await IssueAsync(number, "chen.min", key)).Json["token"]!);
        (await api.GetAsync($"/api/cases/{number}", token)).Problem(401, "token-invalid");
        Assert.NotNull(Assert.Single((await api.GetAsync(path)).Json["items"]!.AsArray())!["revokedAt"]);
        (await api.SendAsync(HttpMethod.Delete, $"{path}/{new string('0', 32)}")).Problem(404, "not-found");
    }

    [Fact]
    public async Task A_customer_gets_a_link_with_the_case_on_request_the_same_one_when_the_submission_is_repeated()
    {
        var key = ApiClient.NewKey();
        var matter = new { site = "mall-sh-01", channel = "WeChat", text = "椅子少了一颗螺丝", trackingToken = true };
        var first = await api.OpenAsync(matter, "wang.li", key);
        var again = await api.OpenAsync(matter, "wang.li", key);

        Assert.Equal((201, 200), (first.Status, again.Status));
        var token = (string)first.Json["tracking"]!["token"]!;
        Assert.Equal(token, (string)again.Json["tracking"]!["token"]!);
        Assert.Equal(200, (await api.GetAsync($"/api/cases/{(string)first.Json["caseNumber"]!}", token)).Status);
        Assert.Null((await api.OpenAsync(ApiClient.SampleMatter())).Json["tracking"]);
    }

    [Fact]
    public async Task Only_a_hash_of_the_token_is_stored()
    {
        var number = await api.OpenSampleAsync();
        var token = (string)(await IssueAsync(number, "wang.li", ApiClient.NewKey())).Json["token"]!;
        await foreach (var (where, text) in app.TableTextsAsync())
        {
            Assert.False(text.Contains(token, StringComparison.Ordinal) || text.Contains(token.Split('.')[2], StringComparison.Ordinal), where);
        }
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task A_link_ends_after_90_days(int seconds, bool works)
    {
        var secrets = app.Host.Services.GetRequiredService<DeploymentSecrets>();
        var table = app.Host.Services.GetRequiredService<TrackingTable>();
        var number = await api.OpenSampleAsync();
        var issued = await new TrackingTokens(table, secrets, new Instant(app.Clock.GetUtcNow()))
            .IssueAsync(number, "demo", "chen.min", ApiClient.NewKey(), CancellationToken.None);

        var later = new TrackingTokens(table, secrets, new Instant(issued.ExpiresAt.AddSeconds(seconds)));
        Assert.Equal(works, await later.ReadAsync(issued.Token, CancellationToken.None) is { TrackedCase: var tracked } && tracked == number);
    }

    [Fact]
    public async Task A_token_of_one_case_cannot_be_bent_to_another()
    {
        var mine = await api.OpenSampleAsync();
        var other = await api.OpenSampleAsync();
        var token = (string)(await IssueAsync(mine, "wang.li", ApiClient.NewKey())).Json["token"]!;
        Assert.True(CaseNumber.TryParse(other, out _));
        (await api.GetAsync($"/api/cases/{other}", token.Replace(mine, other, StringComparison.Ordinal))).Problem(401, "token-invalid");
    }

    private Task<ApiAnswer> IssueAsync(string number, string user, string key) =>
        api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/tracking-tokens", user, content: null, key);

    private sealed class Instant(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
