using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.Feishu;

/// <summary>
/// Events of Feishu (飞书) applications, versions 1 and 2 of their format. An Encrypt Key is required: without it events carry only a token
/// that every event repeats, and no signature.
/// </summary>
public sealed class FeishuAdapter : IChannelAdapter
{
    /// <summary>Feishu sends again after 15 s, 5 minutes, an hour and 6 hours, and does not say that it signs anew; event ids tell repetitions apart.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromHours(7.25);

    private static readonly PlatformAnswer Taken = PlatformAnswer.Json("{}");

    public string Platform => "feishu";

    public IEnumerable<string> Check(ChannelAccount account)
    {
        if (account.EncodingKeys.IsEmpty)
        {
            yield return "EncodingKey is missing: the application's Encrypt Key.";
        }

        if (account.AppId is null)
        {
            yield return "AppId is missing: the application's App ID (cli_…).";
        }
    }

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

        if (WireJson.Parse(request.Body.Span) is not { } envelope)
        {
            return new Verdict.Refused(Refusal.Malformed);
        }

        if (envelope.TextAt("encrypt") is not { } cipherText)
        {
            return new Verdict.Refused(Refusal.NotEncrypted);
        }

        // The question for the address comes without a signature: its seal and its token speak for it, and it changes nothing.
        var signature = CheckSignature(request, account);
        if (signature is not (null or Refusal.SignatureMissing))
        {
            return new Verdict.Refused(signature.Value);
        }

        var opened = account.EncodingKeys.Select(key => FeishuCipher.Open(cipherText, key)).OfType<byte[]>().ToList();
        if (opened.Count == 0)
        {
            return new Verdict.Refused(Refusal.Undecipherable);
        }

        // One wrong key in 256 finds padding by chance, but no JSON.
        return opened.Select(plain => WireJson.Parse(plain)).FirstOrDefault(json => json is not null) is { } json
            ? Judge(json, signature, account)
            : new Verdict.Refused(Refusal.Malformed);
    }

    /// <summary>What an Encrypt Key signs a call to: SHA-256 in hex, not an HMAC.</summary>
    public static string Sign(string encryptKey, string timestamp, string nonce, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp + nonce + encryptKey));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Verdict Judge(JsonElement json, Refusal? signature, ChannelAccount account)
    {
        var token = json.TextAt("header", "token") ?? json.TextAt("token") ?? string.Empty;
        if (!Signatures.Fits(token, account.Secrets, secret => secret))
        {
            return new Verdict.Refused(Refusal.SignatureWrong);
        }

        if (json.TextAt("type") == "url_verification")
        {
            return json.TextAt("challenge") is { } challenge
                ? new Verdict.Answered(PlatformAnswer.Json(new JsonObject { ["challenge"] = challenge }.ToJsonString()))
                : new Verdict.Refused(Refusal.Malformed);
        }

        if (signature is { } missing)
        {
            return new Verdict.Refused(missing);
        }

        if ((json.TextAt("header", "app_id") ?? json.TextAt("event", "app_id")) is { } app && app != account.AppId)
        {
            return new Verdict.Refused(Refusal.OtherReceiver);
        }

        return FeishuEvent.Read(json) is { } pushes ? new Verdict.Received([.. pushes], Taken) : new Verdict.Refused(Refusal.Malformed);
    }

    private static Refusal? CheckSignature(PlatformRequest request, ChannelAccount account)
    {
        if (request.Header("X-Lark-Signature") is not { } signature || request.Header("X-Lark-Request-Nonce") is not { } nonce
            || request.Header("X-Lark-Request-Timestamp") is not { } timestamp || Freshness.FromSeconds(timestamp) is not { } signedAt)
        {
            return Refusal.SignatureMissing;
        }

        return Signatures.Fits(signature, account.EncodingKeys, key => Sign(key, timestamp, nonce, request.Body.Span))
            ? Freshness.Judge(signedAt, request.ReceivedAt, Window)
            : Refusal.SignatureWrong;
    }
}
