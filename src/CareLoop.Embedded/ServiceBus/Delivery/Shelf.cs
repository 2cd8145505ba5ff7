namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>The messages of one queue, subscription or dead-letter sub-queue, and which of them could be handed out now.</summary>
internal sealed class Shelf(bool sessions)
{
    private readonly SortedSet<Envelope> all = new(Envelope.BySequence);
    private readonly Dictionary<string, Lane> lanes = new(StringComparer.Ordinal);
    private readonly LinkedList<Lane> waiting = [];

    public int Count => all.Count;

    public bool Has(Envelope message) => all.Contains(message);

    /// <summary>The lane that has waited longest for a consumer.</summary>
    public Lane? FirstWaiting => waiting.First?.Value;

    public Lane LaneOf(string? session)
    {
        var key = sessions ? session! : "";
        if (!lanes.TryGetValue(key, out var lane))
            lanes.Add(key, lane = new Lane(sessions ? session : null));

        return lane;
    }

    public void Add(Envelope message)
    {
        all.Add(message);
        LaneOf(message.SessionId).Count++;
    }

    public void Remove(Envelope message)
    {
        if (!all.Remove(message))
            return;

        var lane = LaneOf(message.SessionId);
        lane.Ready.Remove(message);
        lane.Count--;
        Refresh(lane);
    }

    public void PutBack(Envelope message)
    {
        var lane = LaneOf(message.SessionId);
        lane.Ready.Add(message);
        Refresh(lane);
    }

    public void TakeOut(Envelope message)
    {
        var lane = LaneOf(message.SessionId);
        lane.Ready.Remove(message);
        Refresh(lane);
    }

    /// <summary>Brings the list of waiting lanes up to date after a change in one of them, which is dropped when it is of no more use.</summary>
    public void Refresh(Lane lane)
    {
        if (lane.IsAvailable && lane.Waiting is null)
        {
            lane.Waiting = waiting.AddLast(lane);
        }
        else if (!lane.IsAvailable && lane.Waiting is { } node)
        {
            waiting.Remove(node);
            lane.Waiting = null;
        }

        if (lane is { Session: { } session, Count: 0, Hold: null, InTransit: 0 } && lanes.GetValueOrDefault(session) == lane)
            lanes.Remove(session);
    }

    public IEnumerable<Envelope> From(long sequence, string? session)
    {
        if (all.Max is not { } last || last.Sequence < sequence)
            return [];

        var first = new Envelope
        {
            Sequence = sequence,
            EnqueuedSequence = 0,
            SessionId = null,
            EnqueuedAt = default,
            ExpiresAt = default,
            Content = [],
        };
        return all.GetViewBetween(first, last).Where(message => session is null || message.SessionId == session);
    }
}
