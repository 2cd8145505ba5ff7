using System.Security.Cryptography;
using System.Text;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.Webhook;

/// <summary>Signatures by Standard Webhooks 1.0.0: <c>v1</c> is HMAC-SHA256 over id, time and body.</summary>
public static class StandardWebhook
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    // A sender with two live secrets sends two signatures; a list longer than this only costs time.
    private const int MostSignatures = 10;

    /// <summary>The bytes of a secret; null when it is not <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
    public static byte[]? KeyOf(string secret)
    {
        var bytes = new byte[secret.Length];
        return secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[SecretPrefix.Length..], bytes, out var length) && length is >= ShortestKey and <= LongestKey
                ? bytes[..length]
                : null;
    }

    /// <summary>What a secret signs to, with its version in front.</summary>
    public static string Sign(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, KeyOf(secret) ?? throw new ArgumentException("Not a webhook secret.", nameof(secret)));
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return Version + Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <returns>Why a call is refused; null when it is authentic.</returns>
    public static Refusal? Check(PlatformRequest request, ChannelAccount account)
    {
        if (request.Header("webhook-id") is not { } id || request.Header("webhook-signature") is not { } signatures
            || request.Header("webhook-timestamp") is not { } timestamp || Freshness.FromSeconds(timestamp) is not { } signedAt)
        {
            return Refusal.SignatureMissing;
        }

        var fits = signatures.Split(' ', MostSignatures + 1, StringSplitOptions.RemoveEmptyEntries)
            .Take(MostSignatures)
            .Where(signature => signature.StartsWith(Version, StringComparison.Ordinal))
            .Any(signature => Signatures.Fits(signature, account.Secrets, secret => Sign(secret, id, timestamp, request.Body.Span)));
        return fits ? Freshness.Judge(signedAt, request.ReceivedAt, Freshness.Usual) : Refusal.SignatureWrong;
    }
}
