namespace CareLoop.Functions.Operations.DeadLetters;

/// <summary>A dead letter as an operator sees it: ids and figures, never its content.</summary>
/// <param name="Entity">The queue, or topic and subscription.</param>
/// <param name="SequenceNumber">Its number among the dead letters there.</param>
/// <param name="MessageId">The notice it carries; a replayed one has the number of its earlier dead letter behind a tilde.</param>
/// <param name="CaseNumber">The case it is about; absent in <c>inbound</c>, whose messages belong to conversations.</param>
/// <param name="Kind">Template id of the notice, type of the event; absent in <c>inbound</c>.</param>
/// <param name="Reason">Why it was given up: the broker's code or the handler's.</param>
/// <param name="EnqueuedAt">When it came there.</param>
/// <param name="DeliveryCount">How often it was handed out; every look for another dead letter counts too.</param>
public sealed record DeadLetterView(
    string Entity,
    long SequenceNumber,
    string? MessageId,
    string? CaseNumber,
    string? Kind,
    string? Reason,
    DateTimeOffset EnqueuedAt,
    int DeliveryCount)
{
    public static DeadLetterView Of(string place, ServiceBusReceivedMessage message) => new(
        DeadLetterDesk.EntityOf(place),
        message.SequenceNumber,
        message.MessageId,
        DeadLetterDesk.CaseOf(place, message),
        message.Subject,
        message.DeadLetterReason,
        message.EnqueuedTime,
        message.DeliveryCount);
}

/// <summary>What became of a dead letter.</summary>
/// <param name="Entity">The queue, or topic and subscription.</param>
/// <param name="SequenceNumber">Its number among the dead letters there.</param>
/// <param name="Outcome"><c>replayed</c> or <c>discarded</c>.</param>
public sealed record DeadLetterOutcome(string Entity, long SequenceNumber, string Outcome);
