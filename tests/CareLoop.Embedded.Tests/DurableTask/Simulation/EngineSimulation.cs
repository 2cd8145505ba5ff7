using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.DurableTask.Core.Exceptions;
using CareLoop.Embedded.DurableTask.Persistence;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Tests.DurableTask.Harness;
using CareLoop.Embedded.Tests.Faults;
using CareLoop.Embedded.Time;

namespace CareLoop.Embedded.Tests.DurableTask.Simulation;

/// <summary>One seed: an engine with callers, whose every choice of order, time, fault and death comes from the seed.</summary>
internal sealed class EngineSimulation : IDisposable
{
    private const int Steps = 400;

    private readonly string folder = Directory.CreateTempSubdirectory("simulation-").FullName;
    private readonly Random random;
    private readonly TestApp app;
    private readonly List<SimulatedInstance> instances = [];
    private readonly Dictionary<long, InstanceRow> seen = [];
    private DateTimeOffset now = EngineHost.Start;
    private bool winding;

    private SimulatedScheduler scheduler = null!;
    private SimulatedClock clock = null!;
    private SimulatedDisk disk = null!;
    private EmbeddedStore store = null!;
    private WorkTracker work = null!;
    private DurableEngine engine = null!;
    private Task starting = null!;

    public EngineSimulation(int seed)
    {
        random = new Random(seed);
        app = SimulatedApp.Create(random);
    }

    public int Deaths { get; private set; }

    public long Commits { get; private set; }

    public void Run()
    {
        // A test runner's context would take the continuations away from the scheduler.
        SynchronizationContext.SetSynchronizationContext(null);
        Begin();
        for (var step = 0; step < Steps; step++)
        {
            Step();
        }

        WindUp();
        instances.ForEach(Judge);
    }

    public void Dispose()
    {
        End();
        Directory.Delete(folder, recursive: true);
    }

    private void Begin()
    {
        scheduler = new SimulatedScheduler(random);
        clock = new SimulatedClock(now);
        disk = new SimulatedDisk(() => !winding && random.Next(20) == 0, () => !winding && random.Next(200) == 0);
        store = EmbeddedStore.Open(Path.Combine(folder, "store.db"), disk, new StoreMode(OwnThread: false, Synchronous: "OFF"));
        work = new WorkTracker();
        var options = new DurableEngineOptions
        {
            CachedInstances = random.Next(4),
            MaxConcurrentTurns = random.Next(1, 5),
            MaxConcurrentActivities = random.Next(1, 4),
        };
        engine = new DurableEngine(store, work, clock, app, new LogLines(), options, scheduler);
        starting = scheduler.Spawn(() => engine.StartAsync());
    }

    /// <summary>Without a word to anybody: tasks of the dead process never run again.</summary>
    private void End()
    {
        now = clock.GetUtcNow();
        Commits += store.Commits;
        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void Die()
    {
        Deaths++;
        End();
        foreach (var instance in instances)
        {
            instance.IsBusy = false;
        }

        Begin();
    }

    private void Step()
    {
        if (starting.IsFaulted)
        {
            // A disk that is full at the start ends the process; it is started again.
            Die();
        }

        switch (random.Next(100))
        {
            case < 60 when !scheduler.IsIdle:
                scheduler.RunOne();
                break;
            case < 85 when store.Waiting > 0:
                Commit();
                break;
            case < 92:
                Call();
                break;
            case < 99 when clock.NextDue is { } due:
                clock.AdvanceTo(due);
                break;
            case 99 when random.Next(2) == 0:
                Die();
                break;
        }
    }

    private void Commit()
    {
        store.CommitNext(random.Next(1, 6));
        if (starting.IsCompletedSuccessfully)
        {
            StoreInvariants.Check(store, seen);
        }

        if (disk.Dead)
        {
            Die();
        }
    }

    private void Call()
    {
        if (!starting.IsCompletedSuccessfully)
        {
            return;
        }

        var free = instances.Where(instance => !instance.IsBusy).ToList();
        if (instances.Count < 4 || free.Count == 0)
        {
            Start();
            return;
        }

        var target = free[random.Next(free.Count)];
        var action = random.Next(12);
        Speak(target, action switch
        {
            0 => () => engine.Client.SuspendInstanceAsync(target.Id),
            < 3 => () => engine.Client.ResumeInstanceAsync(target.Id),
            3 when target.Kind == "Worker" => () =>
            {
                target.MayBeTerminated = true;
                return engine.Client.TerminateInstanceAsync(target.Id);
            }
            ,
            4 => () => StartAgainAsync(target),
            _ => () => RaiseAsync(target, random.Next(1, 1_000_000)),
        });
    }

    private void Start()
    {
        if (instances.Count >= 8)
        {
            return;
        }

        var kind = random.Next(3) switch { 0 => "Collector", 1 => "Racer", _ => "Worker" };
        var instance = new SimulatedInstance($"i{instances.Count}", kind, random.Next());
        instances.Add(instance);
        Speak(instance, () => StartAgainAsync(instance));
    }

    private async Task StartAgainAsync(SimulatedInstance instance)
    {
        if (await engine.Client.GetInstanceAsync(instance.Id) is { IsCompleted: true })
        {
            return;
        }

        try
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(
                instance.Kind, instance.Kind == "Worker" ? instance.Seed : null, new StartOrchestrationOptions(instance.Id));
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // As it should be.
        }
    }

    private async Task RaiseAsync(SimulatedInstance target, int number)
    {
        target.Unanswered.Add(number);
        try
        {
            await engine.Client.RaiseEventAsync(target.Id, "Number", number);
            target.Acknowledged.Add(number);
        }
        catch (Exception error) when (error is IOException or InstanceUnavailableException)
        {
            // Refused, and therefore certainly not delivered.
        }

        target.Unanswered.Remove(number);
    }

    private void Speak(SimulatedInstance target, Func<Task> operation)
    {
        target.IsBusy = true;
        var tracker = work;
        scheduler.Spawn(async () =>
        {
            using (tracker.Begin())
            {
                try
                {
                    await operation();
                }
                catch (Exception error) when (error is IOException or InstanceUnavailableException)
                {
                    // The caller is told; it does not insist.
                }

                target.IsBusy = false;
            }
        });
    }

    /// <summary>No more faults and deaths: everything must now come to its end.</summary>
    private void WindUp()
    {
        winding = true;
        Drain();
        Pass(TimeSpan.FromHours(1), Drain);
        Settle();
        foreach (var instance in instances)
        {
            Speak(instance, () => StartAgainAsync(instance));
            Settle();
            Speak(instance, () => engine.ReleaseAsync(instance.Id));
            Settle();
            Speak(instance, () => engine.Client.ResumeInstanceAsync(instance.Id));
            Settle();
            if (instance.Kind == "Collector")
            {
                Speak(instance, () => engine.Client.RaiseEventAsync(instance.Id, "Number", -1));
                Settle();
            }
        }

        Pass(TimeSpan.FromDays(60), Settle);
    }

    private void Pass(TimeSpan span, Action settle)
    {
        var horizon = clock.GetUtcNow() + span;
        while (clock.NextDue <= horizon)
        {
            clock.AdvanceTo(clock.NextDue.Value);
            settle();
        }
    }

    private void Settle()
    {
        Drain();
        StoreInvariants.Require(work.Count == 0, $"{work.Count} pieces of work never ended");
        StoreInvariants.CheckNothingIsStuck(store, clock.GetUtcNow());
    }

    private void Drain()
    {
        while (!scheduler.IsIdle || store.Waiting > 0)
        {
            if (!scheduler.IsIdle)
            {
                scheduler.RunOne();
            }
            else
            {
                Commit();
            }
        }

        if (starting.IsFaulted)
        {
            Die();
            Drain();
        }
    }

    private void Judge(SimulatedInstance instance)
    {
        var end = engine.Client.GetInstanceAsync(instance.Id, true).GetAwaiter().GetResult();
        var terminated = instance.MayBeTerminated && end?.RuntimeStatus == OrchestrationRuntimeStatus.Terminated;
        StoreInvariants.Require(
            terminated || end?.RuntimeStatus == OrchestrationRuntimeStatus.Completed,
            $"{instance.Id} ({instance.Kind}) ended as {end?.RuntimeStatus}: {end?.FailureDetails?.ErrorMessage}");
        if (terminated)
        {
            return;
        }

        if (instance.Kind == "Worker")
        {
            StoreInvariants.Require(
                end!.ReadOutputAs<long>() == SimulatedApp.Expected(instance.Seed), $"{instance.Id} computed {end.SerializedOutput}");
        }
        else if (instance.Kind == "Collector")
        {
            var got = end!.ReadOutputAs<List<int>>()!;
            StoreInvariants.Require(
                got.Where(number => !instance.Unanswered.Contains(number)).SequenceEqual(instance.Acknowledged),
                $"{instance.Id} got {end.SerializedOutput}, acknowledged were [{string.Join(',', instance.Acknowledged)}]");
            StoreInvariants.Require(got.Distinct().Count() == got.Count, $"{instance.Id} got an event twice");
        }
    }
}
