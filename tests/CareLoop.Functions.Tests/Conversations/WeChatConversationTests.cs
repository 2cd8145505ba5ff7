using System.Net.Http.Json;
using CareLoop.Functions.Tests.Support;
using CareLoop.Functions.Tests.Support.Platforms;

namespace CareLoop.Functions.Tests.Conversations;

/// <summary>WeChat from push to case, over sockets both ways.</summary>
public sealed class WeChatConversationTests : IAsyncLifetime
{
    private readonly FollowingClock clock = new();
    private WeChatPlatform wechat = null!;
    private AppFixture app = null!;

    private Uri Callback => new(app.Host.Address, "api/channels/wechat/mall1");

    public async Task InitializeAsync()
    {
        wechat = await WeChatPlatform.StartAsync(clock);
        app = new AppFixture { Settings = wechat.Settings("mall1", "mall-sh-01") };
        await app.InitializeAsync();
        clock.Leader = app.Clock;
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await wechat.DisposeAsync();
    }

    [Fact]
    public async Task What_a_user_writes_and_sends_is_a_case_that_the_mini_programs_user_finds_among_their_own()
    {
        Assert.True(await wechat.VerifyAsync(Callback));
        await wechat.EnterSessionAsync(Callback, "o-wang", "order-1");
        await wechat.SendImageAsync(Callback, "o-wang", SamplePhotos.Jpeg("sofa-1"));
        var text = await wechat.SendTextAsync(Callback, "o-wang", "三人沙发框架裂了,要求换新");
        await wechat.SendImageAsync(Callback, "o-wang", SamplePhotos.Jpeg("sofa-2"));
        Assert.All(wechat.Pushes.Deliveries, delivery => Assert.True(delivery is { IsAcknowledged: true, Attempts.Count: 1 }, delivery.Kind));
        Assert.True(text.IsAcknowledged);
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddMinutes(1));

        ApiClient api = new(app.CreateClient());
        var session = await api.SendAsync(HttpMethod.Post, "/api/channels/wechat/mall1/sessions", user: null, JsonContent.Create(new { code = wechat.Api.Login("o-wang") }));
        var token = (string)session.Json["token"]!;
        var mine = Assert.Single(await api.ItemsAsync("/api/cases", token));
        var record = (await api.GetAsync($"/api/cases/{(string)mine["caseNumber"]!}", token)).Json;
        Assert.Equal("三人沙发框架裂了,要求换新", (string)record["text"]!);
        Assert.Equal(2, record["evidence"]!.AsArray().Count);
    }
}
