using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>
/// Stands in for WeChat on real sockets, as its documents describe it: pushes in secure mode and sends them again, gives and ends access
/// tokens, keeps media for three days and sign-in codes for one use in five minutes. It keeps books of its own about all of it.
/// </summary>
public sealed class WeChatPlatform : IAsyncDisposable
{
    private readonly TimeProvider time;
    private readonly WeChatApiSide api;
    private long nextMessage = Random.Shared.NextInt64(1L << 60);

    private WeChatPlatform(TimeProvider time, PushPlan plan, WeChatApiSide api)
    {
        this.time = time;
        this.api = api;
        Pushes = new PushSender(plan, time);
    }

    public string AppId => api.AppId;

    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    public string EncodingKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))[..^1];

    /// <summary>What was pushed, and what came of it.</summary>
    public PushSender Pushes { get; }

    /// <summary>What our side may ask WeChat.</summary>
    public WeChatApiSide Api => api;

    /// <param name="time">WeChat's clock; the application's own, where that is virtual.</param>
    /// <param name="plan">A faster plan than WeChat's, for tests in which nobody answers.</param>
    public static async Task<WeChatPlatform> StartAsync(TimeProvider time, PushPlan? plan = null) =>
        new(time, plan ?? PushPlan.WeChat, await WeChatApiSide.StartAsync(time));

    /// <summary>Settings that give an application an account with this WeChat.</summary>
    public Dictionary<string, string?> Settings(string account, string site, string channel = "WeChat") => new()
    {
        [$"Channels__wechat__{account}__Site"] = site,
        [$"Channels__wechat__{account}__Channel"] = channel,
        [$"Channels__wechat__{account}__Secret"] = Token,
        [$"Channels__wechat__{account}__EncodingKey"] = EncodingKey,
        [$"Channels__wechat__{account}__AppId"] = AppId,
        [$"Channels__wechat__{account}__AppSecret"] = api.AppSecret,
        [$"Channels__wechat__{account}__ApiBase"] = api.Address.ToString(),
    };

    /// <summary>Asks whether an address is ours, as saving it in the console does.</summary>
    public async Task<bool> VerifyAsync(Uri callback)
    {
        var (timestamp, nonce, echo) = (Timestamp(), Nonce(), Nonce());
        var query = $"?signature={TencentSignature.Of(Token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&echostr={echo}";
        return await Pushes.AskAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(callback + query))) == (200, echo);
    }

    /// <summary>A user writes.</summary>
    public Task<Delivery> SendTextAsync(Uri callback, string user, string text, CancellationToken cancellation = default) =>
        SendAsync(callback, Message(user, "text", ("Content", text)), cancellation);

    /// <summary>A user sends a photo; it can be fetched by its id for three days.</summary>
    public Task<Delivery> SendImageAsync(Uri callback, string user, byte[] photo, string contentType = "image/jpeg", CancellationToken cancellation = default)
    {
        var media = api.AddMedia(photo, contentType);
        return SendAsync(callback, Message(user, "image", ("PicUrl", $"{api.Address}pic/{media}"), ("MediaId", media)), cancellation);
    }

    /// <summary>A user opens the chat.</summary>
    public Task<Delivery> EnterSessionAsync(Uri callback, string user, string sessionFrom, CancellationToken cancellation = default)
    {
        var message = Message(user, "event", ("Event", "user_enter_tempsession"), ("SessionFrom", sessionFrom));
        message.Remove("MsgId");
        return SendAsync(callback, message, cancellation);
    }

    /// <summary>A message as WeChat writes it, with an id of its own, for sending now, later, or in another order.</summary>
    public JsonObject Message(string user, string type, params (string Name, string Value)[] fields)
    {
        JsonObject message = new()
        {
            ["ToUserName"] = "gh_careloop",
            ["FromUserName"] = user,
            ["CreateTime"] = time.GetUtcNow().ToUnixTimeSeconds(),
            ["MsgType"] = type,
            ["MsgId"] = Interlocked.Increment(ref nextMessage),
        };
        foreach (var (name, value) in fields)
        {
            message[name] = value;
        }

        return message;
    }

    /// <summary>Pushes a message by the plan. Called again for the same message, it is one that WeChat sends again although it was acknowledged.</summary>
    public Task<Delivery> SendAsync(Uri callback, JsonObject message, CancellationToken cancellation = default)
    {
        var (user, type) = ((string)message["FromUserName"]!, (string)message["MsgType"]!);
        var key = message["MsgId"]?.ToJsonString() ?? $"{user}+{message["CreateTime"]}+{message["Event"]}";
        var body = message.ToJsonString();
        api.Mailbox.Wrote(user);
        return Pushes.SendAsync(
            new Delivery(key, user, (string?)message["Event"] ?? type, (string?)message["Content"] ?? (string?)message["MediaId"]), () => Sealed(callback, body), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        Pushes.Dispose();
        await api.DisposeAsync();
    }

    private HttpRequestMessage Sealed(Uri callback, string message)
    {
        var (timestamp, nonce) = (Timestamp(), Nonce());
        var cipherText = TencentCipher.For(EncodingKey)!.Seal(Encoding.UTF8.GetBytes(message), AppId, RandomNumberGenerator.GetBytes(16));
        var query = $"?signature={TencentSignature.Of(Token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&encrypt_type=aes"
            + $"&msg_signature={TencentSignature.Of(Token, timestamp, nonce, cipherText)}";
        return new HttpRequestMessage(HttpMethod.Post, new Uri(callback + query))
        {
            Content = new StringContent(new JsonObject { ["ToUserName"] = "gh_careloop", ["Encrypt"] = cipherText }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
    }

    private string Timestamp() => time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Nonce() => Random.Shared.Next(100_000_000, 1_000_000_000).ToString(CultureInfo.InvariantCulture);
}
