using CareLoop.Domain.Time;

namespace CareLoop.Domain.Deadlines;

/// <summary>Pausing, resuming and moving a running deadline: used time stays, remaining time moves.</summary>
public static class DeadlineClock
{
    // Documentation of old pauses gives way before the state outgrows its row; the count itself is in Remaining and DueAt.
    private const int MostPauses = 16;

    /// <summary>Clock time between two instants, in what the clock counts: elapsed time, or open time of the calendar.</summary>
    public static TimeSpan Measure(Clock clock, WorkingTime time, DateTimeOffset from, DateTimeOffset to) =>
        CountsElapsedTime(clock) ? to - from : time.Between(from, to);

    public static DateTimeOffset Add(Clock clock, WorkingTime time, DateTimeOffset from, TimeSpan amount) =>
        CountsElapsedTime(clock) ? ChinaTime.Local(from + amount) : time.Add(from, amount);

    /// <summary>Stops counting at <paramref name="at"/> (COM-TIME-10). Does nothing to clocks that cannot pause or no longer run.</summary>
    public static Deadline Pause(Deadline deadline, WorkingTime time, DateTimeOffset at)
    {
        var clock = Clock.Parse(deadline.Clock);
        if (deadline.Status != DeadlineStatus.Running || !clock.CanPause)
            return deadline;
        var from = at > deadline.StartedAt ? at : deadline.StartedAt;
        var pauses = deadline.Paused.Length < MostPauses ? deadline.Paused : deadline.Paused.RemoveAt(0);
        return deadline with
        {
            Status = DeadlineStatus.Paused,
            Remaining = Measure(clock, time, from, deadline.DueAt),
            Paused = pauses.Add(new(from, null)),
        };
    }

    /// <summary>Counts on from <paramref name="at"/>: due and warning move by what was not counted.</summary>
    public static Deadline Resume(Deadline deadline, WorkingTime time, DateTimeOffset at)
    {
        if (deadline is not { Status: DeadlineStatus.Paused, Remaining: { } remaining })
            return deadline;
        var clock = Clock.Parse(deadline.Clock);
        var due = Add(clock, time, at, remaining);
        return deadline with
        {
            Status = DeadlineStatus.Running,
            Remaining = null,
            DueAt = due,
            WarnAt = deadline.Warned ? deadline.WarnAt : MovedWarning(clock, time, at, remaining, due),
            Paused = deadline.Paused.SetItem(deadline.Paused.Length - 1, deadline.Paused[^1] with { To = at }),
            Provisional = deadline.Provisional || (!CountsElapsedTime(clock) && time.IsProvisional(at, due)),
            CalendarVersion = time.Holidays.VersionOf(ChinaTime.Date(deadline.StartedAt), ChinaTime.Date(due)),
        };
    }

    /// <summary>Other opening hours from <paramref name="at"/> on: what was used under the old ones stays used.</summary>
    public static Deadline Rebase(Deadline deadline, WorkingTime before, WorkingTime after, DateTimeOffset at)
    {
        var paused = Pause(deadline, before, at);
        if (paused.Status != DeadlineStatus.Paused || deadline.Status == DeadlineStatus.Paused)
            return deadline;
        return Resume(paused, after, at) with { Paused = deadline.Paused };
    }

    private static bool CountsElapsedTime(Clock clock) => clock.Kind is ClockKind.Hours or ClockKind.Minutes;

    private static DateTimeOffset? MovedWarning(Clock clock, WorkingTime time, DateTimeOffset at, TimeSpan remaining, DateTimeOffset due)
    {
        if (clock.Length is not { } length)
            return ClockMath.Warning(clock, time, at, due);
        var warns = ClockMath.Warning(clock, time, at, due) is not null;
        var untilWarning = remaining - (length * 0.2);
        return !warns ? null : untilWarning > TimeSpan.Zero ? Add(clock, time, at, untilWarning) : at;
    }
}
