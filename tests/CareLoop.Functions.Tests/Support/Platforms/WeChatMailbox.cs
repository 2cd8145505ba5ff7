using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using CareLoop.Domain.Handbook.Blocks;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>A message that WeChat's stand-in delivered to a user.</summary>
/// <param name="Template">Template id; null for an answer in the chat.</param>
/// <param name="Text">The words, or the fields one after the other.</param>
public sealed record DeliveredMessage(string OpenId, string? Template, string Text, DateTimeOffset At);

/// <summary>
/// What users of WeChat's stand-in get, by WeChat's rules: answers within 48 hours and five for each message of the user, one subscription
/// message for each consent, fields that fit. It keeps the books that tests compare ours with.
/// </summary>
public sealed class WeChatMailbox(TimeProvider time)
{
    private const int AnswersForEach = 5;
    private static readonly TimeSpan Window = TimeSpan.FromHours(48);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (DateTimeOffset At, int Left)> windows = new(StringComparer.Ordinal);
    private readonly Dictionary<(string OpenId, string Template), int> consents = [];
    private readonly ConcurrentQueue<DeliveredMessage> delivered = new();

    public IReadOnlyCollection<DeliveredMessage> Delivered => delivered;

    /// <summary>A user wrote: the chat may be answered.</summary>
    public void Wrote(string openId)
    {
        lock (gate)
        {
            windows[openId] = (time.GetUtcNow(), AnswersForEach);
        }
    }

    /// <summary>A user tapped 允许.</summary>
    public void Agree(string openId, string template)
    {
        lock (gate)
        {
            consents[(openId, template)] = consents.GetValueOrDefault((openId, template)) + 1;
        }
    }

    public async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var bytes = await BytesAsync(request);
        var message = JsonNode.Parse(bytes)!;
        var (openId, text) = ((string)message["touser"]!, (string)message["text"]!["content"]!);

        // Users see escapes as they were sent.
        Assert.Contains(text, Encoding.UTF8.GetString(bytes).Replace("\\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
        lock (gate)
        {
            if (!windows.TryGetValue(openId, out var window) || time.GetUtcNow() >= window.At + Window)
            {
                return PlatformServer.Error(45015, "response out of time limit");
            }

            if (window.Left == 0)
            {
                return PlatformServer.Error(45047, "out of response count limit");
            }

            windows[openId] = window with { Left = window.Left - 1 };
        }

        return Deliver(new DeliveredMessage(openId, null, text, time.GetUtcNow()));
    }

    public async Task<IResult> NotifyAsync(HttpRequest request)
    {
        var message = JsonNode.Parse(await BytesAsync(request))!;
        var (openId, template) = ((string)message["touser"]!, (string)message["template_id"]!);
        var fields = message["data"]!.AsObject().ToDictionary(field => field.Key, field => (string)field.Value!["value"]!);
        if (fields.Any(field => field.Value.Length == 0 || field.Value.EnumerateRunes().Count() > SubscriptionField.Longest[field.Key.TrimEnd("0123456789".ToCharArray())]))
        {
            return PlatformServer.Error(47003, "argument invalid");
        }

        lock (gate)
        {
            if (consents.GetValueOrDefault((openId, template)) == 0)
            {
                return PlatformServer.Error(43101, "user refuse to accept the msg");
            }

            consents[(openId, template)]--;
        }

        return Deliver(new DeliveredMessage(openId, template, string.Join('|', fields.Values), time.GetUtcNow()));
    }

    private IResult Deliver(DeliveredMessage message)
    {
        delivered.Enqueue(message);
        return PlatformServer.Json(new JsonObject { ["errcode"] = 0, ["errmsg"] = "ok" });
    }

    private static async Task<byte[]> BytesAsync(HttpRequest request)
    {
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
