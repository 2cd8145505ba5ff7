using System.Text.Json;
using System.Text.Json.Serialization;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Notifications;

/// <summary>A notice on its way: ids and codes only, as a CloudEvent.</summary>
/// <param name="Organisation">Organisation id.</param>
/// <param name="Site">Site id, by which roles are resolved.</param>
/// <param name="CaseId">The case, the care task or the conversation it is about.</param>
/// <param name="Sequence">The timeline event that caused it.</param>
/// <param name="Kind">Template id.</param>
/// <param name="To">Recipient as the domain named it.</param>
/// <param name="DeadlineId">The deadline it is about, if any.</param>
/// <param name="At">When the event took effect.</param>
public sealed record NoticeMessage(
    string Organisation, string Site, string CaseId, int Sequence, string Kind, Recipient To, string? DeadlineId, DateTimeOffset At)
{
    private const string ContentType = "application/cloudevents+json";

    /// <summary>Name of the topic.</summary>
    public const string Topic = "case-events";

    /// <summary>The property that subscriptions filter by.</summary>
    public const string Audience = "audience";

    /// <summary>The property of a replayed message; it takes the place of <see cref="Audience"/> and names the one subscription meant.</summary>
    public const string ReplayFor = "replayFor";

    /// <summary>The audience of customers.</summary>
    public const string Customer = "customer";

    /// <summary>The audience of staff.</summary>
    public const string Staff = "staff";

    private const string Group = "group";

    /// <summary>Everybody who is told, each a subscription of this name.</summary>
    public static IReadOnlyList<string> Audiences { get; } = [Customer, Staff, Group, CaseEventsMessage.Audience];

    /// <summary>The chat it belongs to, for what no event of a case brought about.</summary>
    public ChatPlace? Chat { get; init; }

    /// <summary>Template id of another notice that this one is about.</summary>
    public string? About { get; init; }

    /// <summary>What a recipient's inbox knows it by, whichever of the event's notices reached them.</summary>
    [JsonIgnore]
    public string InboxId => Chat?.Key ?? $"{CaseId}-{Sequence}-{Kind}{(About is null ? null : $"-{About}")}";

    /// <summary>What keeps its order: everything about one case, or in one chat, is told one after the other.</summary>
    [JsonIgnore]
    public string Session => Chat?.Conversation ?? CaseId;

    /// <summary>The entry in the inbox of one who is told.</summary>
    public InboxEntry EntryFor(string recipient) => new(
        InboxId, recipient, Chat?.Conversation == CaseId ? null : CaseId, Sequence, Kind, At, DeadlineId, Count: 1, Chat is null ? null : Site)
    {
        Details = About,
    };

    /// <summary>The message of one notice. The id is the same on every repetition, so the broker drops doubles.</summary>
    /// <param name="position">Position among the notices of the event.</param>
    public ServiceBusMessage ToServiceBusMessage(int position) => new(BinaryData.FromString(JsonSerializer.Serialize(
        new CloudEvent("1.0", IdAt(position), $"/cases/{CaseId}", $"cn.careloop.{Kind}", At, "application/json", this), CaseJson.Options)))
    {
        MessageId = IdAt(position),
        SessionId = Session,
        Subject = Kind,
        ContentType = ContentType,
        ApplicationProperties = { [Audience] = AudienceOf(To.Kind) },
    };

    public static NoticeMessage Read(ServiceBusReceivedMessage message) => message.Body.ToObjectFromJson<CloudEvent>(CaseJson.Options)?.Data
        ?? throw new InvalidOperationException($"Message {message.MessageId} holds no CloudEvent.");

    private static string AudienceOf(RecipientKind kind) => kind switch
    {
        RecipientKind.Customer => Customer,
        RecipientKind.Group => Group,
        _ => Staff,
    };

    private string IdAt(int position) => Chat is { } chat ? $"{chat.Conversation}-{chat.Key}" : $"{InboxId}-{position}";

    private sealed record CloudEvent(
        string Specversion, string Id, string Source, string Type, DateTimeOffset Time, string Datacontenttype, NoticeMessage Data);
}

/// <summary>Where in a chat a notice stands.</summary>
/// <param name="Key">Unique within the conversation.</param>
public sealed record ChatPlace(string Conversation, string Key);
