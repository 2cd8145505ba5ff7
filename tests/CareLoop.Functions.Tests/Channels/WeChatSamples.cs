using System.Text;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Tests.Channels;

/// <summary>Calls as WeChat makes them: its published examples, and others sealed and signed with the same token and key.</summary>
internal static class WeChatSamples
{
    public const string Token = "AAAAA";
    public const string AppId = "wxba5fad812f8e6fb9";
    public const string Timestamp = "1714112445";
    public const string PublishedSeal =
        "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7Gg"
        + "iaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=";

    public static readonly string Key = new('A', 43);
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1714112446);

    public static ChannelAccount Account() => new()
    {
        Platform = "wechat",
        Id = "mall1",
        Channel = "WeChat",
        Site = "mall-sh-01",
        Organisation = "demo",
        Secrets = [Token],
        EncodingKeys = [Key],
        AppId = AppId,
    };

    /// <summary>The published verification of an address.</summary>
    public static PlatformRequest Echo() => RequestBuilder
        .Get(("signature", "f464b24fc39322e44b38aa78f5edd27bd1441696"), ("timestamp", "1714036504"), ("nonce", "1514711492"), ("echostr", "4375120948345356249"))
        .At(DateTimeOffset.FromUnixTimeSeconds(1714036504))
        .Build();

    /// <summary>The published push.</summary>
    public static RequestBuilder PublishedPush() => RequestBuilder
        .Post(
            $$"""{"ToUserName":"gh_97417a04a28d","Encrypt":"{{PublishedSeal}}"}""",
            ("signature", "6c5c811b55cc85e0e1b54100749188c20beb3f5d"),
            ("timestamp", Timestamp),
            ("nonce", "415670741"),
            ("openid", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY"),
            ("encrypt_type", "aes"),
            ("msg_signature", "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"))
        .At(Now);

    public static RequestBuilder Json(string message) => Sealed(Envelope(message));

    public static RequestBuilder Xml(string message) =>
        Sealed($"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[{SealOf(message)}]]></Encrypt></xml>");

    public static string Envelope(string message) => $$"""{"ToUserName":"gh_1","Encrypt":"{{SealOf(message)}}"}""";

    public static string SealOf(string message, string appId = AppId) => SealOf(Encoding.UTF8.GetBytes(message), appId);

    public static string SealOf(byte[] message, string appId = AppId) => TencentCipher.For(Key)!.Seal(message, appId, new byte[16]);

    /// <summary>Signs an envelope as secure mode does.</summary>
    public static RequestBuilder Sealed(string envelope, string nonce = "1", string timestamp = Timestamp, string token = Token)
    {
        var cipherText = FlatMessage.Read(Encoding.UTF8.GetBytes(envelope))?["Encrypt"] ?? string.Empty;
        return RequestBuilder
            .Post(
                envelope,
                ("signature", TencentSignature.Of(token, timestamp, nonce)),
                ("timestamp", timestamp),
                ("nonce", nonce),
                ("encrypt_type", "aes"),
                ("msg_signature", TencentSignature.Of(token, timestamp, nonce, cipherText)))
            .At(Now);
    }
}
