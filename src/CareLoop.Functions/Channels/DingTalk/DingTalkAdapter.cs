using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.DingTalk;

/// <summary>
/// What a DingTalk (钉钉) robot is told, in a group or alone. The signature covers the time but not the body; a platform that signs no more
/// cannot be held to more, so docs/channels.md says what such an account should be used for.
/// </summary>
public sealed class DingTalkAdapter : IChannelAdapter
{
    /// <summary>The platform's own limit.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>An answer with words in it would be said in the group.</summary>
    private static readonly PlatformAnswer Nothing = PlatformAnswer.Json("{}");

    public string Platform => "dingtalk";

    public IEnumerable<string> Check(ChannelAccount account) =>
        account.AppId is null ? ["AppId is missing: the robot's code (robotCode)."] : [];

    public Verdict Read(PlatformRequest request, ChannelAccount account)
    {
        if (request.Method != "POST")
        {
            return new Verdict.Refused(Refusal.MethodNotUsed);
        }

        if (request.Body.Length > PlatformRequest.MaxBodyBytes)
        {
            return new Verdict.Refused(Refusal.TooLarge);
        }

        if (CheckSignature(request, account) is { } refusal)
        {
            return new Verdict.Refused(refusal);
        }

        if (WireJson.Parse(request.Body.Span) is not { } message)
        {
            return new Verdict.Refused(Refusal.Malformed);
        }

        if (message.TextAt("robotCode") is { } robot && robot != account.AppId)
        {
            return new Verdict.Refused(Refusal.OtherReceiver);
        }

        return DingTalkMessage.Read(message) is { } pushes ? new Verdict.Received([.. pushes], Nothing) : new Verdict.Refused(Refusal.Malformed);
    }

    /// <summary>What a secret signs a time to: HMAC-SHA256 of time and secret, keyed with the secret, in base64.</summary>
    public static string Sign(string secret, string timestamp) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}\n{secret}")));

    private static Refusal? CheckSignature(PlatformRequest request, ChannelAccount account)
    {
        if (request.Header("sign") is not { } sign
            || request.Header("timestamp") is not { } timestamp || Freshness.FromMilliseconds(timestamp) is not { } signedAt)
        {
            return Refusal.SignatureMissing;
        }

        return Signatures.Fits(sign, account.Secrets, secret => Sign(secret, timestamp))
            ? Freshness.Judge(signedAt, request.ReceivedAt, Window)
            : Refusal.SignatureWrong;
    }
}
