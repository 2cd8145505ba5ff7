using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>A call in the platform's own books.</summary>
/// <param name="Code">What the platform answered; null for no proper answer.</param>
public sealed record RobotCall(DateTimeOffset At, string Text, int? Code)
{
    public IEnumerable<string> Lines => Text.Split('\n').Where(line => line.StartsWith('【'));
}

/// <summary>A group chat with a robot, on the platform's side: checks key, signature and length, and counts calls as the platform does.</summary>
public sealed class GroupRobot : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TimeProvider time;
    private readonly string platform;
    private readonly ConcurrentQueue<RobotCall> calls = new();
    private readonly ConcurrentQueue<int> faults = new();
    private PlatformServer server = null!;

    private GroupRobot(TimeProvider time, string platform) => (this.time, this.platform) = (time, platform);

    public string Key { get; } = Guid.NewGuid().ToString();

    public string Secret { get; set; } = $"SEC{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}";

    /// <summary>Everything anybody asked of it.</summary>
    public IReadOnlyList<RobotCall> Calls => [.. calls];

    /// <summary>What stands in the chat, in its order.</summary>
    public IEnumerable<RobotCall> Chat => calls.Where(call => call.Code == 0);

    /// <summary>The platform is not there.</summary>
    public bool IsDown { get; set; }

    public static async Task<GroupRobot> StartAsync(TimeProvider time, string platform)
    {
        GroupRobot robot = new(time, platform);
        robot.server = await PlatformServer.StartAsync(app => app.MapPost("/robot", robot.TakeAsync));
        return robot;
    }

    public Dictionary<string, string?> Settings(string id, string site, string kinds) => new()
    {
        [$"Robots__{id}__Platform"] = platform,
        [$"Robots__{id}__Address"] = $"{server.Address}robot?{(platform == "dingtalk" ? "access_token" : "key")}={Key}",
        [$"Robots__{id}__Secret"] = platform == "wecom" ? null : Secret,
        [$"Robots__{id}__Site"] = site,
        [$"Robots__{id}__Kinds"] = kinds,
    };

    /// <summary>The next calls are answered with these codes.</summary>
    public void FailNext(params int[] codes)
    {
        foreach (var code in codes)
        {
            faults.Enqueue(code);
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        var now = time.GetUtcNow();
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var json = JsonNode.Parse(body)!;
        var text = platform == "feishu" ? (string)json["content"]!["text"]! : (string)json["text"]!["content"]!;
        if (IsDown)
        {
            calls.Enqueue(new RobotCall(now, text, null));
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var code = faults.TryDequeue(out var fault) ? fault : Judge(request, json, body, text, now);
        calls.Enqueue(new RobotCall(now, text, code));
        return PlatformServer.Json(platform == "feishu" ? new JsonObject { ["code"] = code, ["msg"] = "-" } : new JsonObject { ["errcode"] = code, ["errmsg"] = "-" });
    }

    private int Judge(HttpRequest request, JsonNode json, string body, string text, DateTimeOffset now) => platform switch
    {
        "wecom" => request.Query["key"] != Key ? 93000 : Encoding.UTF8.GetByteCount(text) > 2048 ? 40058 : Within(now, Minute) >= 20 ? 45009 : 0,
        "dingtalk" => request.Query["access_token"] != Key ? 300001 : !SignedInQuery(request, now) ? 310000 : Within(now, Minute) >= 20 ? 130101 : 0,
        _ => request.Query["key"] != Key ? 19001 : !SignedInBody(json, now) ? 19021
            : Encoding.UTF8.GetByteCount(body) > 20 * 1024 ? 9499 : Within(now, Minute) >= 100 || Within(now, Second) >= 5 ? 11232 : 0,
    };

    private int Within(DateTimeOffset now, TimeSpan span) => calls.Count(call => now - call.At < span);

    private bool SignedInQuery(HttpRequest request, DateTimeOffset now)
    {
        var timestamp = request.Query["timestamp"].ToString();
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{timestamp}\n{Secret}")));
        return request.Query["sign"] == expected && (now - DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(timestamp, CultureInfo.InvariantCulture))).Duration() < TimeSpan.FromHours(1);
    }

    private bool SignedInBody(JsonNode json, DateTimeOffset now)
    {
        var timestamp = (string)json["timestamp"]!;
        using HMACSHA256 hmac = new(Encoding.UTF8.GetBytes($"{timestamp}\n{Secret}"));
        return (string)json["sign"]! == Convert.ToBase64String(hmac.ComputeHash([]))
            && (now - DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture))).Duration() < TimeSpan.FromHours(1);
    }
}
