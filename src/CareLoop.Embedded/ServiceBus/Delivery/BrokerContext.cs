using CareLoop.Embedded.ServiceBus.Storage;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>What all parts of one broker share.</summary>
/// <param name="scheduler">Where the broker's own steps and the handlers run.</param>
internal sealed class BrokerContext(EmbeddedStore store, WorkTracker work, TimeProvider clock, ILogger log, TaskScheduler scheduler)
{
    /// <summary>How long the broker waits before it repeats a step of its own that the store refused.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Guards everything in memory. Nothing waits while holding it.</summary>
    public Lock Gate { get; } = new();

    public EmbeddedStore Store => store;

    public WorkTracker Work => work;

    public TimeProvider Clock => clock;

    public ILogger Log => log;

    public Journal Journal => field ??= new Journal(this);

    public DueTimes Due => field ??= new DueTimes(clock, Gate);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Runs something apart from its caller.</summary>
    public Task Start(Func<Task> action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();

    /// <summary>The instant after a wait; the end of time for a wait that never ends.</summary>
    public static DateTimeOffset After(DateTimeOffset start, TimeSpan wait) =>
        wait > DateTimeOffset.MaxValue - start ? DateTimeOffset.MaxValue : start + wait;
}
