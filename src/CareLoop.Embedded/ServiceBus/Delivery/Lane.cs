namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>Messages that are taken in order: those of one session, or all of an entity without sessions.</summary>
internal sealed class Lane(string? session)
{
    public string? Session => session;

    /// <summary>Messages nobody holds, in the order of their sequence numbers.</summary>
    public SortedSet<Envelope> Ready { get; } = new(Envelope.BySequence);

    /// <summary>The one consumer of the session, if it has one; never set for an entity without sessions.</summary>
    public SessionHold? Hold { get; set; }

    /// <summary>A session waits before its first message is tried again; the messages behind it wait too.</summary>
    public bool Paused { get; set; }

    /// <summary>Changes of its messages or its state on their way to disk; until they are there a session's next consumer waits.</summary>
    public int InTransit { get; set; }

    /// <summary>Messages in the lane, the held ones included.</summary>
    public int Count { get; set; }

    public LinkedListNode<Lane>? Waiting { get; set; }

    public bool IsAvailable => Ready.Count > 0 && (session is null || (Hold is null && !Paused && InTransit == 0));
}
