using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CareLoop.Functions.Channels.Webhook;

namespace CareLoop.Functions.Tests.Conversations;

/// <summary>A partner's system that signs what its users write and sends it.</summary>
public sealed class WebhookSender(HttpClient http, Func<DateTimeOffset> now, string account = "shop", string secret = WebhookSender.Secret)
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G";

    private static readonly JsonSerializerOptions Compact = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public Task<HttpStatusCode> SayAsync(string user, string id, string? text, string[]? photos = null, DateTimeOffset? sentAt = null, string? order = null) =>
        SendAsync(id, JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id,
            source = "/web-chat",
            type = "com.careloop.message.v1",
            time = (sentAt ?? now()).ToString("yyyy-MM-dd'T'HH:mm:ss.fffK"),
            data = new { user = new { id = user }, text, order, photos = photos?.Select(url => new { url }) },
        }, Compact));

    public async Task<HttpStatusCode> SendAsync(string id, string body, string? signature = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var timestamp = now().ToUnixTimeSeconds().ToString();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/channels/webhook/{account}") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", signature ?? StandardWebhook.Sign(secret, id, timestamp, bytes));
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
