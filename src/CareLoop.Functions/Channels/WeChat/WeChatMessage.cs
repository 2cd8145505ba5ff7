using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.WeChat;

/// <summary>What WeChat's and WeCom's messages mean to us.</summary>
public static class WeChatMessage
{
    private const string Event = "event";

    /// <summary>Events that begin or end a chat.</summary>
    private static readonly string[] Sessions = ["user_enter_tempsession", "kf_create_session", "kf_close_session", "enter_agent", "subscribe", "unsubscribe"];

    /// <summary>The push; null when a field that every message has is missing.</summary>
    public static ChannelPush? Read(FlatMessage message)
    {
        if (message["FromUserName"] is not { } user || message["MsgType"] is not { } type || Freshness.FromSeconds(message["CreateTime"]) is not { } sentAt)
        {
            return null;
        }

        var kind = type == Event ? message["Event"] ?? Event : type;
        var push = new ChannelPush
        {
            // An id is a text that may hold anything; events have none, and are told apart as the platform advises.
            DedupeKey = message["MsgId"] ?? $"{user}\n{message["CreateTime"]}\n{kind}\n{message["EventKey"]}",
            User = user,
            SentAt = sentAt,
            PlatformKind = kind,
            Kind = KindOf(type, kind),
        };
        return push.Kind switch
        {
            PushKind.Text => push with { Text = message["Content"] ?? string.Empty },
            PushKind.Image => push with { Media = new ChannelMedia(message["MediaId"], message["PicUrl"]) },
            PushKind.Media => push with { Media = new ChannelMedia(message["MediaId"]), Text = message["Recognition"] ?? message["Title"] },
            PushKind.Card => push with { Text = message["Title"], Subject = message["PagePath"] ?? message["Url"] },
            PushKind.Session => push with { Subject = message["SessionFrom"] },
            _ => push,
        };
    }

    private static PushKind KindOf(string type, string kind) => type switch
    {
        "text" => PushKind.Text,
        "image" => PushKind.Image,
        "voice" or "video" or "shortvideo" or "file" => PushKind.Media,
        "miniprogrampage" or "link" => PushKind.Card,
        Event when Sessions.Contains(kind) => PushKind.Session,
        _ => PushKind.Unknown,
    };
}
