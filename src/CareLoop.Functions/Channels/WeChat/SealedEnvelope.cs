using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.WeChat;

/// <summary>
/// The envelope WeChat and WeCom push messages in: one field with the sealed message, signed together with the query. Whatever else an
/// envelope holds (the message in the clear, in compatible mode 兼容模式) is not signed, and not read.
/// </summary>
internal static class SealedEnvelope
{
    /// <param name="acknowledgement">What the platform takes for an answer.</param>
    public static Verdict Take(PlatformRequest request, ChannelAccount account, PlatformAnswer acknowledgement)
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
            : FlatMessage.Read(plain) is { } message && WeChatMessage.Read(message) is { } push ? new Verdict.Received([push], acknowledgement)
            : new Verdict.Refused(Refusal.Malformed);
    }

    /// <summary>Checks the signature of a sealed text, then opens it.</summary>
    /// <returns>Why it is refused; null when it is open.</returns>
    public static Refusal? Open(PlatformRequest request, ChannelAccount account, string cipherText, out byte[] plain)
    {
        plain = [];
        return TencentSignature.Check(request, account, "msg_signature", cipherText)
            ?? TencentCipher.Open(cipherText, account.EncodingKeys, account.AppId!, out plain);
    }

    /// <summary>Whether an account can open envelopes.</summary>
    public static bool HasKeys(ChannelAccount account) =>
        !account.EncodingKeys.IsEmpty && account.EncodingKeys.All(key => TencentCipher.For(key) is not null);
}
