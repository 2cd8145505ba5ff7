using CareLoop.Embedded.ServiceBus.Delivery;
using CareLoop.Embedded.ServiceBus.Storage;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>
/// The Service Bus of one process: queues, topics and subscriptions in the embedded store. Messages survive a crash,
/// locks don't; delivery is at least once and, inside a session, in order.
/// </summary>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    private readonly BrokerContext context;
    private readonly Namespace entities;
    private readonly List<BrokerProcessor> processors = [];

    /// <summary>Opens the broker's part of the store and takes up what an earlier run has left.</summary>
    /// <param name="work">Is told of every message that a processor could take, so that a virtual clock waits for it.</param>
    /// <exception cref="InvalidOperationException">The store was written by a newer version.</exception>
    public EmbeddedBroker(EmbeddedStore store, WorkTracker work, TimeProvider clock, BrokerConfig config, ILoggerFactory loggers)
        : this(
            new BrokerContext(store, work, clock, loggers.CreateLogger<EmbeddedBroker>(), TaskScheduler.Default),
            config,
            // The store's own thread does the work, so waiting for it here cannot block it.
            PrepareAsync(store, config).GetAwaiter().GetResult())
    {
    }

    internal EmbeddedBroker(BrokerContext context, BrokerConfig config, Dictionary<string, int> ids)
    {
        this.context = context;
        entities = new Namespace(context, config, ids);
        entities.Load();
    }

    internal BrokerContext Context => context;

    internal Namespace Entities => entities;

    /// <summary>A client of this broker, in the shape of the official one.</summary>
    public ServiceBusClient CreateClient() => new(this);

    /// <summary>Starts handing messages to <paramref name="handler"/>; stop it by disposing the result.</summary>
    /// <param name="entity">A queue, or a topic if <paramref name="subscription"/> is given.</param>
    /// <exception cref="ServiceBusException">There is no such entity.</exception>
    public BrokerProcessor Process(
        string entity,
        string? subscription,
        ProcessorOptions options,
        Func<ServiceBusReceivedMessage, MessageSettlement, CancellationToken, Task> handler)
    {
        var mailbox = entities.Mailbox(Namespace.PathOf(entity, subscription), SubQueue.None);
        var processor = new BrokerProcessor(context, mailbox, options, handler);
        lock (context.Gate)
        {
            processors.Add(processor);
            mailbox.Attach(processor);
        }

        return processor;
    }

    /// <summary>Stops the processors, finishes what is being written and lets go of the clock; the store stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        List<BrokerProcessor> running;
        lock (context.Gate)
        {
            running = [.. processors];
            processors.Clear();
        }

        await Task.WhenAll(running.Select(processor => processor.DisposeAsync().AsTask()));
        await context.Journal.WhenIdleAsync();
        context.Due.Dispose();
    }

    /// <summary>Brings the tables up to date and numbers the entities.</summary>
    internal static async Task<Dictionary<string, int>> PrepareAsync(EmbeddedStore store, BrokerConfig config)
    {
        // The constructor blocks on this, so it must not need the caller's context to go on.
        await BrokerSchema.Schema.ApplyAsync(store).ConfigureAwait(false);
        return await store.WriteAsync(connection => Catalog.Register(connection, config)).ConfigureAwait(false);
    }
}
