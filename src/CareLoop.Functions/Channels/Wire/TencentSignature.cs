using System.Security.Cryptography;
using System.Text;

namespace CareLoop.Functions.Channels.Wire;

/// <summary>How WeChat and WeCom sign: the parts sorted by their bytes, put together, SHA-1 in lower-case hex.</summary>
public static class TencentSignature
{
    public static string Of(params string[] parts)
    {
        var sorted = parts.Order(StringComparer.Ordinal);
#pragma warning disable CA5350 // SHA-1 is what the platforms sign with; the message itself is sealed besides.
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(sorted))));
#pragma warning restore CA5350
    }

    /// <summary>Whether the call was signed with one of the account's tokens, recently.</summary>
    /// <param name="parameter">Name of the query parameter that carries the signature.</param>
    /// <param name="sealedText">What else is signed; null for nothing.</param>
    /// <returns>Why it is refused; null when it is authentic.</returns>
    public static Refusal? Check(PlatformRequest request, ChannelAccount account, string parameter, string? sealedText)
    {
        if (request.Parameter(parameter) is not { } signature || request.Parameter("nonce") is not { } nonce
            || request.Parameter("timestamp") is not { } timestamp || Freshness.FromSeconds(timestamp) is not { } signedAt)
        {
            return Refusal.SignatureMissing;
        }

        // Whoever cannot sign learns nothing about our clock.
        return Signatures.Fits(signature, account.Secrets, secret => sealedText is null ? Of(secret, timestamp, nonce) : Of(secret, timestamp, nonce, sealedText))
            ? Freshness.Judge(signedAt, request.ReceivedAt, Freshness.Usual)
            : Refusal.SignatureWrong;
    }
}
