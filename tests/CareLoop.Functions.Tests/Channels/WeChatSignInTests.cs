using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;
using CareLoop.Functions.Tests.Support.Platforms;

namespace CareLoop.Functions.Tests.Channels;

/// <summary>A mini-program's user signs in over HTTP, with WeChat's stand-in behind the application.</summary>
public sealed class WeChatSignInTests(MiniProgramApp running) : IClassFixture<MiniProgramApp>
{
    private const string Path = "/api/channels/wechat/mini1/sessions";

    private readonly WeChatPlatform wechat = running.WeChat;
    private readonly ApiClient api = new(running.App.CreateClient());

    [Fact]
    public async Task A_code_gives_a_token_that_opens_and_reads_the_users_own_cases_and_nobody_elses()
    {
        var (li, wang) = (await SignInAsync("o-li"), await SignInAsync("o-wang"));
        var opened = await api.OpenAsync(new { site = "mall-sh-01", channel = "MiniProgram", text = "沙发开裂" }, li);
        Assert.True(opened.Status == 201, opened.Text);
        var number = (string)opened.Json["caseNumber"]!;

        Assert.Equal(200, (await api.GetAsync($"/api/cases/{number}", li)).Status);
        (await api.GetAsync($"/api/cases/{number}", wang)).Problem(404, "case-not-found");
        var again = await SignInAsync("o-li");
        Assert.Equal(number, (string)Assert.Single(await api.ItemsAsync("/api/cases", again))["caseNumber"]!);
    }

    [Fact]
    public async Task The_session_key_and_the_secret_are_found_nowhere_on_our_side()
    {
        await SignInAsync("o-li");
        var answer = await PostAsync(wechat.Api.Login("o-li"));
        wechat.Api.Server.FailNext("/sns/jscode2session", 40125);
        await PostAsync(wechat.Api.Login("o-li"));

        Assert.NotEmpty(wechat.Api.SessionKeys);
        List<string> texts = [answer.Text, running.App.Log];
        await foreach (var (_, text) in running.App.TableTextsAsync())
        {
            texts.Add(text);
        }

        foreach (var secret in wechat.Api.SessionKeys.Append(wechat.Api.AppSecret).Append("o-li"))
        {
            Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(40029, 401, "sign-in-code-refused", false)]
    [InlineData(40163, 401, "sign-in-code-refused", false)]
    [InlineData(40226, 403, "not-permitted", false)]
    [InlineData(45011, 429, "too-many-requests", true)]
    [InlineData(-1, 503, "platform-unavailable", true)]
    [InlineData(40164, 503, "platform-unavailable", true)]
    public async Task Every_refusal_of_WeChat_is_a_problem_that_says_what_to_do(int code, int status, string problem, bool comeBack)
    {
        wechat.Api.Server.FailNext("/sns/jscode2session", code);

        var answer = await PostAsync(wechat.Api.Login("o-li"));

        answer.Problem(status, problem);
        Assert.Equal(comeBack, answer.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        var code = wechat.Api.Login("o-li");

        Assert.Equal(200, (await PostAsync(code)).Status);
        (await PostAsync(code)).Problem(401, "sign-in-code-refused");
    }

    [Fact]
    public async Task An_account_that_is_not_there_is_not_found_and_a_missing_code_is_named()
    {
        (await api.SendAsync(HttpMethod.Post, "/api/channels/wechat/mini2/sessions", user: null, ApiClient.RawJson("""{"code":"1"}"""))).Problem(404, "not-found");
        (await api.SendAsync(HttpMethod.Post, Path, user: null, ApiClient.RawJson("{}"))).Problem(400, "request-invalid");
    }

    private Task<ApiAnswer> PostAsync(string code) =>
        api.SendAsync(HttpMethod.Post, Path, user: null, ApiClient.RawJson(new JsonObject { ["code"] = code }.ToJsonString()));

    private async Task<string> SignInAsync(string openId)
    {
        var answer = await PostAsync(wechat.Api.Login(openId));
        Assert.True(answer.Status == 200, answer.Text);
        return (string)answer.Json["token"]!;
    }
}
