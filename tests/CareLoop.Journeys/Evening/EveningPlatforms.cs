using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;
using CareLoop.Functions.Tests.Support.Platforms;

namespace CareLoop.Journeys.Evening;

/// <summary>A message that a platform has and will deliver, as often as it likes.</summary>
/// <param name="Send">Delivers it once more, until it is acknowledged.</param>
internal sealed record Prepared(Func<Task<Delivery>> Send);

/// <summary>One channel of the evening: an account with a stand-in platform that keeps books.</summary>
/// <param name="Words">Prepares a text of a user, written now.</param>
/// <param name="Photo">Prepares a photo of a user, by its name.</param>
internal sealed record EveningChannel(string Account, PushSender Books, Func<string, string, Prepared> Words, Func<string, string, Prepared> Photo);

/// <summary>Two WeChat accounts and three partners with signed webhooks, all of them on sockets.</summary>
internal sealed class EveningPlatforms : IAsyncDisposable
{
    /// <summary>They do not give up while the host is down.</summary>
    private static readonly IReadOnlyList<TimeSpan> Pauses = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(100), 1200)];

    private readonly List<WeChatPlatform> wechats = [];
    private readonly List<WebhookPartner> partners = [];
    private PhotoServer photos = null!;

    public List<EveningChannel> Channels { get; } = [];

    public Dictionary<string, string?> Settings { get; } = [];

    public static async Task<EveningPlatforms> StartAsync(EveningClock clock, Uri host, string certificateFile)
    {
        EveningPlatforms platforms = new() { photos = await PhotoServer.StartAsync(certificateFile) };
        platforms.Settings["Media__RootCertificates"] = certificateFile;
        foreach (var (account, channel) in new[] { ("official", "WeChat"), ("mini", "MiniProgram") })
        {
            await platforms.AddWeChatAsync(clock, host, account, channel);
        }

        foreach (var (account, channel) in new[] { ("webchat", "Web"), ("qq", "QQ"), ("partner", "WeChat") })
        {
            platforms.AddPartner(clock, host, account, channel);
        }

        return platforms;
    }

    /// <summary>Every message the platforms have in their books.</summary>
    public IEnumerable<Delivery> Deliveries => Channels.SelectMany(channel => channel.Books.Deliveries);

    public async ValueTask DisposeAsync()
    {
        foreach (var wechat in wechats)
        {
            await wechat.DisposeAsync();
        }

        partners.ForEach(partner => partner.Dispose());
        await photos.DisposeAsync();
    }

    private async Task AddWeChatAsync(EveningClock clock, Uri host, string account, string channel)
    {
        var wechat = await WeChatPlatform.StartAsync(clock, PushPlan.WeChat with { Patience = TimeSpan.FromMinutes(1), Pauses = Pauses });
        wechats.Add(wechat);
        Take(wechat.Settings(account, "mall-sh-01", channel));
        Uri callback = new(host, $"api/channels/wechat/{account}");
        Channels.Add(new EveningChannel(
            account,
            wechat.Pushes,
            (user, text) => Prepare(wechat.Message(user, "text", ("Content", text))),
            (user, photo) => Prepare(wechat.Message(user, "image", ("PicUrl", $"{wechat.Api.Address}pic"), ("MediaId", wechat.Api.AddMedia(SamplePhotos.Jpeg(photo), "image/jpeg"))))));

        Prepared Prepare(JsonObject message) => new(() => wechat.SendAsync(callback, message));
    }

    private void AddPartner(EveningClock clock, Uri host, string account, string channel)
    {
        WebhookPartner partner = new(clock, $"/{account}", PushPlan.StandardWebhooks with { Patience = TimeSpan.FromMinutes(1), Pauses = Pauses });
        partners.Add(partner);
        Take(partner.Settings(account, "mall-sh-01", channel, "127.0.0.1"));
        Uri callback = new(host, $"api/channels/webhook/{account}");
        Channels.Add(new EveningChannel(
            account,
            partner.Pushes,
            (user, text) => Prepare(partner.Event("com.careloop.message.v1", user, ("text", text))),
            (user, photo) => Prepare(partner.Event(
                "com.careloop.message.v1", user, ("photos", new JsonArray(new JsonObject { ["url"] = photos.Offer($"{photo}.jpg", SamplePhotos.Jpeg(photo)) }))))));

        Prepared Prepare(JsonObject message) => new(() => partner.SendAsync(callback, message));
    }

    private void Take(Dictionary<string, string?> settings)
    {
        foreach (var (name, value) in settings)
        {
            Settings[name] = value;
        }
    }
}
