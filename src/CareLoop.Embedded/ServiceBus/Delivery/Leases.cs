namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>Messages on their way through a consumer's hands. Members are called under the broker's gate.</summary>
internal sealed class Leases(BrokerContext context, Mailbox mailbox)
{
    private readonly Dictionary<Guid, Lease> held = [];

    /// <summary>Takes messages off a lane; they count as delivered from now on.</summary>
    public List<Lease> Take(Lane lane, int most, SessionHold? hold)
    {
        List<Lease> taken = [];
        while (taken.Count < most && lane.Ready.Min is { } message)
        {
            if (!message.IsPrepaid)
                message.DeliveryCount++;

            taken.Add(TakeOut(message, lane, hold));
        }

        return taken;
    }

    /// <summary>Writes the delivery to disk, then hands the messages over: whoever dies of one has been counted.</summary>
    public void Hand(List<Lease> leases, IRecipient recipient, TimeSpan lockDuration, bool forGood)
    {
        if (!forGood && leases.TrueForAll(lease => lease.Message.IsPrepaid))
        {
            Deliver(leases, recipient, lockDuration);
            return;
        }

        leases.ForEach(lease => lease.InTransit = true);
        _ = context.Journal.Append(
            rows => leases.ForEach(lease =>
            {
                if (forGood)
                    rows.Delete(lease.Message.Sequence);
                else
                    rows.SetDeliveryCount(lease.Message.Sequence, lease.Message.DeliveryCount);
            }),
            () =>
            {
                if (!forGood)
                {
                    Deliver(leases, recipient, lockDuration);
                    return;
                }

                leases.ForEach(mailbox.Settlements.Finish);
                recipient.Received(leases);
            },
            error =>
            {
                foreach (var lease in leases)
                {
                    lease.InTransit = false;
                    if (!lease.Message.IsPrepaid)
                        lease.Message.DeliveryCount--;

                    Return(lease, BrokerContext.RetryAfter);
                }

                recipient.Failed(error);
            });
    }

    /// <exception cref="ServiceBusException">The lock has run out, or the message is settled or not this entity's.</exception>
    public Lease Find(Guid token) => held.TryGetValue(token, out var lease) && !lease.InTransit
        ? lease
        : throw new ServiceBusException(
            "The lock has run out or the message is settled.",
            mailbox.Rules.RequiresSession ? ServiceBusFailureReason.SessionLockLost : ServiceBusFailureReason.MessageLockLost,
            mailbox.Path);

    /// <summary>Starts the lock again from now.</summary>
    public void Lock(Lease lease, TimeSpan duration)
    {
        lease.InTransit = false;
        context.Due.Cancel(lease.Expiry);
        if (lease.Hold is { PerMessage: false } hold)
        {
            lease.Until = hold.Until;
            if (hold.Lost)
                Return(lease);

            return;
        }

        lease.Until = BrokerContext.After(context.Now, duration);
        lease.Expiry = context.Due.At(lease.Until, () => RunOut(lease));
    }

    /// <summary>
    /// Takes a message back, to be delivered again after <paramref name="delay"/>; after too many deliveries it is dead-lettered.
    /// </summary>
    public void Return(Lease lease, TimeSpan delay = default)
    {
        var message = lease.Message;
        if (message.DeliveryCount >= mailbox.Rules.MaxDeliveryCount && mailbox.DeadLetters is not null)
        {
            mailbox.Settlements.GiveUp(lease, Verdict.TooManyDeliveries(message.DeliveryCount));
        }
        else if (message.ExpiresAt <= context.Now)
        {
            mailbox.Settlements.Expire(lease);
        }
        else
        {
            Drop(lease);
            PutBack(message, lease.Lane, delay);
        }
    }

    /// <summary>Ends a lease without saying what becomes of the message.</summary>
    public void Drop(Lease lease)
    {
        held.Remove(lease.Token);
        context.Due.Cancel(lease.Expiry);
        lease.Message.Lease = null;
        lease.Hold?.Leases.Remove(lease);
        if (lease.Hold is { PerMessage: true } hold && lease.Lane.Hold == hold)
            lease.Lane.Hold = null;

        mailbox.Shelf.Refresh(lease.Lane);
    }

    /// <summary>Takes a message that nobody holds out of circulation, to settle it.</summary>
    public Lease TakeOut(Envelope message, Lane lane, SessionHold? hold = null)
    {
        var lease = new Lease(message, lane, hold);
        message.Lease = lease;
        held.Add(lease.Token, lease);
        hold?.Leases.Add(lease);
        mailbox.Shelf.TakeOut(message);
        return lease;
    }

    private void PutBack(Envelope message, Lane lane, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            mailbox.Offer(message);
        }
        else if (lane.Session is null)
        {
            context.Due.At(context.Now + delay, () =>
            {
                if (mailbox.Shelf.Has(message) && message.Lease is null)
                    mailbox.Offer(message);
            });
            mailbox.Pump();
        }
        else
        {
            lane.Paused = true;
            context.Due.At(context.Now + delay, () =>
            {
                lane.Paused = false;
                mailbox.Shelf.Refresh(lane);
                mailbox.Pump();
            });
            mailbox.Offer(message);
        }
    }

    private void Deliver(List<Lease> leases, IRecipient recipient, TimeSpan lockDuration)
    {
        foreach (var lease in leases)
        {
            lease.Message.IsPrepaid = false;
            Lock(lease, lockDuration);
        }

        recipient.Received(leases);
    }

    private void RunOut(Lease lease)
    {
        // A settlement that is on its way to disk wins over the clock.
        if (!lease.InTransit)
            Return(lease);
    }
}
