using System.Collections.Immutable;

namespace CareLoop.Domain.Time;

/// <summary>Public holidays and make-up working days (调休) of one year, as published (COM-TIME-14).</summary>
/// <param name="Year">The year.</param>
/// <param name="Version">Such as <c>2026.1</c>; a correction is a new version beside the old one.</param>
/// <param name="Source">The notice.</param>
/// <param name="PublishedAt">From then on running limits count by it.</param>
/// <param name="Holidays">Dates with their names.</param>
/// <param name="MakeUpDays">Working days in exchange.</param>
public sealed record HolidayYear(
    int Year,
    string Version,
    string Source,
    DateTimeOffset PublishedAt,
    ImmutableSortedDictionary<DateOnly, string> Holidays,
    ImmutableSortedSet<DateOnly> MakeUpDays);

/// <summary>The years known so far, each by its newest version. A year that is not known yet makes what depends on it provisional.</summary>
public sealed class HolidayCalendar(IEnumerable<HolidayYear> published)
{
    private readonly ImmutableArray<HolidayYear> _versions = [.. published];
    private readonly ImmutableSortedDictionary<int, HolidayYear> _years = published
        .GroupBy(y => y.Year)
        .ToImmutableSortedDictionary(y => y.Key, y => y.OrderBy(v => v.PublishedAt).ThenBy(v => v.Version, StringComparer.Ordinal).Last());

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

    /// <summary>When the newest of the years from one date to the other was published, or null when none is known.</summary>
    public DateTimeOffset? PublishedAt(DateOnly from, DateOnly to) =>
        _years.Values.Where(y => y.Year >= from.Year && y.Year <= to.Year).Max(y => (DateTimeOffset?)y.PublishedAt);

    /// <summary>
    /// The holidays as they were known to a limit that began on <paramref name="from"/> and carries these versions. A version that
    /// is no longer kept counts like its successor, so that what was told stays.
    /// </summary>
    public HolidayCalendar AsOf(DateOnly from, string versions)
    {
        var known = _years;
        var year = from.Year;
        foreach (var version in versions.Split('+'))
        {
            if (version == Unknown(year))
                known = known.Remove(year);
            else if (_versions.FirstOrDefault(v => v.Year == year && v.Version == version) is { } older)
                known = known.SetItem(year, older);
            year++;
        }

        return new(known.Values);
    }

    /// <summary>The versions used between two dates, such as <c>2026.1+2027?</c>; a question mark stands for a year without data.</summary>
    public string VersionOf(DateOnly from, DateOnly to)
    {
        var versions = new List<string>();
        for (var year = from.Year; year <= to.Year; year++)
            versions.Add(_years.TryGetValue(year, out var known) ? known.Version : Unknown(year));
        return string.Join('+', versions);
    }

    private static string Unknown(int year) => $"{year}?";
}
