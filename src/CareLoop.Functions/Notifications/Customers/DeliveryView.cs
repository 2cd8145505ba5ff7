using CareLoop.Functions.Care;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>A notice on its way to a customer, as an operator sees it: ids and codes, never its words or the customer.</summary>
/// <param name="Id">Names it for sending it again or discarding it.</param>
/// <param name="CaseNumber">The case it is about, if any.</param>
/// <param name="CareTask">The care task it is about, if any.</param>
/// <param name="Kind">Template id.</param>
/// <param name="State">How far it got.</param>
/// <param name="Way">The way it is tried by, or went.</param>
/// <param name="Reason">Why it got no further, as a code.</param>
/// <param name="Attempts">Tries by whatever way.</param>
/// <param name="At">When its cause took effect.</param>
/// <param name="ChangedAt">When it last got further.</param>
/// <param name="Settled">What an operator made of it.</param>
public sealed record DeliveryView(
    string Id,
    string? CaseNumber,
    string? CareTask,
    string Kind,
    string State,
    string? Way,
    string? Reason,
    int Attempts,
    DateTimeOffset At,
    DateTimeOffset ChangedAt,
    string? Settled)
{
    public static DeliveryView Of(DeliveryRow row)
    {
        var about = row.Notice.EntryFor(row.Delivery.Recipient).CaseId;
        var isCare = about is not null && CareIds.Names(about);
        return new(
            DeliveryFunctions.IdOf(row),
            isCare ? null : about,
            isCare ? about : null,
            row.Delivery.Kind,
            row.Delivery.State.ToString(),
            row.Delivery.Way?.ToString(),
            row.Delivery.Reason,
            row.Delivery.Attempts,
            row.Delivery.At,
            row.Delivery.ChangedAt,
            row.Delivery.Settled);
    }
}
