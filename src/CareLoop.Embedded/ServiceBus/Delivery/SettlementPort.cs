using CareLoop.Embedded.ServiceBus.Storage;

namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>Settles received messages by their lock token; takes the gate itself.</summary>
internal sealed class SettlementPort(BrokerContext context, Mailbox mailbox)
{
    /// <exception cref="InvalidOperationException">The message was peeked at or received for good, so it has no lock.</exception>
    public static Guid Token(ServiceBusReceivedMessage message) => message.LockTokenGuid != Guid.Empty
        ? message.LockTokenGuid
        : throw new InvalidOperationException("Only a message received in PeekLock mode can be settled.");

    public Task CompleteAsync(Guid token) => SettleAsync("complete", token, mailbox.Settlements.Complete);

    public Task AbandonAsync(Guid token, IDictionary<string, object>? changes, TimeSpan delay = default) =>
        SettleAsync("abandon", token, lease => mailbox.Settlements.Abandon(lease, changes, delay));

    public Task DeadLetterAsync(Guid token, Verdict verdict) =>
        SettleAsync("dead-letter", token, lease => mailbox.Settlements.DeadLetter(lease, verdict));

    /// <summary>Starts the lock again from now.</summary>
    /// <returns>When it will run out.</returns>
    /// <exception cref="ServiceBusException">It has run out already.</exception>
    public DateTimeOffset Renew(Guid token)
    {
        BrokerMeter.Count(mailbox.Path, "renew");
        lock (context.Gate)
        {
            var lease = mailbox.Leases.Find(token);
            mailbox.Leases.Lock(lease, mailbox.Rules.LockDuration);
            return lease.Until;
        }
    }

    public BinaryData? GetSessionState(string session) =>
        context.Store.Read(connection => StoredMessages.SessionState(connection, mailbox.Id, session));

    /// <exception cref="ServiceBusException">The session's lock has run out.</exception>
    public Task SetSessionStateAsync(SessionHold hold, BinaryData? state)
    {
        BrokerMeter.Count(mailbox.Path, "set session state");
        lock (context.Gate)
        {
            mailbox.Sessions.RequireHeld(hold);
            return mailbox.Sessions.SetState(hold.Lane, state?.ToArray());
        }
    }

    /// <exception cref="ServiceBusException">The lock of the message, and with it its session, has run out.</exception>
    public Task SetSessionStateAsync(Guid token, BinaryData? state) =>
        SettleAsync("set session state", token, lease => mailbox.Sessions.SetState(lease.Lane, state?.ToArray()));

    private Task SettleAsync(string operation, Guid token, Func<Lease, Task> settle)
    {
        BrokerMeter.Count(mailbox.Path, operation);
        lock (context.Gate)
            return settle(mailbox.Leases.Find(token));
    }
}
