namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>When each sleeping instance has to be woken: one entry an instance, one timer for the earliest.</summary>
internal sealed class TimerQueue : IDisposable
{
    /// <summary>Below the longest wait of a system timer (49 days); a later one is set in steps.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private readonly Lock gate = new();
    private readonly Dictionary<long, DateTime> wakes = [];
    private readonly PriorityQueue<long, (DateTime At, long Key)> order = new();
    private readonly TimeProvider time;
    private readonly EngineWork work;
    private readonly Action<long> wake;
    private readonly ITimer timer;
    private DateTime? armed;
    private bool stopped;

    /// <param name="time">Whose timer is used.</param>
    /// <param name="work">Kept busy while instances are being woken.</param>
    /// <param name="wake">Called with the key of each instance that is due, on the timer's thread.</param>
    public TimerQueue(TimeProvider time, EngineWork work, Action<long> wake)
    {
        (this.time, this.work, this.wake) = (time, work, wake);
        timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Replaces the instance's entry; null removes it.</summary>
    public void Set(long key, DateTime? at)
    {
        lock (gate)
        {
            if (at is null)
            {
                wakes.Remove(key);
            }
            else if (!wakes.TryGetValue(key, out var known) || known != at)
            {
                wakes[key] = at.Value;
                order.Enqueue(key, (at.Value, key));
                Arm();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
        }

        timer.Dispose();
    }

    private void Fire()
    {
        using (work.Begin())
        {
            foreach (var key in TakeDue())
            {
                wake(key);
            }
        }
    }

    private List<long> TakeDue()
    {
        List<long> due = [];
        lock (gate)
        {
            armed = null;
            var now = time.GetUtcNow().UtcDateTime;
            while (Earliest() is { } first && first.At <= now && !stopped)
            {
                order.Dequeue();
                wakes.Remove(first.Key);
                due.Add(first.Key);
            }

            Arm();
        }

        return due;
    }

    private void Arm()
    {
        if (stopped || Earliest() is not { } first || armed <= first.At)
        {
            return;
        }

        armed = first.At;
        var wait = first.At - time.GetUtcNow().UtcDateTime;
        var least = TimeSpan.FromMilliseconds(1);
        timer.Change(wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < least ? least : wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Drops entries that have been replaced.</summary>
    private (DateTime At, long Key)? Earliest()
    {
        while (order.TryPeek(out var key, out var entry))
        {
            if (wakes.TryGetValue(key, out var at) && at == entry.At)
            {
                return entry;
            }

            order.Dequeue();
        }

        return null;
    }
}
