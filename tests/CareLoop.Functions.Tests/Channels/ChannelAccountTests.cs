using CareLoop.Functions.Channels;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Tests.Channels;

public sealed class ChannelAccountTests
{
    [Fact]
    public void An_account_is_read_from_its_settings_with_two_live_secrets()
    {
        var accounts = Read(Settings("mall1", ("SecondSecret", "next-secret"), ("EncodingKey", "key"), ("AppId", "wx1"), ("MediaHosts", "a.example, b.example")));

        var account = Assert.Single(accounts.All);
        Assert.Equal(("echo", "mall1", "WeChat", "mall-sh-01", "demo", "wx1"), (account.Platform, account.Id, account.Channel, account.Site, account.Organisation, account.AppId));
        Assert.Equal(new[] { "first-secret", "next-secret" }, account.Secrets);
        Assert.Equal(new[] { "key" }, account.EncodingKeys);
        Assert.Equal(new[] { "a.example", "b.example" }, account.MediaHosts);
        Assert.NotNull(accounts.Find("echo", "mall1"));
        Assert.Null(accounts.Find("echo", "mall2"));
        Assert.Null(accounts.Find("other", "mall1"));
    }

    [Fact]
    public void Every_mistake_in_the_settings_is_named_at_once_and_no_secret_with_it()
    {
        Dictionary<string, string?> settings = new()
        {
            ["Channels:fax:mall1:Secret"] = "told-nobody",
            ["Channels:echo:mall_1:Secret"] = "told-nobody",
            ["Channels:echo:mall2:Channel"] = "WeChat",
            ["Channels:echo:mall2:AppId"] = string.Empty,
            ["Channels:echo:mall2:Site"] = "mall-sh-01",
        };

        var error = Assert.Throws<InvalidOperationException>(() => Read(settings));

        Assert.Contains("Channels__fax: there is no such platform; the platforms are echo.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Channels__echo__mall_1: an account's name has", error.Message, StringComparison.Ordinal);
        Assert.Contains("Channels__echo__mall_1: Channel is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("Channels__echo__mall_1: Site is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("Channels__echo__mall2: Secret is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("Channels__echo__mall2: AppId is missing.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("told-nobody", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_with_an_account_that_cannot_work_does_not_start()
    {
        var app = new AppFixture { Settings = new Dictionary<string, string?> { ["Channels__wechat__mall1__Secret"] = "told-nobody" } };

        var error = await Assert.ThrowsAsync<InvalidOperationException>(app.InitializeAsync);
        await app.DisposeAsync();

        Assert.Contains("Channels__wechat__mall1: Site is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_a_request_nor_a_push_nor_an_account_tells_its_content_when_written_to_a_log()
    {
        var account = Read(Settings("mall1", ("AppId", "wx1"))).All.Single();
        ChannelPush push = new() { DedupeKey = "1", User = "o-user", Kind = PushKind.Text, SentAt = default, PlatformKind = "text", Text = "secret words" };
        var request = RequestBuilder.Post("secret words", ("signature", "secret words")).Build();

        Assert.Equal("echo/mall1", account.ToString());
        Assert.Equal("Text (text)", push.ToString());
        Assert.Equal("POST signature, 12 bytes", request.ToString());
    }

    [Fact]
    public void A_parameter_that_is_given_twice_counts_as_missing() =>
        Assert.Null(RequestBuilder.Get(("nonce", new[] { "1", "2" })).Build().Parameter("nonce"));

    private static ChannelAccounts Read(Dictionary<string, string?> settings) => new(
        Configuration(settings), [new EchoAdapter()], new DirectorySettings(Configuration(new() { ["Directory:Organisation"] = "demo" })));

    private static IConfiguration Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private static Dictionary<string, string?> Settings(string account, params (string Name, string Value)[] more)
    {
        Dictionary<string, string?> settings = new()
        {
            [$"Channels:echo:{account}:Channel"] = "WeChat",
            [$"Channels:echo:{account}:Site"] = "mall-sh-01",
            [$"Channels:echo:{account}:Secret"] = "first-secret",
            [$"Channels:echo:{account}:AppId"] = "wx1",
        };
        foreach (var (name, value) in more)
        {
            settings[$"Channels:echo:{account}:{name}"] = value;
        }

        return settings;
    }

    private sealed class EchoAdapter : IChannelAdapter
    {
        public string Platform => "echo";

        public IEnumerable<string> Check(ChannelAccount account) => account.AppId is null ? ["AppId is missing."] : [];

        public Verdict Read(PlatformRequest request, ChannelAccount account) => new Verdict.Answered(PlatformAnswer.Plain(request.Parameter("echo") ?? string.Empty));
    }
}
