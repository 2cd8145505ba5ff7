namespace CareLoop.Functions.Operations.DeadLetters;

/// <summary>A dead letter as an operator sees it: ids and figures, never its content.</summary>
/// <param name="Entity">Topic and subscription.</param>
/// <param name="SequenceNumber">Its number in the dead letters of that subscription.</param>
/// <param name="MessageId">The notice it carries; a replayed one has the number of its earlier dead letter behind a tilde.</param>
/// <param name="CaseNumber">The case it is about.</param>
/// <param name="Kind">Template id of the notice.</param>
/// <param name="Reason">Why it was given up: the broker's code or the handler's.</param>
/// <param name="EnqueuedAt">When it reached the subscription.</param>
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
    public static DeadLetterView Of(string entity, ServiceBusReceivedMessage message) => new(
        entity,
        message.SequenceNumber,
        message.MessageId,
        message.SessionId,
        message.Subject,
        message.DeadLetterReason,
        message.EnqueuedTime,
        message.DeliveryCount);
}

/// <summary>What became of a dead letter.</summary>
/// <param name="Entity">Topic and subscription.</param>
/// <param name="SequenceNumber">Its number in the dead letters of that subscription.</param>
/// <param name="Outcome"><c>replayed</c> or <c>discarded</c>.</param>
public sealed record DeadLetterOutcome(string Entity, long SequenceNumber, string Outcome);
