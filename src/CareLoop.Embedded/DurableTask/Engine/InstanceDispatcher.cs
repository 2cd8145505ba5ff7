using System.Collections.Concurrent;
using CareLoop.Embedded.DurableTask.History;

namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>Finds or makes the actor of an instance and gives it its turns; keeps the sessions of those that ran last.</summary>
internal sealed class InstanceDispatcher(EngineWork work, TimeProvider time, DurableEngineOptions options, TaskScheduler scheduler)
{
    private readonly ConcurrentDictionary<long, InstanceActor> actors = new();
    private readonly WorkQueue queue = new(options.MaxConcurrentTurns, scheduler);
    private readonly RecentlyUsed<InstanceActor> cached = new(options.CachedInstances);
    private volatile bool stopping;

    /// <summary>Set before the first ring.</summary>
    public TurnRunner? Turns { get; set; }

    /// <summary>Asks for a turn. Begins its work before it returns.</summary>
    public void Ring(long key, Mail news)
    {
        if (stopping && news.Results.Count == 0)
        {
            // All but results is on disk, and found there at the next start.
            return;
        }

        while (true)
        {
            var actor = actors.GetOrAdd(key, static key => new InstanceActor(key));
            switch (actor.Ring(news))
            {
                case InstanceActor.RingAnswer.Joined:
                    return;
                case InstanceActor.RingAnswer.Schedule:
                    Schedule(actor);
                    return;
                default:
                    actors.TryRemove(KeyValuePair.Create(key, actor));
                    break;
            }
        }
    }

    public void Stop() => stopping = true;

    private void Schedule(InstanceActor actor)
    {
        actor.Work = work.Begin();
        queue.Enqueue(() => RunAsync(actor));
    }

    private async Task RunAsync(InstanceActor actor)
    {
        var unit = actor.Work!;
        var pause = await Turns!.RunAsync(actor);
        if (pause > TimeSpan.Zero)
        {
            RetryAfter(pause, actor);
        }
        else if (!actor.TryRest(onlyForResults: stopping))
        {
            Schedule(actor);
        }
        else
        {
            Rest(actor);
        }

        unit.Dispose();
    }

    /// <summary>Not counted as work, so that a virtual clock goes on to the end of the pause.</summary>
    private void RetryAfter(TimeSpan pause, InstanceActor actor)
    {
        if (stopping)
        {
            return;
        }

        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                Schedule(actor);
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(pause, Timeout.InfiniteTimeSpan);
    }

    private void Rest(InstanceActor actor)
    {
        if (actor.State?.Session is null)
        {
            cached.Remove(actor);
            Retire(actor);
            return;
        }

        foreach (var oldest in cached.Use(actor))
        {
            Retire(oldest);
        }
    }

    private void Retire(InstanceActor actor)
    {
        if (actor.TryRetire())
        {
            actors.TryRemove(KeyValuePair.Create(actor.Key, actor));
        }
    }
}
