using System.Text.Json;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Notifications;

/// <summary>A notice on its way: ids and codes only, as a CloudEvent.</summary>
/// <param name="Organisation">Organisation id.</param>
/// <param name="Site">Site id, by which roles are resolved.</param>
/// <param name="CaseId">The case, or the care task, it is about.</param>
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

    private const string Customer = "customer";
    private const string Staff = "staff";
    private const string Group = "group";

    /// <summary>Everybody who is told, each a subscription of this name.</summary>
    public static IReadOnlyList<string> Audiences { get; } = [Customer, Staff, Group, CaseEventsMessage.Audience];

    /// <summary>What a recipient's inbox knows it by, whichever of the event's notices reached them.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string InboxId => $"{CaseId}-{Sequence}-{Kind}";

    /// <summary>The message of one notice. The id is the same on every repetition, so the broker drops doubles.</summary>
    /// <param name="position">Position among the notices of the event.</param>
    public ServiceBusMessage ToServiceBusMessage(int position) => new(BinaryData.FromString(JsonSerializer.Serialize(
        new CloudEvent("1.0", IdAt(position), $"/cases/{CaseId}", $"cn.careloop.{Kind}", At, "application/json", this), CaseJson.Options)))
    {
        MessageId = IdAt(position),
        SessionId = CaseId,
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

    private string IdAt(int position) => $"{InboxId}-{position}";

    private sealed record CloudEvent(
        string Specversion, string Id, string Source, string Type, DateTimeOffset Time, string Datacontenttype, NoticeMessage Data);
}
