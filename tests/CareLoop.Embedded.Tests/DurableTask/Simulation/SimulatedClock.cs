namespace CareLoop.Embedded.Tests.DurableTask.Simulation;

/// <summary>Moves only when the simulation says so, also in the middle of work.</summary>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<Timer> timers = [];
    private DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    public DateTimeOffset? NextDue => timers.Count == 0 ? null : timers.Min(timer => timer.DueAt);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void MoveTo(DateTimeOffset instant)
    {
        now = instant > now ? instant : now;
        while (timers.Where(timer => timer.DueAt <= now).MinBy(timer => timer.DueAt) is { } due)
        {
            timers.Remove(due);
            due.Fire();
        }
    }

    private sealed class Timer(SimulatedClock clock, Action callback) : ITimer
    {
        public DateTimeOffset DueAt { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.timers.Remove(this);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                DueAt = clock.now + dueTime;
                clock.timers.Add(this);
            }

            return true;
        }

        public void Dispose() => clock.timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
