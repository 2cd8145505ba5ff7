namespace CareLoop.Embedded.Time;

/// <summary>
/// A clock that stands still until it is told to go on, and then jumps from one due timer to the next,
/// waiting in between until the system is quiet. Weeks pass in moments, and nothing is skipped.
/// </summary>
/// <param name="start">The first instant, or the persisted one of an earlier run.</param>
/// <param name="work">Says when the system is quiet.</param>
/// <param name="persist">Makes an instant durable before it becomes visible, so that a restarted clock never goes back.</param>
public sealed class VirtualClock(DateTimeOffset start, WorkTracker work, Func<DateTimeOffset, Task> persist) : TimeProvider, IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim advancing = new(1, 1);
    private readonly SortedSet<VirtualTimer> timers = [];
    private DateTimeOffset now = start.ToUniversalTime();
    private long created;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state, Interlocked.Increment(ref created));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves to <paramref name="target"/>, firing every timer on the way at its own instant. A past target moves nothing.</summary>
    public async Task AdvanceToAsync(DateTimeOffset target, CancellationToken cancellation = default)
    {
        await advancing.WaitAsync(cancellation);
        try
        {
            while (true)
            {
                await work.WhenQuietAsync().WaitAsync(cancellation);
                var next = NextStop(target);
                if (next is null)
                {
                    return;
                }

                if (next > GetUtcNow())
                {
                    await persist(next.Value);
                }

                Fire(next.Value);
            }
        }
        finally
        {
            advancing.Release();
        }
    }

    public void Dispose() => advancing.Dispose();

    private DateTimeOffset? NextStop(DateTimeOffset target)
    {
        lock (gate)
        {
            if (timers.Min is { } first && first.DueAt <= target)
            {
                return first.DueAt > now ? first.DueAt : now;
            }

            return target > now ? target : null;
        }
    }

    private void Fire(DateTimeOffset instant)
    {
        List<(VirtualTimer Timer, int Arming)> due = [];
        lock (gate)
        {
            now = instant > now ? instant : now;
            while (timers.Min is { } first && first.DueAt <= now)
            {
                timers.Remove(first);
                due.Add((first, first.Arming));
            }
        }

        using (work.Begin())
        {
            due.ForEach(entry => entry.Timer.Fire(entry.Arming));
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state, long order) : ITimer, IComparable<VirtualTimer>
    {
        private TimeSpan period;
        private bool disposed;

        public DateTimeOffset DueAt { get; private set; }

        /// <summary>Tells this setting of the timer from the ones before and after it.</summary>
        public int Arming { get; private set; }

        public int CompareTo(VirtualTimer? other) =>
            other is null ? 1 : DueAt != other.DueAt ? DueAt.CompareTo(other.DueAt) : order.CompareTo(other.Order);

        private long Order => order;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                if (disposed)
                {
                    return false;
                }

                clock.timers.Remove(this);
                Arming++;
                period = newPeriod;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    DueAt = clock.now + dueTime;
                    clock.timers.Add(this);
                }

                return true;
            }
        }

        /// <summary>Does nothing if a callback of the same instant has stopped or set the timer anew meanwhile.</summary>
        public void Fire(int arming)
        {
            if (!IsStill(arming))
            {
                return;
            }

            callback(state);
            if (period > TimeSpan.Zero && IsStill(arming))
            {
                Change(period, period);
            }
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                disposed = true;
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private bool IsStill(int arming)
        {
            lock (clock.gate)
            {
                return !disposed && Arming == arming;
            }
        }
    }
}
