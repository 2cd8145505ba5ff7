using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Tests.Faults;
using CareLoop.Embedded.Tests.ServiceBus.Harness;
using CareLoop.Embedded.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace CareLoop.Embedded.Tests.ServiceBus.CrashWalk;

/// <summary>One life of the process, from its start to its end or its sudden death.</summary>
internal sealed class Life : IAsyncDisposable
{
    private readonly MortalStore fate;
    private readonly EmbeddedStore store;
    private readonly WorkTracker work = new();
    private readonly VirtualClock clock;
    private readonly Story story;
    private EmbeddedBroker? broker;

    public Life(Story story, string file, string grave, long dieAfter, DateTimeOffset now)
    {
        this.story = story;
        fate = new MortalStore(file, grave, dieAfter);
        store = EmbeddedStore.Open(file, fate);
        clock = new VirtualClock(now, work, _ => Task.CompletedTask);
    }

    public DateTimeOffset Now => clock.GetUtcNow();

    public EmbeddedBroker Broker => broker!;

    public ServiceBusClient Client => Broker.CreateClient();

    /// <summary>Starts and goes through the story from a step on.</summary>
    /// <returns>How many steps are done; all unless the process died.</returns>
    public async Task<int> LiveAsync(int done)
    {
        if (!await SurvivesAsync(StartAsync))
            return done;

        while (done < story.Steps.Count && await SurvivesAsync(() => story.Steps[done](this)))
            done++;

        return done;
    }

    public Task UntilAsync(TimeSpan sinceStart) => clock.AdvanceToAsync(BrokerHost.Start + sinceStart);

    public async ValueTask DisposeAsync()
    {
        // A broker whose store is dead would wait for answers that never come.
        if (broker is not null && !fate.Died.IsCompleted)
            await broker.DisposeAsync();

        await store.DisposeAsync();
        clock.Dispose();
    }

    private Task StartAsync() => Task.Run(() =>
    {
        broker = new EmbeddedBroker(store, work, clock, story.Config, NullLoggerFactory.Instance);
        story.Attach(broker);
    });

    private async Task<bool> SurvivesAsync(Func<Task> step)
    {
        var doing = step();
        var first = await Task.WhenAny(doing, fate.Died).WaitAsync(BrokerHost.Patience);
        if (first == doing)
            await doing;

        return !fate.Died.IsCompleted;
    }
}
