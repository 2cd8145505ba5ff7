using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.Feishu;

/// <summary>What an event means to us: messages are pushes, everything else (members, reactions, readings) is nobody's matter.</summary>
internal static partial class FeishuEvent
{
    /// <returns>Null when a field that every message has is missing; empty for other events.</returns>
    public static IReadOnlyList<ChannelPush>? Read(JsonElement json) =>
        json.TextAt("schema") == "2.0"
            ? json.TextAt("header", "event_type") == "im.message.receive_v1" ? Second(json) : []
            : json.TextAt("event", "type") == "message" ? First(json) : [];

    private static List<ChannelPush>? Second(JsonElement json)
    {
        if (json.TextAt("header", "event_id") is not { } id
            || json.TextAt("event", "sender", "sender_id", "open_id") is not { } user
            || json.At("event", "message") is not { } message
            || message.TextAt("message_type") is not { } type
            || message.TextAt("message_id") is not { } messageId
            || Freshness.FromMilliseconds(message.TextAt("create_time")) is not { } sentAt
            || WireJson.Parse(Encoding.UTF8.GetBytes(message.TextAt("content") ?? string.Empty)) is not { } content)
        {
            return null;
        }

        var push = new ChannelPush
        {
            DedupeKey = id,
            User = user,
            SentAt = sentAt,
            Kind = PushKind.Unknown,
            PlatformKind = type,
            Thread = message.TextAt("chat_type") == "group" ? message.TextAt("chat_id") : null,
        };
        return type switch
        {
            "text" => [push with { Kind = PushKind.Text, Text = Words(content.TextAt("text")) }],
            "image" => [push with { Kind = PushKind.Image, Media = MediaOf(messageId, content.TextAt("image_key")) }],
            "audio" or "media" or "file" => [push with { Kind = PushKind.Media, Media = MediaOf(messageId, content.TextAt("file_key")), Text = content.TextAt("file_name") }],
            "post" => [.. Post(push, messageId, content)],
            _ => [push],
        };
    }

    private static List<ChannelPush>? First(JsonElement json)
    {
        if (json.TextAt("uuid") is not { } id || json.TextAt("event", "open_id") is not { } user
            || json.TextAt("event", "msg_type") is not { } type || Instant(json.TextAt("ts")) is not { } sentAt)
        {
            return null;
        }

        var push = new ChannelPush
        {
            DedupeKey = id,
            User = user,
            SentAt = sentAt,
            Kind = PushKind.Unknown,
            PlatformKind = type,
            Thread = json.TextAt("event", "chat_type") == "group" ? json.TextAt("event", "open_chat_id") : null,
        };
        return type switch
        {
            "text" => [push with { Kind = PushKind.Text, Text = json.TextAt("event", "text_without_at_bot") ?? Words(json.TextAt("event", "text")) }],
            "image" => [push with { Kind = PushKind.Image, Media = MediaOf(json.TextAt("event", "open_message_id"), json.TextAt("event", "image_key")) }],
            _ => [push],
        };
    }

    /// <summary>Rich text: paragraphs of words and pictures.</summary>
    private static IEnumerable<ChannelPush> Post(ChannelPush push, string messageId, JsonElement content)
    {
        var paragraphs = content.At("content") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(paragraph => paragraph.ValueKind == JsonValueKind.Array).Select(paragraph => paragraph.EnumerateArray().ToList()).ToList()
            : [];
        var words = Words(string.Join('\n', paragraphs
            .Select(paragraph => string.Concat(paragraph.Select(part => part.TextAt("text"))))
            .Prepend(content.TextAt("title") ?? string.Empty)));
        yield return words.Length > 0 ? push with { Kind = PushKind.Text, Text = words } : push;

        foreach (var (index, picture) in paragraphs.SelectMany(paragraph => paragraph).Where(part => part.TextAt("tag") == "img").Index())
        {
            yield return push with { DedupeKey = $"{push.DedupeKey}\n{index}", Kind = PushKind.Image, Media = MediaOf(messageId, picture.TextAt("image_key")) };
        }
    }

    /// <summary>Files are fetched by message and key together.</summary>
    private static ChannelMedia? MediaOf(string? messageId, string? key) => messageId is null || key is null ? null : new ChannelMedia($"{messageId}/{key}");

    /// <summary>Words without the marks that stand for the people they are directed to.</summary>
    private static string Words(string? text) => Mention().Replace(text ?? string.Empty, string.Empty).Trim();

    /// <summary>Seconds with a fraction, such as <c>1502199207.7171419</c>.</summary>
    private static DateTimeOffset? Instant(string? seconds) =>
        decimal.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 253_402_300_799m
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(value * 1000))
            : null;

    [GeneratedRegex(@"@_user_\d+\s?")]
    private static partial Regex Mention();
}
