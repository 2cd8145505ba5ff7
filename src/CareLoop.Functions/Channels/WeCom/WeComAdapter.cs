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

        if (!SealedEnvelope.HasKeys(account))
        {
            yield return "EncodingKey must be the EncodingAESKey of the callback, 43 characters.";
        }
    }

    public Verdict Read(PlatformRequest request, ChannelAccount account) => request.Method switch
    {
        "GET" => Echo(request, account),
        "POST" => SealedEnvelope.Take(request, account, Nothing),
        _ => new Verdict.Refused(Refusal.MethodNotUsed),
    };

    private static Verdict Echo(PlatformRequest request, ChannelAccount account)
    {
        // A plus that nobody escaped reaches us as a space, which base64 does not have.
        if (request.Parameter("echostr")?.Replace(' ', '+') is not { } cipherText)
        {
            return new Verdict.Refused(Refusal.Malformed);
        }

        return SealedEnvelope.Open(request, account, cipherText, out var plain) is { } refusal ? new Verdict.Refused(refusal)
            : StrictUtf8.Decode(plain) is { } echo ? new Verdict.Answered(PlatformAnswer.Plain(echo))
            : new Verdict.Refused(Refusal.Malformed);
    }
}
