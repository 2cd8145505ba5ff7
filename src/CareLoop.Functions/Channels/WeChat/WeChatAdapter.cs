using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.WeChat;

/// <summary>
/// Official accounts (公众号) and mini-programs (小程序). Only secure mode (安全模式) is taken: the signature of the plain mode does not cover
/// the body, so anybody who saw one call could send another in its name.
/// </summary>
public sealed class WeChatAdapter : IChannelAdapter
{
    /// <summary>What WeChat takes for an acknowledgement; anything else is told to the user as a fault of ours.</summary>
    private static readonly PlatformAnswer Success = PlatformAnswer.Plain("success");

    public string Platform => "wechat";

    public IEnumerable<string> Check(ChannelAccount account)
    {
        if (account.AppId is null)
        {
            yield return "AppId is missing: the app id of the official account or mini-program.";
        }

        if (!SealedEnvelope.HasKeys(account))
        {
            yield return "EncodingKey must be the EncodingAESKey of secure mode, 43 characters.";
        }
    }

    public Verdict Read(PlatformRequest request, ChannelAccount account) => request.Method switch
    {
        "GET" => Echo(request, account),
        "POST" => SealedEnvelope.Take(request, account, Success),
        _ => new Verdict.Refused(Refusal.MethodNotUsed),
    };

    /// <summary>The platform asks whether this address is ours.</summary>
    private static Verdict Echo(PlatformRequest request, ChannelAccount account) =>
        TencentSignature.Check(request, account, "signature", sealedText: null) is { } refusal ? new Verdict.Refused(refusal)
        : request.Parameter("echostr") is { } echo ? new Verdict.Answered(PlatformAnswer.Plain(echo))
        : new Verdict.Refused(Refusal.Malformed);
}
