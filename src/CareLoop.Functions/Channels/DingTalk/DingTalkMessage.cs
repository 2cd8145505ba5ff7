using System.Text.Json;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.DingTalk;

/// <summary>What a robot's message means to us. Rich text is several pushes: its words, and each of its pictures.</summary>
internal static class DingTalkMessage
{
    private const string Group = "2";

    /// <returns>Null when a field that every message has is missing.</returns>
    public static IReadOnlyList<ChannelPush>? Read(JsonElement message)
    {
        if (message.TextAt("msgId") is not { } id
            || (message.TextAt("senderStaffId") ?? message.TextAt("senderId")) is not { } user
            || message.TextAt("msgtype") is not { } type
            || Freshness.FromMilliseconds(message.TextAt("createAt")) is not { } sentAt)
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
            ContactName = message.TextAt("senderNick"),
            Thread = message.TextAt("conversationType") == Group ? message.TextAt("conversationId") : null,
        };
        return type switch
        {
            "text" => [push with { Kind = PushKind.Text, Text = message.TextAt("text", "content")?.Trim() ?? string.Empty }],
            "richText" => [.. RichText(push, message)],
            "picture" => [push with { Kind = PushKind.Image, Media = MediaOf(message.At("content")) }],
            "audio" or "video" or "file" =>
                [push with { Kind = PushKind.Media, Media = MediaOf(message.At("content")), Text = message.TextAt("content", "recognition") ?? message.TextAt("content", "fileName") }],
            _ => [push],
        };
    }

    private static IEnumerable<ChannelPush> RichText(ChannelPush push, JsonElement message)
    {
        var parts = message.At("content", "richText") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : Array.Empty<JsonElement>();
        var words = string.Concat(parts.Select(part => part.TextAt("text"))).Trim();
        yield return words.Length > 0 ? push with { Kind = PushKind.Text, Text = words } : push;

        foreach (var (index, part) in parts.Where(part => part.TextAt("type") == "picture").Index())
        {
            yield return push with { DedupeKey = $"{push.DedupeKey}\n{index}", Kind = PushKind.Image, Media = MediaOf(part) };
        }
    }

    private static ChannelMedia? MediaOf(JsonElement? content) => content?.TextAt("downloadCode") is { } code ? new ChannelMedia(code) : null;
}
