using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>Stands in for a partner's system: signs CloudEvents by Standard Webhooks and sends them again until they are taken.</summary>
public sealed class WebhookPartner(TimeProvider time, string source, PushPlan? plan = null) : IDisposable
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    /// <summary>What was sent, and what came of it.</summary>
    public PushSender Pushes { get; } = new(plan ?? PushPlan.StandardWebhooks, time);

    public string Secret => $"whsec_{Convert.ToBase64String(key)}";

    /// <summary>Settings that give an application an account with this partner.</summary>
    public Dictionary<string, string?> Settings(string account, string site, string channel, string mediaHosts = "") => new()
    {
        [$"Channels__webhook__{account}__Site"] = site,
        [$"Channels__webhook__{account}__Channel"] = channel,
        [$"Channels__webhook__{account}__Secret"] = Secret,
        [$"Channels__webhook__{account}__MediaHosts"] = mediaHosts,
    };

    /// <summary>A user writes.</summary>
    public Task<Delivery> SendTextAsync(Uri callback, string user, string text, CancellationToken cancellation = default) =>
        SendAsync(callback, Event("com.careloop.message.v1", user, ("text", text)), cancellation);

    /// <summary>An event with an id of its own, for sending now, later, or in another order.</summary>
    public JsonObject Event(string type, string user, params (string Name, JsonNode? Value)[] data)
    {
        JsonObject content = new() { ["user"] = new JsonObject { ["id"] = user } };
        foreach (var (name, value) in data)
        {
            content[name] = value;
        }

        return new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = Guid.NewGuid().ToString("N"),
            ["source"] = source,
            ["type"] = type,
            ["time"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
            ["data"] = content,
        };
    }

    /// <summary>Sends an event by the plan. Called again for the same event, it is one that is sent again although it was taken.</summary>
    public Task<Delivery> SendAsync(Uri callback, JsonObject message, CancellationToken cancellation = default)
    {
        var (id, body) = ((string)message["id"]!, Encoding.UTF8.GetBytes(message.ToJsonString()));
        return Pushes.SendAsync(
            new Delivery(id, (string)message["data"]!["user"]!["id"]!, (string)message["type"]!, (string?)message["data"]!["text"]), () => Signed(callback, id, body), cancellation);
    }

    public void Dispose() => Pushes.Dispose();

    private HttpRequestMessage Signed(Uri callback, string id, byte[] body)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] text = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        HttpRequestMessage request = new(HttpMethod.Post, callback) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/cloudevents+json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, text))}");
        return request;
    }
}
