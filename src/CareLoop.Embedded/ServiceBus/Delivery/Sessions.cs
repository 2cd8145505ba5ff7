namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>Who holds which session. Members are called under the broker's gate.</summary>
internal sealed class Sessions(BrokerContext context, Mailbox mailbox)
{
    /// <summary>A receiver's hold, which runs out unless it is renewed.</summary>
    public SessionHold Hold(Lane lane)
    {
        var hold = Grant(lane, perMessage: false);
        Schedule(hold);
        return hold;
    }

    /// <summary>A processor's hold, for as long as it has the one message.</summary>
    public SessionHold HoldForMessage(Lane lane) => Grant(lane, perMessage: true);

    /// <exception cref="ServiceBusException">Another consumer holds the session.</exception>
    public SessionHold Accept(string session)
    {
        var lane = mailbox.Shelf.LaneOf(session);
        return lane.Hold is null && lane.InTransit == 0
            ? Hold(lane)
            : throw new ServiceBusException(
                $"Session '{session}' is held by another receiver.", ServiceBusFailureReason.SessionCannotBeLocked, mailbox.Path);
    }

    public void Renew(SessionHold hold)
    {
        RequireHeld(hold);
        context.Due.Cancel(hold.Expiry);
        Schedule(hold);
    }

    /// <summary>Gives the session back; messages that are still locked become available with it.</summary>
    public void Release(SessionHold hold)
    {
        if (hold.Lost)
            return;

        hold.Lost = true;
        context.Due.Cancel(hold.Expiry);
        var lost = new ServiceBusException("The session's lock has ended.", ServiceBusFailureReason.SessionLockLost, mailbox.Path);
        foreach (var request in hold.Requests)
            request.Failed(lost);

        hold.Requests.Clear();
        foreach (var lease in hold.Leases.Where(lease => !lease.InTransit).ToList())
            mailbox.Leases.Return(lease);

        // Only now, with all its messages back in their places, may the session go to somebody else.
        hold.Lane.Hold = null;
        mailbox.Shelf.Refresh(hold.Lane);
        mailbox.Pump();
    }

    /// <summary>Writes the session's state; until it is on disk the session goes to nobody else, who would read the old one.</summary>
    public Task SetState(Lane lane, byte[]? state)
    {
        void Written()
        {
            lane.InTransit--;
            mailbox.Shelf.Refresh(lane);
            mailbox.Pump();
        }

        lane.InTransit++;
        return context.Journal.Append(rows => rows.SetSessionState(mailbox.Id, lane.Session!, state), Written, _ => Written());
    }

    /// <exception cref="ServiceBusException">The hold has run out.</exception>
    public void RequireHeld(SessionHold hold)
    {
        if (hold.Lost)
        {
            throw new ServiceBusException(
                $"The lock of session '{hold.SessionId}' has ended.", ServiceBusFailureReason.SessionLockLost, mailbox.Path);
        }
    }

    /// <summary>Serves the receivers that wait inside a held session.</summary>
    public static void Serve(Lane lane)
    {
        while (lane.Hold is { PerMessage: false, Requests.First: { } first } && lane.Ready.Count > 0)
        {
            lane.Hold.Requests.RemoveFirst();
            first.Value.Serve(lane);
        }
    }

    private SessionHold Grant(Lane lane, bool perMessage)
    {
        var hold = new SessionHold(lane, perMessage);
        lane.Hold = hold;
        mailbox.Shelf.Refresh(lane);
        return hold;
    }

    private void Schedule(SessionHold hold)
    {
        hold.Until = context.Now + mailbox.Rules.LockDuration;
        hold.Expiry = context.Due.At(hold.Until, () => Release(hold));
    }
}
