using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.DingTalk;
using CareLoop.Functions.Channels.Feishu;
using CareLoop.Functions.Channels.Webhook;
using CareLoop.Functions.Channels.WeChat;
using CareLoop.Functions.Channels.WeCom;
using CareLoop.Functions.Tests.Support.Platforms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Tests.Channels;

/// <summary>The stand-ins speak as the adapters listen, over a socket, and their books tell the truth.</summary>
public sealed class PlatformTests : IAsyncLifetime
{
    private static readonly PushPlan Quick = PushPlan.WeChat with { Patience = TimeSpan.FromMilliseconds(300) };

    private readonly ManualClock clock = new(DateTimeOffset.FromUnixTimeSeconds(1_772_600_000));
    private readonly List<ChannelPush> received = [];
    private readonly Queue<Func<Task<bool>>> troubles = new();
    private PlatformServer listener = null!;
    private Func<PlatformRequest, Verdict> read = null!;

    private Uri Callback => new(listener.Address, "callback");

    public async Task InitializeAsync() => listener = await PlatformServer.StartAsync(app => app.Map("/callback", ListenAsync));

    public async Task DisposeAsync() => await listener.DisposeAsync();

    [Fact]
    public async Task WeChat_verifies_the_address_and_sends_words_photos_and_sessions()
    {
        await using var wechat = await WeChatPlatform.StartAsync(clock);
        var account = WeChatSamples.Account() with { Secrets = [wechat.Token], EncodingKeys = [wechat.EncodingKey], AppId = wechat.AppId };
        read = request => new WeChatAdapter().Read(request, account);

        Assert.True(await wechat.VerifyAsync(Callback));
        var text = await wechat.SendTextAsync(Callback, "o-li", "沙发开裂");
        await wechat.SendImageAsync(Callback, "o-li", [1, 2, 3]);
        await wechat.EnterSessionAsync(Callback, "o-wang", "order-1");

        Assert.Equal([PushKind.Text, PushKind.Image, PushKind.Session], received.Select(push => push.Kind));
        Assert.Equal((text.Key, "沙发开裂", clock.Now), (received[0].DedupeKey, received[0].Text, received[0].SentAt));
        Assert.Equal(3, wechat.Pushes.Deliveries.Count);
        Assert.All(wechat.Pushes.Deliveries, delivery => Assert.True(delivery is { IsAcknowledged: true, Attempts.Count: 1 }));
    }

    [Fact]
    public async Task WeChat_sends_again_what_was_answered_wrongly_or_not_in_time_and_gives_up_after_three_repetitions()
    {
        await using var wechat = await WeChatPlatform.StartAsync(clock, Quick);
        var account = WeChatSamples.Account() with { Secrets = [wechat.Token], EncodingKeys = [wechat.EncodingKey], AppId = wechat.AppId };
        read = request => new WeChatAdapter().Read(request, account);
        TaskCompletionSource never = new();
        troubles.Enqueue(() => Task.FromResult(true));
        troubles.Enqueue(async () =>
        {
            await never.Task;
            return true;
        });

        var late = await wechat.SendTextAsync(Callback, "o-li", "第一条");
        never.SetResult();
        for (var count = 0; count < 4; count++)
        {
            troubles.Enqueue(() => Task.FromResult(true));
        }

        var lost = await wechat.SendTextAsync(Callback, "o-li", "第二条");

        Assert.True(late.IsAcknowledged);
        Assert.Equal([500, null, 200], late.Attempts.Select(attempt => attempt.Status));
        Assert.False(lost.IsAcknowledged);
        Assert.Equal(4, lost.Attempts.Count);
        Assert.Single(received);
    }

    [Fact]
    public async Task A_partner_sends_events_that_are_taken_and_repeats_one_under_the_same_key()
    {
        using WebhookPartner partner = new(clock, "/chat");
        var account = WebhookSamples.Account() with { Secrets = [partner.Secret] };
        read = request => new WebhookAdapter().Read(request, account);
        var message = partner.Event("com.careloop.message.v1", "u-7", ("text", "在吗"));

        await partner.SendAsync(Callback, message);
        var again = await partner.SendAsync(Callback, message);

        Assert.Equal(2, again.Attempts.Count);
        Assert.Equal(2, received.Count);
        Assert.Equal(received[0].DedupeKey, received[1].DedupeKey);
        Assert.Equal("在吗", received[0].Text);
    }

    [Fact]
    public async Task WeCom_DingTalk_and_Feishu_are_understood_and_repeat_under_the_same_key()
    {
        using WeComPlatform wecom = new(clock);
        using DingTalkPlatform dingtalk = new(clock);
        using FeishuPlatform feishu = new(clock);
        var account = WeChatSamples.Account();
        read = request => new WeComAdapter().Read(request, account with { Secrets = [wecom.Token], EncodingKeys = [wecom.EncodingKey], AppId = wecom.CorpId });
        Assert.True(await wecom.VerifyAsync(Callback));
        await wecom.SendTextAsync(Callback, "u1", "一 <&>");
        await wecom.SendTextAsync(Callback, "u1", "一 <&>", received[0].DedupeKey);

        read = request => new DingTalkAdapter().Read(request, account with { Secrets = [dingtalk.Secret], AppId = dingtalk.RobotCode });
        await dingtalk.SendTextAsync(Callback, "u2", "二");

        read = request => new FeishuAdapter().Read(request, account with { Secrets = [feishu.Token], EncodingKeys = [feishu.EncryptKey], AppId = feishu.AppId });
        Assert.True(await feishu.VerifyAsync(Callback));
        await feishu.SendTextAsync(Callback, "u3", "三");

        Assert.Equal(["u1 一 <&>", "u1 一 <&>", "u2 二", "u3 三"], received.Select(push => $"{push.User} {push.Text}"));
        Assert.Equal(received[0].DedupeKey, received[1].DedupeKey);
        Assert.All(received, push => Assert.InRange(push.SentAt, clock.Now, clock.Now));
        Assert.All(
            wecom.Pushes.Deliveries.Concat(dingtalk.Pushes.Deliveries).Concat(feishu.Pushes.Deliveries),
            delivery => Assert.True(delivery.IsAcknowledged));
    }

    private async Task ListenAsync(HttpContext http)
    {
        if (troubles.TryDequeue(out var trouble) && await trouble())
        {
            http.Response.StatusCode = 500;
            return;
        }

        var request = await PlatformRequest.ReadAsync(http.Request, clock.Now, http.RequestAborted);
        var (status, content) = read(request!) switch
        {
            Verdict.Answered answered => (answered.Answer.Status, answered.Answer.Content),
            Verdict.Received taken => (taken.Answer.Status, Take(taken)),
            Verdict.Refused refused => (refused.Reason.Status(), refused.Reason.ToString()),
            var other => throw new InvalidOperationException($"{other} is no verdict."),
        };
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(content);
    }

    private string Take(Verdict.Received taken)
    {
        received.AddRange(taken.Pushes);
        return taken.Answer.Content;
    }
}
