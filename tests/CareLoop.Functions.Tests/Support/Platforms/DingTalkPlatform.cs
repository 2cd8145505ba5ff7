using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>Stands in for DingTalk's side of a robot: signs the time, sends once.</summary>
public sealed class DingTalkPlatform(TimeProvider time, PushPlan? plan = null) : IDisposable
{
    public string RobotCode { get; } = $"ding{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>What was pushed, and what came of it.</summary>
    public PushSender Pushes { get; } = new(plan ?? PushPlan.DingTalk, time);

    public Dictionary<string, string?> Settings(string account, string site, string channel) => new()
    {
        [$"Channels__dingtalk__{account}__Site"] = site,
        [$"Channels__dingtalk__{account}__Channel"] = channel,
        [$"Channels__dingtalk__{account}__Secret"] = Secret,
        [$"Channels__dingtalk__{account}__AppId"] = RobotCode,
    };

    /// <summary>A user writes to the robot.</summary>
    /// <param name="messageId">The id of an earlier message, to send it again.</param>
    public Task<Delivery> SendTextAsync(Uri callback, string user, string text, string? messageId = null, CancellationToken cancellation = default)
    {
        var id = messageId ?? $"msg{Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}";
        var body = new JsonObject
        {
            ["conversationId"] = $"cid-{user}",
            ["conversationType"] = "1",
            ["createAt"] = time.GetUtcNow().ToUnixTimeMilliseconds(),
            ["msgId"] = id,
            ["msgtype"] = "text",
            ["robotCode"] = RobotCode,
            ["senderStaffId"] = user,
            ["text"] = new JsonObject { ["content"] = text },
        }.ToJsonString();
        return Pushes.SendAsync(new Delivery(id, user, "text", text), () => Signed(callback, body), cancellation);
    }

    public void Dispose() => Pushes.Dispose();

    private HttpRequestMessage Signed(Uri callback, string body)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        HttpRequestMessage request = new(HttpMethod.Post, callback) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("timestamp", timestamp);
        request.Headers.TryAddWithoutValidation(
            "sign", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{timestamp}\n{Secret}"))));
        return request;
    }
}
