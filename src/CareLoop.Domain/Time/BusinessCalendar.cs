using System.Collections.Immutable;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Time;

/// <summary>Opening hours of a handbook (营业日历).</summary>
/// <param name="Id">Such as <c>mall</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Weekly">Windows by <see cref="DayOfWeek"/> (Sunday first), in order and apart.</param>
/// <param name="OpenOnHolidays">Whether public holidays change nothing.</param>
/// <param name="MakeUpDay">The weekday whose hours a make-up working day has; null: its own weekday's hours.</param>
/// <param name="Overrides">Hours of single dates, before every other rule; none means closed.</param>
/// <param name="CallingWindow">Hours in which customers may be called (COM-TIME-12).</param>
public sealed record BusinessCalendar(
    string Id,
    LocalText Name,
    ImmutableArray<ImmutableArray<TimeWindow>> Weekly,
    bool OpenOnHolidays,
    DayOfWeek? MakeUpDay,
    ImmutableSortedDictionary<DateOnly, ImmutableArray<TimeWindow>> Overrides,
    TimeWindow CallingWindow)
{
    /// <summary>Hours that are staffed by shifts; empty when the promise and the staffing are the same.</summary>
    public ImmutableArray<TimeWindow> Shifts { get; init; } = [];

    /// <summary>Hours in which customers may be visited at home, on open days and others (MALL-FU-04).</summary>
    public required TimeWindow VisitingWindow { get; init; }

    /// <summary>Whether its hours can change with the holiday data of a year.</summary>
    public bool DependsOnHolidays => !OpenOnHolidays || MakeUpDay is not null;

    public ImmutableArray<TimeWindow> WindowsOn(DateOnly date, HolidayCalendar holidays)
    {
        if (Overrides.TryGetValue(date, out var special))
            return special;
        if (!OpenOnHolidays && holidays.IsHoliday(date))
            return [];
        var day = MakeUpDay is { } workday && holidays.IsMakeUpDay(date) ? workday : date.DayOfWeek;
        return Weekly[(int)day];
    }
}
