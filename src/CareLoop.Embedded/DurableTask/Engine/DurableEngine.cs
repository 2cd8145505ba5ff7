using CareLoop.Embedded.DurableTask.Engine;
using CareLoop.Embedded.DurableTask.Orchestration;
using CareLoop.Embedded.DurableTask.Persistence;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.DurableTask;

/// <summary>
/// Durable orchestrations by event-sourced replay. A turn stores its history, status and outgoing work in one transaction;
/// nothing is polled: whatever makes an instance runnable rings for it, and what was left over is found at the start.
/// </summary>
public sealed class DurableEngine : IAsyncDisposable
{
    private readonly InstanceStore store;
    private readonly InstanceDispatcher dispatcher;
    private readonly ActivityRunner activities;
    private readonly TimerQueue timers;
    private readonly CompletionWaiters waiters = new();
    private readonly EngineWork work;
    private readonly EngineClient client;
    private bool started;
    private bool stopped;

    public DurableEngine(
        EmbeddedStore store, WorkTracker work, TimeProvider time, IDurableFunctions functions, ILoggerFactory loggers, DurableEngineOptions options)
        : this(store, work, time, functions, loggers, options, TaskScheduler.Default)
    {
    }

    internal DurableEngine(
        EmbeddedStore store, WorkTracker work, TimeProvider time, IDurableFunctions functions, ILoggerFactory loggers, DurableEngineOptions options, TaskScheduler scheduler)
    {
        var services = new SessionServices(functions, options.Json, loggers);
        this.store = new InstanceStore(store);
        this.work = new EngineWork(work);
        dispatcher = new InstanceDispatcher(this.work, time, options, scheduler);
        activities = new ActivityRunner(
            services, this.work, options, scheduler, (instance, result) => dispatcher.Ring(instance, Mail.Of(result)));
        timers = new TimerQueue(time, this.work, instance => dispatcher.Ring(instance, Mail.Look));
        dispatcher.Turns = new TurnRunner(this.store, services, time, options, waiters)
        {
            Activities = activities,
            Timers = timers,
            Ring = dispatcher.Ring,
        };
        var queries = new InstanceQueries(store, options.Json);
        client = new EngineClient(
            this.store, queries, services, time, this.work, waiters, instance => dispatcher.Ring(instance, Mail.New));
    }

    /// <exception cref="InvalidOperationException">The engine has not been started.</exception>
    public DurableTaskClient Client =>
        started ? client : throw new InvalidOperationException("The durable engine has no client before it is started.");

    /// <inheritdoc cref="InstanceStore.InboxRowsRead"/>
    internal long InboxRowsRead => store.InboxRowsRead;

    /// <summary>Opens or upgrades the tables and takes up all that an earlier run left unfinished.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        using (work.Begin())
        {
            await store.OpenAsync();
            started = true;
            foreach (var (key, wakeAt) in store.ReadSleeping())
            {
                timers.Set(key, wakeAt);
            }

            foreach (var key in store.ReadRunnable())
            {
                dispatcher.Ring(key, Mail.New);
            }
        }
    }

    /// <summary>
    /// Takes no new work and waits for the turns and activities under way. When the token fires, their tokens are cancelled
    /// and nothing more is waited for: unfinished activities run again at the next start.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        dispatcher.Stop();
        activities.StopStarting();
        timers.Dispose();
        try
        {
            await work.WhenDrainedAsync().WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            activities.GiveUp();
        }

        // Only now: activities under way may raise events and start instances to their end.
        client.Close();
        waiters.Close();
    }

    /// <summary>Instances whose turns are held back, in the order of their ids; input and output stay out, they may be anybody's.</summary>
    /// <param name="after">The id that the page before ended with; null for the first page.</param>
    public IReadOnlyList<QuarantinedInstance> ReadQuarantined(string? after, int most) => store.ReadQuarantined(after ?? "", most);

    /// <summary>Lets a quarantined instance take its turns again, after its code or the disk has been put right.</summary>
    /// <returns>False if no instance of that id is quarantined.</returns>
    public async Task<bool> ReleaseAsync(string instanceId)
    {
        using var unit = work.Begin();
        var key = await store.ReleaseAsync(instanceId);
        if (key is not null)
        {
            dispatcher.Ring(key.Value, Mail.New);
        }

        return key is not null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!stopped)
        {
            stopped = true;
            await StopAsync(new CancellationToken(canceled: true));
        }
    }
}
