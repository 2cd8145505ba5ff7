using CareLoop.Embedded.ServiceBus.Delivery;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>Takes messages from one queue, subscription or dead-letter sub-queue.</summary>
public class ServiceBusReceiver : IAsyncDisposable
{
    private readonly ServiceBusClient client;
    private readonly string path;
    private readonly SubQueue part;
    private long peekFrom = 1;

    internal ServiceBusReceiver(ServiceBusClient client, string path, ServiceBusReceiverOptions options)
    {
        (this.client, this.path, part, ReceiveMode) = (client, path, options.SubQueue, options.ReceiveMode);
        EntityPath = part == SubQueue.DeadLetter ? path + Storage.Catalog.DeadLetterSuffix : path;
    }

    public string EntityPath { get; }

    public ServiceBusReceiveMode ReceiveMode { get; }

    public virtual bool IsClosed { get; private protected set; }

    private protected BrokerContext Context => client.Broker.Context;

    /// <exception cref="ServiceBusException">There is no such entity.</exception>
    private protected Mailbox Mailbox => client.Broker.Entities.Mailbox(path, part);

    private protected virtual SessionHold? Hold => null;

    /// <summary>The next message, or null if none came within the wait (60 s unless given; real time).</summary>
    public async Task<ServiceBusReceivedMessage?> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default) =>
        await ReceiveMessagesAsync(1, maxWaitTime, cancellationToken) is [var message] ? message : null;

    /// <summary>What is available now, up to a number; waits only while there is nothing.</summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        var wait = maxWaitTime ?? ServiceBusClient.UsualWait;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(maxWaitTime));
        var mailbox = Open(cancellationToken);
        if (mailbox.Rules.RequiresSession && Hold is null)
            throw new InvalidOperationException($"'{EntityPath}' requires sessions: accept a session to receive its messages.");

        BrokerMeter.Count(EntityPath, "receive");
        var request = new ReceiveRequest(mailbox, maxMessages, ReceiveMode == ServiceBusReceiveMode.ReceiveAndDelete, Hold);
        lock (Context.Gate)
            request.Enlist();

        var leases = await Patience.WaitAsync(
            Context.Gate, request.Answer, request.Withdraw, request.GiveUp, wait, cancellationToken);
        var locks = ReceiveMode == ServiceBusReceiveMode.PeekLock;
        return [.. leases.Select(lease => locks ? lease.ToMessage() : Lease.Describe(lease.Message))];
    }

    /// <summary>Looks at messages, locked ones included, without taking them; each call goes on where the last one ended.</summary>
    public Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        var mailbox = Open(cancellationToken);
        BrokerMeter.Count(EntityPath, "peek");
        lock (Context.Gate)
        {
            IReadOnlyList<ServiceBusReceivedMessage> seen =
            [
                .. mailbox.Shelf.From(fromSequenceNumber ?? peekFrom, Hold?.SessionId).Take(maxMessages)
                    .Select(Lease.Describe),
            ];
            if (seen.Count > 0)
                peekFrom = seen[^1].SequenceNumber + 1;

            return Task.FromResult(seen);
        }
    }

    public Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        Port(cancellationToken).CompleteAsync(SettlementPort.Token(message));

    public Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        Port(cancellationToken).AbandonAsync(SettlementPort.Token(message), propertiesToModify);

    public Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        Port(cancellationToken).DeadLetterAsync(SettlementPort.Token(message), new Verdict(null, null, propertiesToModify));

    public Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        string deadLetterReason,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        Port(cancellationToken).DeadLetterAsync(
            SettlementPort.Token(message), new Verdict(deadLetterReason, deadLetterErrorDescription));

    public Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify,
        string deadLetterReason,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        Port(cancellationToken).DeadLetterAsync(
            SettlementPort.Token(message), new Verdict(deadLetterReason, deadLetterErrorDescription, propertiesToModify));

    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        message.LockedUntil = Port(cancellationToken).Renew(SettlementPort.Token(message));
        return Task.CompletedTask;
    }

    /// <summary>Closes the receiver; messages it still holds stay locked until their locks run out.</summary>
    public virtual ValueTask DisposeAsync()
    {
        IsClosed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected SettlementPort Port(CancellationToken cancellation) => new(Context, Open(cancellation));

    private protected Mailbox Open(CancellationToken cancellation)
    {
        client.RequireOpen();
        ObjectDisposedException.ThrowIf(IsClosed, this);
        cancellation.ThrowIfCancellationRequested();
        return Mailbox;
    }
}
