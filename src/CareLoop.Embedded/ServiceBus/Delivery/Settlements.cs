using CareLoop.Embedded.ServiceBus.Storage;

namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>
/// What becomes of a message after its delivery. Members are called under the broker's gate; the tasks end when it is on disk.
/// </summary>
internal sealed class Settlements(BrokerContext context, Mailbox mailbox)
{
    public Task Complete(Lease lease) =>
        Settle(lease, rows => rows.Delete(lease.Message.Sequence), () => Finish(lease), _ => Reopen(lease));

    public Task Abandon(Lease lease, IDictionary<string, object>? changes, TimeSpan delay = default)
    {
        if (changes is not { Count: > 0 })
        {
            // The delivery was counted on disk before it began, so there is nothing left to write.
            mailbox.Leases.Return(lease, delay);
            return Task.CompletedTask;
        }

        var content = Changed(lease, new Verdict(null, null, changes));
        return Settle(
            lease,
            rows => rows.SetContent(lease.Message.Sequence, content),
            () =>
            {
                lease.InTransit = false;
                lease.Message.Content = content;
                mailbox.Leases.Return(lease, delay);
            },
            _ => Reopen(lease));
    }

    public Task DeadLetter(Lease lease, Verdict verdict) => DeadLetter(lease, verdict, _ => Reopen(lease));

    /// <summary>The broker itself dead-letters a message, and tries again until the store takes it.</summary>
    public void GiveUp(Lease lease, Verdict verdict) => _ = DeadLetter(lease, verdict, _ => Later(() => GiveUp(lease, verdict)));

    /// <summary>A message's time has passed: the entity's rules say whether it is kept as a dead letter.</summary>
    public void Expire(Lease lease)
    {
        if (mailbox is { Rules.DeadLetteringOnMessageExpiration: true, DeadLetters: not null })
            GiveUp(lease, Verdict.Expired(lease.Message.ExpiresAt));
        else
            _ = Settle(lease, rows => rows.Delete(lease.Message.Sequence), () => Finish(lease), _ => Later(() => Expire(lease)));
    }

    /// <summary>Expires a message that nobody holds; a held one is looked at again when it comes back.</summary>
    public void ExpireIfFree(Envelope message)
    {
        if (message.Lease is null)
            Expire(mailbox.Leases.TakeOut(message, mailbox.Shelf.LaneOf(message.SessionId)));
    }

    /// <summary>The message is gone from disk: forget it.</summary>
    public void Finish(Lease lease)
    {
        lease.InTransit = false;
        mailbox.Leases.Drop(lease);
        mailbox.Remove(lease.Message);
        mailbox.Pump();
    }

    private Task DeadLetter(Lease lease, Verdict verdict, Action<Exception> undone)
    {
        var target = mailbox.DeadLetters ?? throw new InvalidOperationException("A dead letter cannot be dead-lettered again.");
        var content = Changed(lease, verdict);
        return Settle(
            lease, rows => rows.Bury(lease.Message.Sequence, target.Id, content), () => Bury(lease, target, content), undone);
    }

    private Task Settle(Lease lease, Action<BrokerRows> persist, Action committed, Action<Exception> undone)
    {
        lease.InTransit = true;
        return context.Journal.Append(persist, committed, undone);
    }

    /// <summary>The settlement could not be written: the message is as it was, unless its lock has run out in the meantime.</summary>
    private void Reopen(Lease lease)
    {
        lease.InTransit = false;
        if (lease.LockedUntil <= context.Now || lease.Hold is { Lost: true })
            mailbox.Leases.Return(lease);
    }

    private void Later(Action again) => context.Due.At(context.Now + BrokerContext.RetryAfter, again);

    private void Bury(Lease lease, Mailbox target, byte[] content)
    {
        var message = lease.Message;
        Finish(lease);
        target.Add(new Envelope
        {
            Sequence = message.Sequence,
            EnqueuedSequence = message.EnqueuedSequence,
            SessionId = message.SessionId,
            EnqueuedAt = message.EnqueuedAt,
            ExpiresAt = DateTimeOffset.MaxValue,
            DeliveryCount = message.DeliveryCount,
            Content = content,
        });
    }

    private static byte[] Changed(Lease lease, Verdict verdict) =>
        MessageCodec.Encode(MessageCodec.Decode(lease.Message.Content).With(verdict.Marks()));
}
