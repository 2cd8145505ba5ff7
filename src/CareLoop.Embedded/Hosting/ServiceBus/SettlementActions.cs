using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Worker;

namespace CareLoop.Embedded.Hosting.ServiceBus;

/// <summary>The actions of one delivered message.</summary>
internal sealed class SettlementActions(ServiceBusReceivedMessage delivered, MessageSettlement settlement) : ServiceBusMessageActions
{
    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        Of(message).CompleteAsync();

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        Of(message).AbandonAsync(propertiesToModify);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        Of(message).DeadLetterAsync(propertiesToModify, deadLetterReason, deadLetterErrorDescription);

    public override Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        Of(message).RenewLock();
        return Task.CompletedTask;
    }

    private MessageSettlement Of(ServiceBusReceivedMessage message) => message.LockToken == delivered.LockToken
        ? settlement
        : throw new ArgumentException("An invocation settles the message it was started by, no other.", nameof(message));
}
