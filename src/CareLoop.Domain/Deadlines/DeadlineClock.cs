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

    /// <summary>
    /// Other hours or holidays from <paramref name="at"/> on: what was used under the old ones stays used, what remains moves.
    /// Only running limits move: a paused one keeps its remaining time, and what is missed stays missed.
    /// </summary>
    public static Deadline Rebase(Deadline deadline, WorkingTime before, WorkingTime after, DateTimeOffset at)
    {
        var from = at > deadline.StartedAt ? at : deadline.StartedAt;
        if (deadline.Status != DeadlineStatus.Running || from >= deadline.DueAt)
            return deadline;
        var clock = Clock.Parse(deadline.Clock);
        // A day clock that was paused counts open time ever since.
        var countsTime = clock.Length is not null || (clock.CanPause && !deadline.Paused.IsEmpty);
        var due = countsTime ? Add(clock, after, from, Measure(clock, before, from, deadline.DueAt)) : MovedDays.Due(deadline, before, after, from);
        var moved = Due(deadline, clock, after, from, due);
        return moved with
        {
            // What does not warn, such as a rung, does not begin to.
            WarnAt = deadline.WarnAt is null ? null : moved.WarnAt,
            Provisional = ClockMath.IsProvisional(clock, after, deadline.StartedAt, due),
        };
    }

    /// <summary>Another amount of the same unit: the used time stays, and it is never due before <paramref name="at"/>.</summary>
    /// <exception cref="InvalidOperationException">One of the clocks counts days, or they count different time.</exception>
    public static Deadline Lengthen(Deadline deadline, Clock to, WorkingTime time, DateTimeOffset at)
    {
        var clock = Clock.Parse(deadline.Clock);
        var more = CountsElapsedTime(clock) == CountsElapsedTime(to) ? to.Length - clock.Length : null;
        var difference = more ?? throw new InvalidOperationException($"{deadline.Clock} has no common unit with {to}.");
        var changed = deadline with { Clock = to.ToString() };
        if (deadline.Remaining is { } left)
            return changed with { Remaining = NotNegative(left + difference) };
        var from = at > deadline.StartedAt ? at : deadline.StartedAt;
        if (deadline.Status != DeadlineStatus.Running || from >= deadline.DueAt)
            return deadline;
        return Due(changed, to, time, from, Add(to, time, from, NotNegative(Measure(clock, time, from, deadline.DueAt) + difference)));
    }

    /// <summary>Whether <see cref="Lengthen"/> applies.</summary>
    public static bool HaveCommonUnit(Clock one, Clock other) =>
        one.Length is not null && other.Length is not null && CountsElapsedTime(one) == CountsElapsedTime(other);

    private static Deadline Due(Deadline deadline, Clock clock, WorkingTime time, DateTimeOffset at, DateTimeOffset due) => deadline with
    {
        DueAt = due,
        WarnAt = deadline.Warned ? deadline.WarnAt : MovedWarning(clock, time, at, Measure(clock, time, at, due), due),
        CalendarVersion = time.Holidays.VersionOf(ChinaTime.Date(deadline.StartedAt), ChinaTime.Date(due)),
    };

    private static TimeSpan NotNegative(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private static bool CountsElapsedTime(Clock clock) => clock.Kind is ClockKind.Hours or ClockKind.Minutes;

    private static DateTimeOffset? MovedWarning(Clock clock, WorkingTime time, DateTimeOffset at, TimeSpan remaining, DateTimeOffset due)
    {
        if (clock.Length is not { } length)
            return ClockMath.Warning(clock, time, at, due) is { } opening && opening < at ? at : ClockMath.Warning(clock, time, at, due);
        var warns = ClockMath.Warning(clock, time, at, due) is not null;
        var untilWarning = remaining - (length * 0.2);
        return !warns ? null : untilWarning > TimeSpan.Zero ? Add(clock, time, at, untilWarning) : at;
    }
}
