using CareLoop.Functions.Channels.WeChat;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.WeCom;

/// <summary>Callbacks of WeCom (企业微信) applications. WeChat's envelope, but always sealed, for a corporation, and the question for the address too.</summary>
public sealed class WeComAdapter : IChannelAdapter
{
    /// <summary>An answer with words in it would be a reply to the user.</summary>
    private static readonly PlatformAnswer Nothing = PlatformAnswer.Plain(string.Empty);

    public string Platform => "wecom";

    public IEnumerable<string> Check(ChannelAccount account)
    {
        if (account.AppId is null)
        {
            yield return "AppId is missing: the CorpID.";
        }

        if (account.EncodingKeys.IsEmpty || account.EncodingKeys.Any(key => TencentCipher.For(key) is null))
        {
            yield return "EncodingKey must be the EncodingAESKey of the callback, 43 characters.";
        }
    }

    public Verdict Read(PlatformRequest request, ChannelAccount account) => request.Method switch
    {
        "GET" => Echo(request, account),
        "POST" => Take(request, account),
        _ => new Verdict.Refused(Refusal.MethodNotUsed),
    };

    private static Verdict Echo(PlatformRequest request, ChannelAccount account)
    {
        // A plus that nobody escaped reaches us as a space, which base64 does not have.
        if (request.Parameter("echostr")?.Replace(' ', '+') is not { } cipherText)
        {
            return new Verdict.Refused(Refusal.Malformed);
        }

        return Open(request, account, cipherText, out var plain) is { } refusal ? new Verdict.Refused(refusal)
            : StrictUtf8.Decode(plain) is { } echo ? new Verdict.Answered(PlatformAnswer.Plain(echo))
            : new Verdict.Refused(Refusal.Malformed);
    }

    private static Verdict Take(PlatformRequest request, ChannelAccount account)
    {
        if (request.Body.Length > PlatformRequest.MaxBodyBytes)
        {
            return new Verdict.Refused(Refusal.TooLarge);
        }

        if (FlatMessage.Read(request.Body.Span) is not { } envelope)
        {
            return new Verdict.Refused(Refusal.Malformed);
        }

        if (envelope["Encrypt"] is not { } cipherText)
        {
            return new Verdict.Refused(Refusal.NotEncrypted);
        }

        return Open(request, account, cipherText, out var plain) is { } refusal ? new Verdict.Refused(refusal)
            : FlatMessage.Read(plain) is { } message && WeChatMessage.Read(message) is { } push ? new Verdict.Received([push], Nothing)
            : new Verdict.Refused(Refusal.Malformed);
    }

    private static Refusal? Open(PlatformRequest request, ChannelAccount account, string cipherText, out byte[] plain)
    {
        plain = [];
        return TencentSignature.Check(request, account, "msg_signature", cipherText)
            ?? TencentCipher.Open(cipherText, account.EncodingKeys, account.AppId!, out plain);
    }
}
