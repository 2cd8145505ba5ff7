using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>Stands in for WeCom: seals XML for a corporation, asks for the address, sends again whatever is not answered with 200.</summary>
public sealed class WeComPlatform(TimeProvider time, PushPlan? plan = null) : IDisposable
{
    private long nextMessage = Random.Shared.NextInt64(1L << 60);

    public string CorpId { get; } = $"ww{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    public string EncodingKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))[..^1];

    /// <summary>What was pushed, and what came of it.</summary>
    public PushSender Pushes { get; } = new(plan ?? PushPlan.WeCom, time);

    public Dictionary<string, string?> Settings(string account, string site, string channel) => new()
    {
        [$"Channels__wecom__{account}__Site"] = site,
        [$"Channels__wecom__{account}__Channel"] = channel,
        [$"Channels__wecom__{account}__Secret"] = Token,
        [$"Channels__wecom__{account}__EncodingKey"] = EncodingKey,
        [$"Channels__wecom__{account}__AppId"] = CorpId,
    };

    /// <summary>Asks whether an address is ours: the answer must be the plain text and nothing else.</summary>
    public async Task<bool> VerifyAsync(Uri callback)
    {
        var echo = Random.Shared.NextInt64(1L << 60).ToString(CultureInfo.InvariantCulture);
        var cipherText = Seal(echo);
        var address = new Uri($"{callback}{Query(cipherText)}&echostr={Uri.EscapeDataString(cipherText)}");
        return await Pushes.AskAsync(new HttpRequestMessage(HttpMethod.Get, address)) == (200, echo);
    }

    /// <summary>A user writes.</summary>
    /// <param name="messageId">The id of an earlier message, to send it again.</param>
    public Task<Delivery> SendTextAsync(Uri callback, string user, string text, string? messageId = null, CancellationToken cancellation = default)
    {
        var id = messageId ?? Interlocked.Increment(ref nextMessage).ToString(CultureInfo.InvariantCulture);
        var message = $"<xml><ToUserName>{CorpId}</ToUserName><FromUserName>{user}</FromUserName><CreateTime>{time.GetUtcNow().ToUnixTimeSeconds()}</CreateTime>"
            + $"<MsgType>text</MsgType><Content>{SecurityElement.Escape(text)}</Content><MsgId>{id}</MsgId><AgentID>1000002</AgentID></xml>";
        return Pushes.SendAsync(new Delivery(id, user, "text", text), () => Sealed(callback, message), cancellation);
    }

    public void Dispose() => Pushes.Dispose();

    private HttpRequestMessage Sealed(Uri callback, string message)
    {
        var cipherText = Seal(message);
        return new HttpRequestMessage(HttpMethod.Post, new Uri(callback + Query(cipherText)))
        {
            Content = new StringContent(
                $"<xml><ToUserName><![CDATA[{CorpId}]]></ToUserName><Encrypt><![CDATA[{cipherText}]]></Encrypt><AgentID><![CDATA[1000002]]></AgentID></xml>",
                Encoding.UTF8,
                "text/xml"),
        };
    }

    private string Query(string cipherText)
    {
        var (timestamp, nonce) = (time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Random.Shared.Next().ToString(CultureInfo.InvariantCulture));
        return $"?msg_signature={TencentSignature.Of(Token, timestamp, nonce, cipherText)}&timestamp={timestamp}&nonce={nonce}";
    }

    private string Seal(string message) => TencentCipher.For(EncodingKey)!.Seal(Encoding.UTF8.GetBytes(message), CorpId, RandomNumberGenerator.GetBytes(16));
}
