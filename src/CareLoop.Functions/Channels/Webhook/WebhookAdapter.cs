using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.Webhook;

/// <summary>
/// For whatever can sign a webhook: web chat, telephone systems, bridges to Wangwang and QQ, partners' systems. Standard Webhooks 1.0.0 around
/// CloudEvents 1.0 in JSON; docs/channels.md describes the events.
/// </summary>
public sealed class WebhookAdapter : IChannelAdapter
{
    private static readonly PlatformAnswer Accepted = PlatformAnswer.Json("""{"accepted":true}""");
    private static readonly string[] ContentTypes = ["application/cloudevents+json", "application/json"];

    public string Platform => "webhook";

    public IEnumerable<string> Check(ChannelAccount account) =>
        account.Secrets.Any(secret => StandardWebhook.KeyOf(secret) is null) ? ["Secret must be whsec_ and base64 of 24 to 64 bytes."] : [];

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

        if (StandardWebhook.Check(request, account) is { } refusal)
        {
            return new Verdict.Refused(refusal);
        }

        if (!ContentTypes.Contains(request.Header("Content-Type")?.Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase))
        {
            return new Verdict.Refused(Refusal.Malformed, $"Content-Type must be {string.Join(" or ", ContentTypes)}.");
        }

        return WireJson.Parse(request.Body.Span) is { } json
            ? new WebhookEvent(json, account, request.ReceivedAt).Read(Accepted)
            : new Verdict.Refused(Refusal.Malformed, "The body must be one JSON object in UTF-8, at most 16 levels deep, without repeated names.");
    }
}
