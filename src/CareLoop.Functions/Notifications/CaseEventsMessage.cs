using System.Globalization;
using System.Text.Json;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Notifications;

/// <summary>Says that a case has new events: one message for a whole batch, which is read from the case by whoever cares. Ids only.</summary>
/// <param name="Organisation">Organisation id.</param>
/// <param name="Site">Site id.</param>
/// <param name="CaseId">The case.</param>
/// <param name="First">The first of the events.</param>
/// <param name="Last">The last of them.</param>
public sealed record CaseEventsMessage(string Organisation, string Site, string CaseId, int First, int Last)
{
    /// <summary>Who is told: the subscription of this name.</summary>
    public const string Audience = "webhooks";

    /// <summary>Its kind among messages about cases.</summary>
    public const string Kind = "events";

    /// <param name="state">The case after them.</param>
    /// <param name="events">One batch, at least one event.</param>
    public static CaseEventsMessage Of(CaseState state, IReadOnlyList<CaseEvent> events) =>
        new(state.Organisation, state.Site, state.CaseId, events[0].Sequence, events[^1].Sequence);

    /// <summary>The message. Its id is the same on every repetition of the batch, so the broker drops doubles.</summary>
    public ServiceBusMessage ToServiceBusMessage() => new(BinaryData.FromString(JsonSerializer.Serialize(this, CaseJson.Options)))
    {
        MessageId = string.Create(CultureInfo.InvariantCulture, $"{CaseId}-{First}-{Kind}"),
        SessionId = CaseId,
        Subject = Kind,
        ContentType = "application/json",
        ApplicationProperties = { [NoticeMessage.Audience] = Audience },
    };

    public static CaseEventsMessage Read(ServiceBusReceivedMessage message) => message.Body.ToObjectFromJson<CaseEventsMessage>(CaseJson.Options)
        ?? throw new InvalidOperationException($"Message {message.MessageId} names no events.");
}
