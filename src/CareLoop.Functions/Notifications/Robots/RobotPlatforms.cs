using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CareLoop.Domain.Notices;
using CareLoop.Functions.Channels.DingTalk;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>What the platforms have in common. They count calls by their own clocks when these arrive, so our windows are a little longer than theirs.</summary>
internal static class RobotWindows
{
    public static CallLimit PerMinute(int calls) => new(calls, TimeSpan.FromSeconds(61));

    public static CallLimit PerSecond(int calls) => new(calls, TimeSpan.FromSeconds(1.2));
}

/// <summary>WeCom (企业微信) group robots: the key in the address is all there is.</summary>
public sealed class WeComRobot : IRobotPlatform
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public string Name => "wecom";

    public RobotLimits Limits { get; } = new([RobotWindows.PerMinute(20)], MaxBytes: 2048);

    public string CodeField => "errcode";

    public HttpRequestMessage Write(Robot robot, string text, DateTimeOffset now) => new(HttpMethod.Post, robot.Address)
    {
        Content = JsonContent.Create(new JsonObject { ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = text } }),
    };

    public RobotAnswer Judge(int code) => code switch
    {
        -1 or 45033 => new RobotAnswer.Unable($"{code}"),
        45009 => new RobotAnswer.Blocked(Window, $"{code}"),
        _ => new RobotAnswer.Refused($"{code}"),
    };
}

/// <summary>DingTalk (钉钉) custom robots: time and signature stand in the address. Above its limit the platform is deaf for ten minutes.</summary>
public sealed class DingTalkRobot : IRobotPlatform
{
    private static readonly TimeSpan Deafness = TimeSpan.FromMinutes(10);

    public string Name => "dingtalk";

    public RobotLimits Limits { get; } = new([RobotWindows.PerMinute(20)], MaxBytes: 15_000);

    public string CodeField => "errcode";

    public HttpRequestMessage Write(Robot robot, string text, DateTimeOffset now) => new(HttpMethod.Post, Signed(robot, now))
    {
        Content = JsonContent.Create(new JsonObject { ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = text } }),
    };

    public RobotAnswer Judge(int code) => code switch
    {
        -1 => new RobotAnswer.Unable($"{code}"),
        130101 or 410100 => new RobotAnswer.Blocked(Deafness, $"{code}"),
        _ => new RobotAnswer.Refused($"{code}"),
    };

    private static Uri Signed(Robot robot, DateTimeOffset now)
    {
        if (robot.Secret is not { } secret)
        {
            return robot.Address;
        }

        var timestamp = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var mark = robot.Address.Query.Length > 0 ? '&' : '?';
        return new Uri($"{robot.Address.AbsoluteUri}{mark}timestamp={timestamp}&sign={Uri.EscapeDataString(DingTalkAdapter.Sign(secret, timestamp))}");
    }
}

/// <summary>Feishu (飞书) group robots: time and signature stand in the body.</summary>
public sealed class FeishuRobot : IRobotPlatform
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public string Name => "feishu";

    public RobotLimits Limits { get; } = new([RobotWindows.PerMinute(100), RobotWindows.PerSecond(5)], MaxBytes: 15_000);

    public string CodeField => "code";

    public HttpRequestMessage Write(Robot robot, string text, DateTimeOffset now)
    {
        JsonObject body = new() { ["msg_type"] = "text", ["content"] = new JsonObject { ["text"] = text } };
        if (robot.Secret is { } secret)
        {
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            body["timestamp"] = timestamp;
            body["sign"] = Sign(secret, timestamp);
        }

        return new HttpRequestMessage(HttpMethod.Post, robot.Address) { Content = JsonContent.Create(body) };
    }

    /// <summary>What a secret signs a time to: HMAC-SHA256 of nothing, keyed with time and secret, in base64.</summary>
    public static string Sign(string secret, string timestamp) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"), Array.Empty<byte>()));

    public RobotAnswer Judge(int code) => code switch
    {
        -1 => new RobotAnswer.Unable($"{code}"),
        9499 or 11232 => new RobotAnswer.Blocked(Window, $"{code}"),
        _ => new RobotAnswer.Refused($"{code}"),
    };
}
