using System.Collections.Immutable;

namespace CareLoop.Domain.Time;

/// <summary>Public holidays and make-up working days (调休) of one year, as published (COM-TIME-14).</summary>
public sealed record HolidayYear(
    int Year,
    string Version,
    string Source,
    ImmutableSortedDictionary<DateOnly, string> Holidays,
    ImmutableSortedSet<DateOnly> MakeUpDays);

/// <summary>The years known so far. A year that is not known yet makes what depends on it provisional.</summary>
public sealed class HolidayCalendar(IEnumerable<HolidayYear> years)
{
    private readonly ImmutableSortedDictionary<int, HolidayYear> _years = years.ToImmutableSortedDictionary(y => y.Year, y => y);

    public static HolidayCalendar None { get; } = new([]);

    public IEnumerable<HolidayYear> Years => _years.Values;

    public bool Knows(int year) => _years.ContainsKey(year);

    public bool IsHoliday(DateOnly date) => _years.TryGetValue(date.Year, out var year) && year.Holidays.ContainsKey(date);

    public bool IsMakeUpDay(DateOnly date) => _years.TryGetValue(date.Year, out var year) && year.MakeUpDays.Contains(date);

    /// <summary>True when every year from one date to the other has been published.</summary>
    public bool Covers(DateOnly from, DateOnly to)
    {
        for (var year = from.Year; year <= to.Year; year++)
        {
            if (!Knows(year))
                return false;
        }

        return true;
    }

    /// <summary>The versions used between two dates, such as <c>2026.1+2027?</c>; a question mark stands for a year without data.</summary>
    public string VersionOf(DateOnly from, DateOnly to)
    {
        var versions = new List<string>();
        for (var year = from.Year; year <= to.Year; year++)
            versions.Add(_years.TryGetValue(year, out var known) ? known.Version : $"{year}?");
        return string.Join('+', versions);
    }
}
