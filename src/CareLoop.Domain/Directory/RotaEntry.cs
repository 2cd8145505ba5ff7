namespace CareLoop.Domain.Directory;

/// <summary>Who works a shift on which days (排班).</summary>
public sealed record RotaEntry : IDirectoryEntry
{
    public required string Id { get; init; }

    /// <summary>The shift.</summary>
    public required string Shift { get; init; }

    /// <summary>Staff ids.</summary>
    public IList<string> Staff { get; init; } = [];

    /// <summary>Weekdays it is worked on; none together with no <see cref="Dates"/>: every day.</summary>
    public IList<DayOfWeek> Weekdays { get; init; } = [];

    /// <summary>Single days it is worked on, whatever their weekday.</summary>
    public IList<DateOnly> Dates { get; init; } = [];

    /// <summary>Days on which nobody of them works it.</summary>
    public IList<DateOnly> Except { get; init; } = [];

    /// <summary>First day; null: since ever.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; null: until further notice.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Worked in every n-th week, counted from the week of <see cref="From"/> (CTR-SHIFT-01: cycles of three weeks).</summary>
    public int EveryWeeks { get; init; } = 1;

    /// <summary>Whether the shift that begins on this day is worked by these people.</summary>
    public bool Covers(DateOnly day)
    {
        if (day < From || day > Until || Except.Contains(day))
            return false;
        if (Dates.Contains(day))
            return true;
        var isWeekday = Weekdays.Count == 0 ? Dates.Count == 0 : Weekdays.Contains(day.DayOfWeek);
        return isWeekday && IsInCycle(day);
    }

    private bool IsInCycle(DateOnly day) =>
        EveryWeeks <= 1 || From is not { } from || (Monday(day).DayNumber - Monday(from).DayNumber) / 7 % EveryWeeks == 0;

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
