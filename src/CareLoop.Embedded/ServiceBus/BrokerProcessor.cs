using CareLoop.Embedded.ServiceBus.Delivery;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>
/// Hands the messages of one entity to a handler as they become available: completes a message when the handler returns,
/// gives it back after a growing wait when it throws.
/// </summary>
public sealed class BrokerProcessor : IAsyncDisposable, IDemand, IRecipient
{
    private readonly BrokerContext context;
    private readonly Mailbox mailbox;
    private readonly ProcessorOptions options;
    private readonly Func<ServiceBusReceivedMessage, MessageSettlement, CancellationToken, Task> handler;
    private readonly SettlementPort port;
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int capacity;
    private bool stopping;
    private bool disposed;

    internal BrokerProcessor(
        BrokerContext context,
        Mailbox mailbox,
        ProcessorOptions options,
        Func<ServiceBusReceivedMessage, MessageSettlement, CancellationToken, Task> handler)
    {
        (this.context, this.mailbox, this.options, this.handler) = (context, mailbox, options, handler);
        port = new SettlementPort(context, mailbox);
        capacity = mailbox.Rules.RequiresSession ? options.MaxConcurrentSessions : options.MaxConcurrentCalls;
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
    }

    bool IDemand.Wants => !stopping && Running < capacity;

    bool IDemand.IsStanding => true;

    internal int Running { get; private set; }

    internal int Free => stopping ? 0 : capacity - Running;

    /// <summary>Takes no further message and waits for the handlers that run.</summary>
    /// <param name="cancellation">Cancels the handlers' tokens too; what they don't finish is delivered again later.</param>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        lock (context.Gate)
        {
            stopping = true;
            EndIfDrained();
        }

        using (cancellation.Register(stop.Cancel))
            await drained.Task;
    }

    /// <summary>Cancels the handlers that run and waits for them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;

        await StopAsync(new CancellationToken(canceled: true));
        disposed = true;
        stop.Dispose();
    }

    void IDemand.Serve(Lane lane)
    {
        Running++;
        var hold = lane.Session is null ? null : mailbox.Sessions.HoldForMessage(lane);
        if (hold is not null)
            BrokerMeter.Count(mailbox.Path, "accept session");

        BrokerMeter.Count(mailbox.Path, "receive");
        var longest = options.MaxAutoLockRenewalDuration > mailbox.Rules.LockDuration
            ? options.MaxAutoLockRenewalDuration
            : mailbox.Rules.LockDuration;

        // While the handler runs its lock is renewed; one long lock says the same without a timer for each renewal.
        mailbox.Leases.Hand(mailbox.Leases.Take(lane, 1, hold), this, longest, forGood: false);
    }

    void IRecipient.Received(IReadOnlyList<Lease> leases)
    {
        foreach (var lease in leases)
            _ = context.Start(() => RunAsync(lease));
    }

    void IRecipient.Failed(Exception error) => End();

    private async Task RunAsync(Lease lease)
    {
        MessageSettlement? settlement = null;
        try
        {
            var message = lease.ToMessage();
            settlement = new MessageSettlement(port, message);
            await handler(message, settlement, stop.Token);
            if (settlement.IsSettled)
                return;

            if (options.AutoCompleteMessages)
                await port.CompleteAsync(lease.Token);
            else
                port.Renew(lease.Token);
        }
        catch (Exception error)
        {
            context.Log.LogWarning(
                error,
                "Delivery {DeliveryCount} of message {SequenceNumber} of {Entity} failed",
                lease.Message.DeliveryCount,
                lease.Message.Sequence,
                mailbox.Path);
            if (settlement is not { IsSettled: true })
                await GiveBackAsync(lease);
        }
        finally
        {
            lock (context.Gate)
                End();
        }
    }

    private async Task GiveBackAsync(Lease lease)
    {
        try
        {
            var delay = stop.IsCancellationRequested ? default : options.DelayAfter(lease.Message.DeliveryCount);
            await port.AbandonAsync(lease.Token, null, delay);
        }
        catch (ServiceBusException lost)
        {
            context.Log.LogWarning(
                lost,
                "Message {SequenceNumber} of {Entity} was no longer held when its handler failed",
                lease.Message.Sequence,
                mailbox.Path);
        }
    }

    private void End()
    {
        Running--;
        mailbox.Pump();
        EndIfDrained();
    }

    private void EndIfDrained()
    {
        if (!stopping || Running > 0)
            return;

        mailbox.Detach(this);
        drained.TrySetResult();
    }
}
