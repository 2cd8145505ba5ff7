using System.Text.Json;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>An event as partners read it, a CloudEvent 1.0: codes and ids, nothing of a person, no words. docs/webhooks.md describes it.</summary>
/// <param name="Specversion">1.0.</param>
/// <param name="Id">Case number and sequence; with the source it names the event for good.</param>
/// <param name="Source">The organisation.</param>
/// <param name="Type"><c>cn.careloop.case.</c> and the event's type.</param>
/// <param name="Subject">The case number.</param>
/// <param name="Time">When it took effect.</param>
/// <param name="Datacontenttype">application/json.</param>
/// <param name="Data">What happened.</param>
public sealed record PartnerEvent(
    string Specversion, string Id, string Source, string Type, string Subject, DateTimeOffset Time, string Datacontenttype, PartnerEventData Data)
{
    /// <param name="item">The event.</param>
    /// <param name="state">The case as it is when the event is filed; later events may be in it.</param>
    public static PartnerEvent Of(CaseEvent item, CaseState state) => new(
        "1.0",
        WebhookDelivery.EventIdOf(state.CaseId, item.Sequence),
        $"urn:careloop:{state.Organisation}",
        $"cn.careloop.case.{item.Type}",
        state.CaseId,
        item.At,
        "application/json",
        new PartnerEventData(state.CaseId, state.Site, item.StatusAfter, item.Type, item.Sequence, state.OwnerRole, state.NextDueAt));

    public string ToJson() => JsonSerializer.Serialize(this, ApiJson.Options);
}

/// <summary>What partners are told about an event.</summary>
/// <param name="CaseNumber">The case.</param>
/// <param name="Site">Its site.</param>
/// <param name="Status">Its status after the event.</param>
/// <param name="EventType">What happened.</param>
/// <param name="Sequence">The event's number within the case, from 1.</param>
/// <param name="OwnerRole">The role that answers for the case.</param>
/// <param name="NextDueAt">The nearest limit that still ran when the event was filed; absent when none did.</param>
public sealed record PartnerEventData(
    string CaseNumber, string Site, CaseStatus Status, string EventType, int Sequence, string OwnerRole, DateTimeOffset? NextDueAt);
