using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CareLoop.Functions.Channels.Feishu;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>Stands in for Feishu: seals and signs events of version 2, asks for the address, sends again for hours.</summary>
public sealed class FeishuPlatform(TimeProvider time, PushPlan? plan = null) : IDisposable
{
    public string AppId { get; } = $"cli_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public string EncryptKey { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>What was pushed, and what came of it.</summary>
    public PushSender Pushes { get; } = new(plan ?? PushPlan.Feishu, time);

    public Dictionary<string, string?> Settings(string account, string site, string channel) => new()
    {
        [$"Channels__feishu__{account}__Site"] = site,
        [$"Channels__feishu__{account}__Channel"] = channel,
        [$"Channels__feishu__{account}__Secret"] = Token,
        [$"Channels__feishu__{account}__EncodingKey"] = EncryptKey,
        [$"Channels__feishu__{account}__AppId"] = AppId,
    };

    /// <summary>Asks whether an address is ours.</summary>
    public async Task<bool> VerifyAsync(Uri callback)
    {
        var challenge = Guid.NewGuid().ToString();
        var body = Seal(new JsonObject { ["challenge"] = challenge, ["token"] = Token, ["type"] = "url_verification" });
        var (status, answer) = await Pushes.AskAsync(new HttpRequestMessage(HttpMethod.Post, callback) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        return status == 200 && (string?)JsonNode.Parse(answer)!["challenge"] == challenge;
    }

    /// <summary>A user writes.</summary>
    /// <param name="eventId">The id of an earlier event, to send it again.</param>
    public Task<Delivery> SendTextAsync(Uri callback, string user, string text, string? eventId = null, CancellationToken cancellation = default)
    {
        var id = eventId ?? Guid.NewGuid().ToString("N");
        var milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var message = new JsonObject
        {
            ["schema"] = "2.0",
            ["header"] = new JsonObject
            {
                ["event_id"] = id,
                ["event_type"] = "im.message.receive_v1",
                ["create_time"] = milliseconds,
                ["token"] = Token,
                ["app_id"] = AppId,
                ["tenant_key"] = "tenant",
            },
            ["event"] = new JsonObject
            {
                ["sender"] = new JsonObject { ["sender_id"] = new JsonObject { ["open_id"] = user }, ["sender_type"] = "user" },
                ["message"] = new JsonObject
                {
                    ["message_id"] = $"om_{id}",
                    ["create_time"] = milliseconds,
                    ["chat_id"] = $"oc_{user}",
                    ["chat_type"] = "p2p",
                    ["message_type"] = "text",
                    ["content"] = new JsonObject { ["text"] = text }.ToJsonString(),
                },
            },
        };
        return Pushes.SendAsync(new Delivery(id, user, "text", text), () => Signed(callback, Seal(message)), cancellation);
    }

    public void Dispose() => Pushes.Dispose();

    private HttpRequestMessage Signed(Uri callback, string body)
    {
        var (timestamp, nonce) = (time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString("N"));
        HttpRequestMessage request = new(HttpMethod.Post, callback) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Lark-Request-Timestamp", timestamp);
        request.Headers.Add("X-Lark-Request-Nonce", nonce);
        request.Headers.Add("X-Lark-Signature", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(timestamp + nonce + EncryptKey + body))));
        return request;
    }

    private string Seal(JsonObject message) =>
        new JsonObject { ["encrypt"] = FeishuCipher.Seal(Encoding.UTF8.GetBytes(message.ToJsonString()), EncryptKey, RandomNumberGenerator.GetBytes(16)) }.ToJsonString();
}
