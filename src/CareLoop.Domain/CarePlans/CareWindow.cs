using CareLoop.Domain.Time;

namespace CareLoop.Domain.CarePlans;

/// <summary>When a care plan opens and is due for one anchor, each with the clock it is counted by.</summary>
/// <param name="DueFrom">The instant from which the end is counted.</param>
internal readonly record struct CareWindow(Clock OpensClock, Reckoning Opens, Clock DueClock, Reckoning Due, DateTimeOffset DueFrom)
{
    public static CareWindow Of(CarePlan plan, WorkingTime time, DateTimeOffset anchor)
    {
        var (opensClock, opens) = OpensOf(plan.Opens, time, anchor);
        if (plan.Due.Unit == CareUnit.HoursOpen)
        {
            var hours = new Clock(ClockKind.BusinessHours, plan.Due.Amount);
            return new(opensClock, opens, hours, ClockMath.Start(hours, time, opens.DueAt), opens.DueAt);
        }

        var (dueClock, due) = DueOf(plan.Due, time, anchor);
        // The end moves to an earlier open day and the opening to a later one; over holidays they must not pass each other.
        if (opens.DueAt >= due.DueAt)
            opens = opens with { DueAt = CallingFrom(time, time.OpenDayUntil(ChinaTime.Date(due.DueAt.AddTicks(-1)))) };
        return new(opensClock, opens, dueClock, due, anchor);
    }

    private static (Clock Clock, Reckoning Reckoning) OpensOf(CareOffset offset, WorkingTime time, DateTimeOffset anchor) =>
        Counted(offset, ClockKind.OpenDay, time, anchor) ?? (Clock.Fixed, Reckon(time, anchor, offset switch
        {
            { Unit: CareUnit.TimeOfDay } => TimeOfDay(offset, time, anchor),
            { Amount: 0 } => AtOnce(time, anchor),
            _ => CallingFrom(time, Day(offset, anchor)),
        }, null));

    private static (Clock Clock, Reckoning Reckoning) DueOf(CareOffset offset, WorkingTime time, DateTimeOffset anchor)
    {
        if (Counted(offset, ClockKind.Days, time, anchor) is { } counted)
            return counted;
        if (offset.Unit == CareUnit.TimeOfDay)
            return (Clock.Fixed, Reckon(time, anchor, TimeOfDay(offset, time, anchor), null));
        var due = time.ClosingOn(time.OpenDayUntil(Day(offset, anchor)));
        // Windows counted back from an anchor warn at the opening of their last day (COM-TIME-11).
        return (Clock.Fixed, Reckon(time, anchor, due, ClockMath.OpeningBefore(time, due)));
    }

    // What a clock counts forward from the anchor; null where the offset names a date or a time of day.
    private static (Clock Clock, Reckoning Reckoning)? Counted(CareOffset offset, ClockKind days, WorkingTime time, DateTimeOffset anchor)
    {
        Clock? clock = offset switch
        {
            { Unit: CareUnit.Hours } => new Clock(ClockKind.Hours, offset.Amount),
            { Unit: CareUnit.Days, Amount: > 0 } => new Clock(days, offset.Amount),
            _ => null,
        };
        return clock is { } counts ? (counts, ClockMath.Start(counts, time, anchor)) : null;
    }

    // A date counted from an anchor depends on the holidays although a promised one does not.
    private static Reckoning Reckon(WorkingTime time, DateTimeOffset anchor, DateTimeOffset at, DateTimeOffset? warn) =>
        new(at, warn, time.IsProvisional(at < anchor ? at : anchor, at < anchor ? anchor : at));

    private static DateOnly Day(CareOffset offset, DateTimeOffset anchor)
    {
        var date = ChinaTime.Date(anchor);
        return offset.Unit == CareUnit.Months ? date.AddMonths(offset.Amount) : date.AddDays(offset.Amount);
    }

    private static DateTimeOffset TimeOfDay(CareOffset offset, WorkingTime time, DateTimeOffset anchor) =>
        ChinaTime.At(time.OpenDayUntil(ChinaTime.Date(anchor)), TimeSpan.FromMinutes(offset.Amount));

    // At once, but nobody is called at night.
    private static DateTimeOffset AtOnce(WorkingTime time, DateTimeOffset anchor)
    {
        var open = ChinaTime.Local(time.NextOpen(anchor));
        if (CallingHours.Contain(time, open))
            return open;
        var calling = CallingFrom(time, ChinaTime.Date(open));
        return calling > open ? calling : CallingFrom(time, ChinaTime.Date(open).AddDays(1));
    }

    private static DateTimeOffset CallingFrom(WorkingTime time, DateOnly day) =>
        ClockMath.Due(new(ClockKind.OpenDay, 0), time, ChinaTime.At(day, TimeSpan.Zero));
}
