namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>
/// One queue, subscription or dead-letter sub-queue: brings messages and consumers together.
/// Members are called under the broker's gate unless they say otherwise.
/// </summary>
internal sealed class Mailbox
{
    private readonly BrokerContext context;
    private readonly List<IDemand> demands = [];
    private readonly List<BrokerProcessor> processors = [];
    private IDisposable? work;
    private int idle;

    public Mailbox(BrokerContext context, int id, string path, DeliveryRules rules, Mailbox? deadLetters)
    {
        (this.context, Id, Path, Rules, DeadLetters) = (context, id, path, rules, deadLetters);
        Shelf = new Shelf(rules.RequiresSession);
        Leases = new Leases(context, this);
        Sessions = new Sessions(context, this);
        Settlements = new Settlements(context, this);
    }

    public int Id { get; }

    public string Path { get; }

    public DeliveryRules Rules { get; }

    /// <summary>Where messages go that cannot be delivered; null for a dead-letter sub-queue itself.</summary>
    public Mailbox? DeadLetters { get; }

    public Shelf Shelf { get; }

    public Leases Leases { get; }

    public Sessions Sessions { get; }

    public Settlements Settlements { get; }

    /// <summary>
    /// Whether a message that is being written will probably find a handler free, so that its first delivery can be counted with it.
    /// If it then has to wait after all and the process dies, that one delivery was counted for nothing. Called without the gate.
    /// </summary>
    public bool TryPrepay() => Volatile.Read(ref idle) > 0 && Interlocked.Decrement(ref idle) >= 0;

    /// <summary>A message that has just become durable, or was found at start.</summary>
    public void Add(Envelope message)
    {
        Shelf.Add(message);
        if (message.ExpiresAt != DateTimeOffset.MaxValue)
            message.Expiry = context.Due.At(message.ExpiresAt, () => Settlements.ExpireIfFree(message));

        if (message.DeliveryCount >= Rules.MaxDeliveryCount && DeadLetters is not null)
        {
            Settlements.GiveUp(Leases.TakeOut(message, Shelf.LaneOf(message.SessionId)), Verdict.TooManyDeliveries(message.DeliveryCount));
            return;
        }

        if (message.ExpiresAt <= context.Now)
        {
            // It may have expired once before, and a crash came before that was written: nobody may get it in the meantime.
            Settlements.ExpireIfFree(message);
            return;
        }

        Offer(message);
    }

    /// <summary>A message that anybody may take now.</summary>
    public void Offer(Envelope message)
    {
        Shelf.PutBack(message);
        Sessions.Serve(Shelf.LaneOf(message.SessionId));
        Pump();
    }

    /// <summary>A message that is settled for good.</summary>
    public void Remove(Envelope message)
    {
        context.Due.Cancel(message.Expiry);
        Shelf.Remove(message);
    }

    public void Enlist(IDemand demand)
    {
        demands.Add(demand);
        Pump();
    }

    /// <summary>False if it was served already.</summary>
    public bool Withdraw(IDemand demand) => demands.Remove(demand);

    public void Attach(BrokerProcessor processor)
    {
        processors.Add(processor);
        Enlist(processor);
    }

    public void Detach(BrokerProcessor processor)
    {
        demands.Remove(processor);
        processors.Remove(processor);
        UpdateWork();
    }

    /// <summary>Hands out whatever can be handed out; called after every change.</summary>
    public void Pump()
    {
        while (Shelf.FirstWaiting is { } lane && demands.Find(demand => demand.Wants) is { } demand)
        {
            demands.Remove(demand);
            if (demand.IsStanding)
                demands.Add(demand);

            demand.Serve(lane);
        }

        UpdateWork();
    }

    /// <summary>
    /// Deliverable messages are work that holds a virtual clock, but only where a processor will take them:
    /// time must not wait for a message that nobody listens to.
    /// </summary>
    private void UpdateWork()
    {
        var busy = processors.Count > 0 && (Shelf.FirstWaiting is not null || processors.Exists(processor => processor.Running > 0));
        if (busy)
        {
            work ??= context.Work.Begin();
        }
        else
        {
            work?.Dispose();
            work = null;
        }

        // Where a second delivery would be the last, a count too many would cost a message its only retry.
        var waiting = Shelf.FirstWaiting is null ? 0 : Shelf.Count;
        Volatile.Write(ref idle, Rules.MaxDeliveryCount > 2 ? processors.Sum(processor => processor.Free) - waiting : 0);
    }
}
