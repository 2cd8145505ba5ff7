using CareLoop.Embedded.ServiceBus;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>What the sender of a message knows of its attempts.</summary>
internal sealed class Sending
{
    public int Pending { get; set; }

    public bool Accepted { get; set; }

    /// <summary>The process died while an attempt was under way.</summary>
    public bool Uncertain { get; set; }

    public bool Refused => Pending == 0 && !Accepted && !Uncertain;

    /// <summary>Somebody tries to call the scheduled message off.</summary>
    public bool Cancelling { get; set; }

    public bool Cancelled { get; set; }

    /// <summary>The process died while it was being cancelled.</summary>
    public bool PerhapsCancelled { get; set; }

    /// <summary>How long the message may wait; null for ever.</summary>
    public TimeSpan? TimeToLive { get; set; }

    public void Die()
    {
        (Uncertain, Pending) = (Uncertain || Pending > 0, 0);
        (PerhapsCancelled, Cancelling) = (PerhapsCancelled || Cancelling, false);
    }
}

/// <summary>A message that the simulation has sent, once for each mailbox it goes to.</summary>
internal sealed class SentMessage(int number, string mailbox, string? session, Sending sending)
{
    public int Number => number;

    public string Mailbox => mailbox;

    public string? Session => session;

    public Sending Sending => sending;

    /// <summary>False when its place among the others is not that of its number: it was scheduled or sent again.</summary>
    public bool Ordered { get; set; } = true;

    public int Deliveries { get; set; }

    public long SequenceNumber { get; set; }

    /// <summary>Its last consumer wanted it completed; whether that reached the disk may never be known.</summary>
    public bool CompletionAsked { get; set; }

    public bool Completed { get; set; }

    public bool DeadLettered { get; set; }
}

/// <summary>A message that waits for its time, under the number that cancels it.</summary>
internal sealed record ScheduledMessage(string Entity, long Number, Sending Sending);

/// <summary>The promises of the broker, checked from outside at every delivery and at the end.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<(string Mailbox, int Number), SentMessage> sent = [];
    private readonly Dictionary<(string Mailbox, string Session), int> latest = [];
    private int count;

    public int Deliveries { get; private set; }

    /// <summary>What could still be cancelled, also by a later life of the process.</summary>
    public List<ScheduledMessage> Scheduled { get; } = [];

    public IEnumerable<SentMessage> All => sent.Values;

    public IReadOnlyList<SentMessage> Send(IReadOnlyList<string> mailboxes, string? session)
    {
        var (number, sending) = (++count, new Sending());
        List<SentMessage> copies = [.. mailboxes.Select(mailbox => new SentMessage(number, mailbox, session, sending))];
        copies.ForEach(copy => sent.Add((copy.Mailbox, number), copy));
        return copies;
    }

    public SentMessage Find(string mailbox, ServiceBusReceivedMessage message) => sent[(mailbox, int.Parse(message.Body.ToString()))];

    public SentMessage Deliver(string mailbox, ServiceBusReceivedMessage message)
    {
        Deliveries++;
        var copy = Find(mailbox, message);
        Assert.False(copy.Sending.Refused, $"{Name(copy)} was refused and is delivered.");
        Assert.False(copy.Completed, $"{Name(copy)} was completed and is delivered again.");
        Assert.False(copy.DeadLettered, $"{Name(copy)} was dead-lettered and is delivered again.");
        Assert.False(copy.Sending.Cancelled, $"{Name(copy)} was cancelled and is delivered.");
        Assert.Equal(
            copy.Sending.TimeToLive is { } wait ? message.EnqueuedTime + wait : DateTimeOffset.MaxValue, message.ExpiresAt);
        Assert.InRange(message.DeliveryCount, copy.Deliveries + 1, World.MaxDeliveryCount);
        Assert.True(copy.Deliveries == 0 || copy.SequenceNumber == message.SequenceNumber, $"{Name(copy)} was stored twice.");
        if (copy is { Deliveries: 0, Ordered: true, Session: { } session } && World.HasSessions(mailbox))
        {
            Assert.True(
                latest.GetValueOrDefault((mailbox, session)) < copy.Number,
                $"{Name(copy)} comes after a later one of its session.");
            latest[(mailbox, session)] = copy.Number;
        }

        (copy.Deliveries, copy.SequenceNumber, copy.CompletionAsked) = (message.DeliveryCount, message.SequenceNumber, false);
        return copy;
    }

    /// <summary>The process is gone, and with it the answers to sends under way.</summary>
    public void Die()
    {
        foreach (var copy in sent.Values)
            copy.Sending.Die();
    }

    public void CheckEnd(IReadOnlySet<(string Mailbox, int Number)> deadLetters)
    {
        foreach (var copy in sent.Values)
        {
            var dead = deadLetters.Contains((copy.Mailbox, copy.Number));
            Assert.False(copy.Completed && dead, $"{Name(copy)} was completed and is a dead letter too.");
            Assert.False(copy.Sending.Refused && dead, $"{Name(copy)} was refused and is a dead letter.");
            Assert.False(copy.Sending.Cancelled && dead, $"{Name(copy)} was cancelled and is a dead letter.");
            var mayBeGone = copy.CompletionAsked || copy.Sending.Cancelled || copy.Sending.PerhapsCancelled
                || (copy.Sending.TimeToLive is not null && !World.KeepsExpired(copy.Mailbox));
            Assert.True(!copy.Sending.Accepted || dead || mayBeGone, $"{Name(copy)} is lost.");
        }
    }

    private static string Name(SentMessage copy) => $"Message {copy.Number} of {copy.Mailbox} ({copy.Session ?? "no session"})";
}
