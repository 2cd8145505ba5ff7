using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.ServiceBus.Delivery;
using CareLoop.Embedded.ServiceBus.Storage;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Tests.Faults;
using CareLoop.Embedded.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>One life of the process: a broker over a file, in which every step, commit and instant is the simulation's choice.</summary>
internal sealed class World
{
    public const int MaxDeliveryCount = 4;

    public static readonly string[] Mailboxes = ["plain", "chats", "news/Subscriptions/ordered", "news/Subscriptions/loose"];

    public static bool HasSessions(string mailbox) => mailbox is "chats" or "news/Subscriptions/ordered";

    /// <summary>Whether a message whose time has passed becomes a dead letter; otherwise it is dropped.</summary>
    public static bool KeepsExpired(string mailbox) => mailbox is "plain" or "news/Subscriptions/ordered";

    private static readonly BrokerConfig Config = BrokerConfig.Parse(
        """
        { "UserConfig": { "Namespaces": [ { "Name": "simulation",
          "Queues": [
            { "Name": "plain", "Properties": { "MaxDeliveryCount": 4, "DeadLetteringOnMessageExpiration": true } },
            { "Name": "chats", "Properties": { "MaxDeliveryCount": 4, "RequiresSession": true } } ],
          "Topics": [ { "Name": "news",
            "Properties": { "RequiresDuplicateDetection": true, "DuplicateDetectionHistoryTimeWindow": "P7D" },
            "Subscriptions": [
              { "Name": "ordered",
                "Properties": { "MaxDeliveryCount": 4, "RequiresSession": true, "DeadLetteringOnMessageExpiration": true } },
              { "Name": "loose", "Properties": { "MaxDeliveryCount": 4 } } ] } ] } ] } }
        """);

    public World(string file, DateTimeOffset now)
    {
        Disk = new SimulatedDisk();
        Store = EmbeddedStore.Open(file, Disk, new StoreMode(OwnThread: false, Synchronous: "OFF"));
        Clock = new SimulatedClock(now);
        var prepared = EmbeddedBroker.PrepareAsync(Store, Config);
        SpinWait.SpinUntil(() => !Store.CommitNext(1) && prepared.IsCompleted);
        Context = new BrokerContext(Store, Work, Clock, NullLogger.Instance, Scheduler);
        Broker = new EmbeddedBroker(Context, Config, prepared.GetAwaiter().GetResult());
        Client = Broker.CreateClient();
        Order = new SessionOrder(this);
        Scheduler.AfterStep = Order.Look;
    }

    private long compared = -1;

    public SimulatedDisk Disk { get; }

    public EmbeddedStore Store { get; }

    public SimulatedClock Clock { get; }

    public WorkTracker Work { get; } = new();

    public StepScheduler Scheduler { get; } = new();

    public BrokerContext Context { get; }

    public EmbeddedBroker Broker { get; }

    public ServiceBusClient Client { get; }

    public SessionOrder Order { get; }

    public Mailbox Mailbox(string path, SubQueue part = SubQueue.None) => Broker.Entities.Mailbox(path, part);

    /// <summary>
    /// Whether a consumer still has what was handed to it; it may have been slower than its lock. What has come back and is now being
    /// dead-lettered or dropped is no longer in its hands either, though the lease is the same.
    /// </summary>
    public bool IsHeld(string path, ServiceBusReceivedMessage message)
    {
        lock (Context.Gate)
        {
            var first = Mailbox(path).Shelf.From(message.SequenceNumber, null).FirstOrDefault();
            return first?.Sequence == message.SequenceNumber
                && first.Lease is { InTransit: false } lease && lease.Token == message.LockTokenGuid;
        }
    }

    /// <summary>Runs whatever can run without time passing.</summary>
    public void Settle(Choices choices)
    {
        while (Scheduler.Count > 0 || Store.Waiting > 0)
        {
            if (Scheduler.Count > 0)
                Scheduler.RunOne(choices);
            else
                Store.CommitNext(int.MaxValue);
        }
    }

    /// <summary>The process is gone: nothing that was not committed will be.</summary>
    public void Die()
    {
        Disk.Dead = true;
        Store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>What is in memory equals what a restart would find. Holds whenever nothing waits to be written.</summary>
    public void CompareWithDisk()
    {
        // Only a commit changes one of them without the other.
        if (compared == Store.Commits)
            return;

        compared = Store.Commits;
        var stored = Store.Read(StoredMessages.ReadAll).Where(message => message.ScheduledAt is null)
            .Select(message => (message.Entity, message.Envelope.Sequence, message.Envelope.DeliveryCount)).ToList();
        var known = Mailboxes.SelectMany(path => new[] { Mailbox(path), Mailbox(path, SubQueue.DeadLetter) })
            .SelectMany(mailbox => mailbox.Shelf.From(1, null).Select(message => (mailbox.Id, message.Sequence, message.DeliveryCount)))
            .OrderBy(message => message.Sequence);
        Assert.Equal(stored, known);
    }
}
