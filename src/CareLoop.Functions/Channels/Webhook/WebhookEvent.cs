using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.Webhook;

/// <summary>A CloudEvent of one of our types. Mistakes are told to the sender, one at a time and without what it said.</summary>
internal sealed class WebhookEvent(JsonElement json, ChannelAccount account, DateTimeOffset receivedAt)
{
    public const string Message = "com.careloop.message.v1";
    public const string Session = "com.careloop.session.v1";
    public const string Call = "com.careloop.call.v1";

    private const int LongestId = 256;
    private const int MostPhotos = 20;

    /// <summary>What the event says, each part of it as a push of its own.</summary>
    public Verdict Read(PlatformAnswer answer)
    {
        if (json.TextAt("specversion") != "1.0")
        {
            return Mistake("specversion must be 1.0.");
        }

        if (Id("id") is not { } id || Id("source") is not { } source)
        {
            return Mistake($"id and source are required, at most {LongestId} characters each.");
        }

        if (SentAt() is not { } sentAt)
        {
            return Mistake("time must be an RFC 3339 instant with an offset.");
        }

        if (Id("data", "user", "id") is not { } user)
        {
            return Mistake($"data.user.id is required, at most {LongestId} characters.");
        }

        var common = new ChannelPush
        {
            // Whatever the number of deliveries, an event is one by its source and id: so says CloudEvents.
            DedupeKey = $"{source}\n{id}",
            User = user,
            SentAt = sentAt,
            Kind = PushKind.Session,
            PlatformKind = json.TextAt("type") ?? string.Empty,
            Thread = Data("thread"),
            Order = Data("order"),
            Subject = Data("subject"),
            CaseType = Data("caseType"),
            ContactName = json.TextAt("data", "user", "name"),
            ContactPhone = json.TextAt("data", "user", "phone"),
        };
        return common.PlatformKind switch
        {
            Message => Parts(common, "photos", PushKind.Image, answer),
            Session => State(common, "state", ["opened", "ended"], answer),
            Call when Data("text") is not null || json.At("data", "recordings") is not null => Parts(common, "recordings", PushKind.Media, answer),
            Call => State(common, "outcome", ["missed", "answered"], answer),
            _ => Mistake($"type must be {Message}, {Session} or {Call}."),
        };
    }

    private static Verdict.Refused Mistake(string detail) => new(Refusal.Malformed, detail);

    private Verdict State(ChannelPush common, string field, ImmutableArray<string> states, PlatformAnswer answer) =>
        Data(field) is { } state && states.Contains(state)
            ? new Verdict.Received([common with { PlatformKind = $"{common.PlatformKind}/{state}" }], answer)
            : Mistake($"data.{field} must be {string.Join(" or ", states)}.");

    /// <summary>Words and files, in the order they are to be read.</summary>
    private Verdict Parts(ChannelPush common, string list, PushKind kind, PlatformAnswer answer)
    {
        List<ChannelPush> pushes = [];
        if (Data("text") is { } text)
        {
            pushes.Add(common with { Kind = PushKind.Text, Text = text });
        }

        if (json.At("data", list) is { } files)
        {
            if (files.ValueKind != JsonValueKind.Array || files.GetArrayLength() > MostPhotos)
            {
                return Mistake($"data.{list} must be an array of at most {MostPhotos}.");
            }

            foreach (var (index, file) in files.EnumerateArray().Index())
            {
                if (!IsAllowed(file.TextAt("url")))
                {
                    return Mistake($"data.{list}[{index}].url must be https, on one of the hosts agreed with this account.");
                }

                pushes.Add(common with
                {
                    DedupeKey = $"{common.DedupeKey}\n{index}",
                    Kind = kind,
                    Media = new ChannelMedia(Id: null, file.TextAt("url"), file.TextAt("contentType")),
                });
            }
        }

        return pushes.Count > 0 ? new Verdict.Received([.. pushes], answer) : Mistake($"data.text or data.{list} is required.");
    }

    /// <summary>Only hosts the operator named: whoever may name any address makes us knock on our own doors.</summary>
    private bool IsAllowed(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0
        && account.MediaHosts.Contains(uri.IdnHost, StringComparer.OrdinalIgnoreCase);

    private string? Id(params ReadOnlySpan<string> path) => json.TextAt(path) is { Length: <= LongestId } text ? text : null;

    private string? Data(string name) => json.TextAt("data", name);

    /// <summary>When it happened, where the sender says so; else when it reached us.</summary>
    private DateTimeOffset? SentAt() => json.At("time") is null ? receivedAt
        : json.TextAt("time") is { } text && DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
            ? time
            : null;
}
