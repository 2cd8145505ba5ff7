namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>Something the broker will do at an instant.</summary>
internal sealed record Appointment(DateTimeOffset When, long Order, Action Action) : IComparable<Appointment>
{
    public int CompareTo(Appointment? other) =>
        other is null ? 1 : When != other.When ? When.CompareTo(other.When) : Order.CompareTo(other.Order);
}

/// <summary>
/// All instants the broker waits for, on one timer. Kept appointments are removed, so a virtual clock makes no empty stops.
/// </summary>
/// <param name="gate">Held by every caller, and while an action runs.</param>
internal sealed class DueTimes(TimeProvider clock, Lock gate) : IDisposable
{
    /// <summary>Timers of the system reach about 49 days; a longer wait is taken in steps.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);

    private readonly SortedSet<Appointment> appointments = [];
    private ITimer? timer;
    private DateTimeOffset? armed;
    private long created;
    private bool disposed;

    public Appointment At(DateTimeOffset when, Action action)
    {
        var appointment = new Appointment(when, ++created, action);
        appointments.Add(appointment);
        Arm();
        return appointment;
    }

    public void Cancel(Appointment? appointment)
    {
        if (appointment is not null && appointments.Remove(appointment))
            Arm();
    }

    /// <summary>Does everything whose time has come.</summary>
    public void CatchUp()
    {
        lock (gate)
        {
            if (disposed)
                return;

            armed = null;
            var now = clock.GetUtcNow();
            while (appointments.Min is { } first && first.When <= now)
            {
                appointments.Remove(first);
                first.Action();
            }

            Arm();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            timer?.Dispose();
        }
    }

    private void Arm()
    {
        var next = appointments.Min?.When;
        if (disposed || next == armed)
            return;

        armed = next;
        timer ??= clock.CreateTimer(_ => CatchUp(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(next is null ? Timeout.InfiniteTimeSpan : Wait(next.Value - clock.GetUtcNow()), Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Wait(TimeSpan left) => left switch
    {
        _ when left <= TimeSpan.Zero => TimeSpan.Zero,
        _ when left > LongestWait => LongestWait,
        // A timer of the system drops fractions of a millisecond and would fire too early, again and again.
        _ when left < TimeSpan.FromMilliseconds(1) => TimeSpan.FromMilliseconds(1),
        _ => left,
    };
}
