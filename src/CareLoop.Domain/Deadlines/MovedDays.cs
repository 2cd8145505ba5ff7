using CareLoop.Domain.Time;

namespace CareLoop.Domain.Deadlines;

/// <summary>
/// Day clocks when hours or holidays change in the middle: days that have begun stay used, the others are counted anew.
/// What changes now cannot have been missed earlier, so no limit moves to an instant that has passed.
/// </summary>
internal static class MovedDays
{
    /// <param name="deadline">A running limit that is not due yet.</param>
    /// <param name="before">The hours it was counted by.</param>
    /// <param name="after">The hours it counts on by.</param>
    /// <param name="at">When they changed.</param>
    public static DateTimeOffset Due(Deadline deadline, WorkingTime before, WorkingTime after, DateTimeOffset at)
    {
        var clock = Clock.Parse(deadline.Clock);
        return clock.Kind switch
        {
            ClockKind.BusinessDays or ClockKind.SameDay => OpenDays(deadline, before, after, at),
            ClockKind.Days => CalendarDays(deadline, clock, after, at),
            ClockKind.OpenDay => Later(ClockMath.Due(clock, after, deadline.StartedAt), at),
            // A right the customer was told about only ever grows.
            ClockKind.RightDays => Later(ClockMath.Due(clock, after, deadline.StartedAt), deadline.DueAt),
            _ => deadline.DueAt,
        };
    }

    private static DateTimeOffset OpenDays(Deadline deadline, WorkingTime before, WorkingTime after, DateTimeOffset at)
    {
        var today = ChinaTime.Date(at);
        var begun = today == ChinaTime.Date(deadline.StartedAt) || (before.IsOpenDay(today) && before.OpeningOn(today) < at);
        var first = begun ? today.AddDays(1) : today;
        var left = 0;
        for (var day = first; day <= LastDay(deadline); day = day.AddDays(1))
            left += before.IsOpenDay(day) ? 1 : 0;
        if (left == 0)
            return FirstClosing(after, today, at);
        var due = at;
        for (var day = first; left > 0; left--, day = ChinaTime.Date(due.AddTicks(-1)).AddDays(1))
            due = FirstClosing(after, day, at);
        return due;
    }

    private static DateTimeOffset CalendarDays(Deadline deadline, Clock clock, WorkingTime after, DateTimeOffset at)
    {
        var trigger = ChinaTime.Date(deadline.StartedAt);
        for (var day = trigger.AddDays(clock.Amount); day > trigger && day >= ChinaTime.Date(at); day = day.AddDays(-1))
        {
            if (after.IsOpenDay(day) && after.ClosingOn(day) > at)
                return after.ClosingOn(day);
        }

        return FirstClosing(after, Later(trigger.AddDays(1), ChinaTime.Date(at)), at);
    }

    private static DateTimeOffset FirstClosing(WorkingTime time, DateOnly from, DateTimeOffset at)
    {
        var closing = time.ClosingOn(time.OpenDayFrom(from));
        return closing > at ? closing : time.ClosingOn(time.OpenDayFrom(from.AddDays(1)));
    }

    // Closing at 24:00 is the next date already; the day meant is the one before.
    private static DateOnly LastDay(Deadline deadline) => ChinaTime.Date(deadline.DueAt.AddTicks(-1));

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
