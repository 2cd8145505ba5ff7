using CareLoop.Functions.Tests.Support.Platforms;

namespace CareLoop.Journeys.Week;

/// <summary>A message in somebody's own books.</summary>
/// <param name="Book">Whose.</param>
/// <param name="To">Who got it.</param>
/// <param name="Text">What they read.</param>
internal sealed record Got(string Book, string To, string Text);

/// <summary>Everybody outside: WeChat, a provider of text messages, a mail server, a partner. Each keeps books that our ledger is compared with.</summary>
internal sealed class WeekOutside : IAsyncDisposable
{
    private WeekOutside(WeChatPlatform wechat, SmsProvider sms, MailServer mail, WebhookReceiver partner) =>
        (WeChat, Sms, Mail, Partner) = (wechat, sms, mail, partner);

    public WeChatPlatform WeChat { get; }

    public SmsProvider Sms { get; }

    public MailServer Mail { get; }

    public WebhookReceiver Partner { get; }

    public Dictionary<string, string?> Settings => new(
    [
        .. WeChat.Settings("mall1", "mall-sh-01"), .. Sms.Settings, .. Mail.Settings,
        new("Webhooks__AllowedNetworks", "127.0.0.0/8"),
    ]);

    public static async Task<WeekOutside> StartAsync(TimeProvider clock) => new(
        await WeChatPlatform.StartAsync(clock), await SmsProvider.StartAsync(clock), await MailServer.StartAsync(), await WebhookReceiver.StartAsync(clock));

    /// <summary>What customers got, by each book in its order.</summary>
    public IEnumerable<Got> Books =>
    [
        .. WeChat.Api.Mailbox.Delivered.Select(message => new Got("WeChatService", message.OpenId, message.Text)),
        .. Sms.Taken.Select(message => new Got("Sms", message.To, message.Text)),
        .. Mail.Taken.Select(message => new Got("Email", message.To, message.Body.Trim())),
    ];

    public async ValueTask DisposeAsync()
    {
        await WeChat.DisposeAsync();
        await Sms.DisposeAsync();
        await Mail.DisposeAsync();
        await Partner.DisposeAsync();
    }
}
