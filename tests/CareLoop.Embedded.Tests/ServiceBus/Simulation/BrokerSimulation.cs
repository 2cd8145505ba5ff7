using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.ServiceBus.Delivery;
using CareLoop.Embedded.ServiceBus.Storage;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>What happened in one or more simulations, so that a test can tell that it tested something.</summary>
internal sealed record SimulationCounts(
    int Deliveries, int Crashes, int Refusals, int DeadLetters, int Redelivered, int Cancelled, int Expired)
{
    public static SimulationCounts operator +(SimulationCounts left, SimulationCounts right) => new(
        left.Deliveries + right.Deliveries,
        left.Crashes + right.Crashes,
        left.Refusals + right.Refusals,
        left.DeadLetters + right.DeadLetters,
        left.Redelivered + right.Redelivered,
        left.Cancelled + right.Cancelled,
        left.Expired + right.Expired);
}

/// <summary>
/// A broker among senders, handlers and receivers that do anything, on a disk that fails, in a process that dies,
/// one step at a time. Afterwards everything calms down, and every promise must have been kept.
/// </summary>
internal sealed class BrokerSimulation(Choices choices, int steps)
{
    private readonly Ledger ledger = new();
    private readonly string folder = Directory.CreateTempSubdirectory("simulation-").FullName;
    private DateTimeOffset now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private Exception? broken;
    private World world = null!;
    private Senders senders = null!;
    private Handlers handlers = null!;
    private Receivers receivers = null!;
    private int crashes;
    private int refusals;
    private int expired;

    public SimulationCounts Run()
    {
        try
        {
            Open();
            for (var step = 0; step < steps; step++)
                Step();

            var dead = Finish();
            return new SimulationCounts(
                ledger.Deliveries,
                crashes,
                refusals,
                dead,
                ledger.All.Count(copy => copy.Deliveries > 1),
                ledger.All.Count(copy => copy.Sending.Cancelled),
                expired);
        }
        finally
        {
            world.Die();
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Step()
    {
        switch (choices.Next(100))
        {
            case < 12:
                senders.Act();
                break;
            case < 24:
                receivers.Act();
                break;
            case < 32:
                Pass(TimeSpan.FromSeconds(choices.Next(choices.OneIn(4) ? 600 : 5)));
                break;
            case < 46:
                world.Store.CommitNext(1 + choices.Next(3));
                break;
            case < 48:
                world.Disk.RefuseNext = true;
                refusals++;
                break;
            case 48 when choices.OneIn(2):
                world.Disk.DieAfterNext = true;
                break;
            case 49 when choices.OneIn(2):
                Crash();
                break;
            case 50:
                world.Settle(choices);
                break;
            default:
                if (world.Scheduler.Count > 0)
                    world.Scheduler.RunOne(choices);
                break;
        }

        Check();
        if (world.Disk.Dead)
            Crash();
    }

    private void Check()
    {
        if (broken is not null)
            throw broken;

        world.Order.Look();
        if (world is { Store.Waiting: 0, Scheduler.Count: 0, Disk.Dead: false })
            world.CompareWithDisk();
    }

    private void Pass(TimeSpan span)
    {
        world.Clock.AdvanceTo(world.Clock.GetUtcNow() + span);
        now = world.Clock.GetUtcNow();
    }

    private void Crash()
    {
        crashes++;
        world.Die();
        ledger.Die();
        now += TimeSpan.FromSeconds(choices.Next(90));
        Open();
    }

    private void Open()
    {
        world = new World(Path.Combine(folder, "broker.db"), now);
        senders = new Senders(world, ledger, choices);
        handlers = new Handlers(world, ledger, choices, error => broken ??= error);
        receivers = new Receivers(world, ledger, choices, error => broken ??= error);
        foreach (var mailbox in World.Mailboxes)
        {
            if (choices.OneIn(2))
                handlers.Attach(mailbox);
        }
    }

    /// <summary>Honest consumers and a disk that works, after a last crash or beside the others, until nothing is left to do.</summary>
    private int Finish()
    {
        if (choices.OneIn(2))
        {
            Crash();
            world.Die();
            world = new World(Path.Combine(folder, "broker.db"), now);
        }

        (world.Disk.RefuseNext, world.Disk.DieAfterNext) = (false, false);
        foreach (var mailbox in World.Mailboxes)
        {
            var names = mailbox.Split("/Subscriptions/");
            world.Broker.Process(names[0], names.ElementAtOrDefault(1), new ProcessorOptions(), (message, _, _) =>
            {
                if (world.IsHeld(mailbox, message))
                    ledger.Deliver(mailbox, message).CompletionAsked = true;

                return Task.CompletedTask;
            });
        }

        world.Settle(choices);
        while (world.Clock.NextDue is { } due)
        {
            world.Clock.AdvanceTo(due);
            world.Settle(choices);
        }

        Check();
        Assert.Equal((0, 0), (world.Scheduler.Count, world.Work.Count));
        Assert.DoesNotContain(world.Store.Read(StoredMessages.ReadAll), message => message.ScheduledAt is not null);
        var dead = World.Mailboxes.SelectMany(DeadLetters).ToHashSet();
        Assert.All(World.Mailboxes, mailbox => Assert.Equal(0, world.Mailbox(mailbox).Shelf.Count));
        ledger.CheckEnd(dead);
        return dead.Count;
    }

    private IEnumerable<(string Mailbox, int Number)> DeadLetters(string mailbox)
    {
        foreach (var letter in world.Mailbox(mailbox, SubQueue.DeadLetter).Shelf.From(1, null).Select(Lease.Describe))
        {
            var copy = ledger.Find(mailbox, letter);
            if (letter.DeadLetterReason == DeadLetterProperties.TimeToLiveExpired)
            {
                expired++;
                Assert.True(
                    copy.Sending.TimeToLive is not null && World.KeepsExpired(mailbox),
                    $"Message {copy.Number} of {mailbox} cannot expire.");
            }

            yield return (mailbox, copy.Number);
        }
    }
}
