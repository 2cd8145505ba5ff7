namespace CareLoop.Embedded.Tests.Faults;

/// <summary>A clock that jumps when the simulation says so, even in the middle of work: the worst that a loaded machine does.</summary>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<Timer> timers = [];
    private DateTimeOffset now = start;

    public DateTimeOffset? NextDue => timers.Count == 0 ? null : timers.Min(timer => timer.Due);

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void AdvanceTo(DateTimeOffset target)
    {
        while (timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due) is { } next)
        {
            now = next.Due > now ? next.Due : now;
            timers.Remove(next);
            next.Callback();
        }

        now = target > now ? target : now;
    }

    private sealed class Timer(SimulatedClock clock, Action callback) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public Action Callback => callback;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.timers.Remove(this);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Due = clock.now + dueTime;
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
