namespace CareLoop.Domain.Time;

/// <summary>When a clock is due and warns.</summary>
/// <param name="WarnAt">Null when the clock does not warn.</param>
/// <param name="Provisional">Depends on holiday data that is not published yet.</param>
public readonly record struct Reckoning(DateTimeOffset DueAt, DateTimeOffset? WarnAt, bool Provisional);

/// <summary>Due and warning instants of every clock kind, as pure functions of start and calendar.</summary>
public static class ClockMath
{
    private static readonly TimeSpan WarnsFrom = TimeSpan.FromHours(4);
    private static readonly TimeSpan SameDayWarning = TimeSpan.FromHours(2);

    public static Reckoning Start(Clock clock, WorkingTime time, DateTimeOffset start)
    {
        var due = Due(clock, time, start);
        return new(due, Warning(clock, time, start, due), IsProvisional(clock, time, start, due));
    }

    /// <summary>The due instant; <see cref="ClockKind.Fixed"/> has none of its own.</summary>
    public static DateTimeOffset Due(Clock clock, WorkingTime time, DateTimeOffset start)
    {
        var day = ChinaTime.Date(start);
        return clock.Kind switch
        {
            ClockKind.Minutes or ClockKind.Hours => ChinaTime.Local(start + clock.Length!.Value),
            ClockKind.BusinessMinutes or ClockKind.BusinessHours => time.Add(start, clock.Length!.Value),
            ClockKind.Days => time.ClosingOn(DutyDay(time, day, day.AddDays(clock.Amount))),
            ClockKind.RightDays => EndOf(AfterHolidays(time, day.AddDays(clock.Amount))),
            ClockKind.BusinessDays => time.ClosingOn(NthOpenDay(time, day, clock.Amount)),
            ClockKind.SameDay => SameDay(time, start),
            ClockKind.Months => EndOf(day.AddMonths(clock.Amount)),
            ClockKind.OpenDay => CallingFrom(time, time.OpenDayFrom(day.AddDays(clock.Amount))),
            _ => throw new ArgumentException($"{clock} has no due instant of its own.", nameof(clock)),
        };
    }

    /// <summary>The warning instant for a due instant that may have moved (COM-TIME-11).</summary>
    public static DateTimeOffset? Warning(Clock clock, WorkingTime time, DateTimeOffset start, DateTimeOffset due) => clock.Kind switch
    {
        ClockKind.Minutes or ClockKind.Hours when clock.Length >= WarnsFrom => ChinaTime.Local(start + (clock.Length!.Value * 0.8)),
        ClockKind.BusinessMinutes or ClockKind.BusinessHours when clock.Length >= WarnsFrom => time.Add(start, clock.Length!.Value * 0.8),
        ClockKind.SameDay when start <= due - SameDayWarning => due - SameDayWarning,
        ClockKind.Days or ClockKind.BusinessDays => OpeningBefore(time, due),
        _ => null,
    };

    /// <summary>A closed day moves a staff duty to the nearest earlier open day: a promise must not be late (COM-TIME-04).</summary>
    public static DateOnly DutyDay(WorkingTime time, DateOnly trigger, DateOnly day)
    {
        var earlier = time.OpenDayUntil(day);
        return earlier > trigger ? earlier : time.OpenDayFrom(day);
    }

    /// <summary>Opening of the day something is due on: the warning of day clocks.</summary>
    public static DateTimeOffset OpeningBefore(WorkingTime time, DateTimeOffset due) =>
        // Closing at 24:00 is the next date already; the day meant is the one before.
        time.OpeningOn(time.OpenDayUntil(ChinaTime.Date(due.AddTicks(-1))));

    /// <summary>Depends on holiday data that is not published yet.</summary>
    public static bool IsProvisional(Clock clock, WorkingTime time, DateTimeOffset start, DateTimeOffset due) => clock.Kind switch
    {
        ClockKind.Minutes or ClockKind.Hours or ClockKind.Months or ClockKind.Fixed => false,
        ClockKind.RightDays => !time.Holidays.Covers(ChinaTime.Date(start), ChinaTime.Date(due.AddTicks(-1))),
        _ => time.IsProvisional(start, due),
    };

    /// <summary>Whether holiday data of a year can move it.</summary>
    public static bool DependsOnHolidays(Clock clock, BusinessCalendar calendar) => clock.Kind switch
    {
        ClockKind.Minutes or ClockKind.Hours or ClockKind.Months or ClockKind.Fixed => false,
        ClockKind.RightDays => true,
        _ => calendar.DependsOnHolidays,
    };

    private static DateTimeOffset SameDay(WorkingTime time, DateTimeOffset start)
    {
        var day = ChinaTime.Date(start);
        return time.IsOpenDay(day) && start <= time.ClosingOn(day)
            ? time.ClosingOn(day)
            : time.ClosingOn(time.OpenDayFrom(day.AddDays(1)));
    }

    private static DateOnly NthOpenDay(WorkingTime time, DateOnly trigger, int n)
    {
        var day = trigger;
        for (var counted = 0; counted < n; counted++)
            day = time.OpenDayFrom(day.AddDays(1));
        return day;
    }

    private static DateOnly AfterHolidays(WorkingTime time, DateOnly day)
    {
        while (time.Holidays.IsHoliday(day))
            day = day.AddDays(1);
        return day;
    }

    private static DateTimeOffset CallingFrom(WorkingTime time, DateOnly openDay)
    {
        var calling = ChinaTime.At(openDay, time.Calendar.CallingWindow.From);
        return calling > time.OpeningOn(openDay) ? calling : time.OpeningOn(openDay);
    }

    private static DateTimeOffset EndOf(DateOnly day) => ChinaTime.At(day.AddDays(1), TimeSpan.Zero);
}
