using System.Collections.Immutable;
using System.Globalization;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Duties;

/// <summary>The days a duty is for: from the first to the last of a day, week, month, quarter, half-year or year.</summary>
/// <param name="First">Its first day, open or not.</param>
/// <param name="Last">Its last day.</param>
/// <param name="On">The one day of it that the duty is for; null: all of it.</param>
public readonly record struct DutyPeriod(DateOnly First, DateOnly Last, DateOnly? On = null);

/// <summary>How often a duty comes (例行任务周期), written as in <see cref="Forms"/>.</summary>
public abstract record DutySchedule
{
    private static readonly ImmutableArray<string> Weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

    private DutySchedule()
    {
    }

    /// <summary>Every form there is, for whoever writes handbooks.</summary>
    public static string Forms =>
        "DAILY, DAILY opening, DAILY x2, \"DAILY 12:00, closing\", EVERY P3D, WEEKLY, WEEKLY MON, MONTHLY, MONTHLY 25, QUARTERLY, HALF-YEARLY, YEARLY, YEARLY 12-31, LAST 7 DAYS OF MONTH, ON EVENT";

    /// <summary>Every open day, once or several times.</summary>
    /// <param name="Times">How often.</param>
    /// <param name="Limits">Until when each of them has to be done; none: all by the duty's own limit.</param>
    public sealed record Daily(int Times, ImmutableArray<DutyLimit> Limits) : DutySchedule
    {
        /// <summary>Whether it is the first thing of the day.</summary>
        public bool First { get; init; }
    }

    /// <summary>Once in so many days, counted without a break over the years.</summary>
    public sealed record Every(int Days) : DutySchedule;

    /// <summary>Every week, or on a day of it.</summary>
    public sealed record Weekly(DayOfWeek? On) : DutySchedule;

    /// <summary>Every so many months, counted from January.</summary>
    /// <param name="Count">1, 3, 6 or 12.</param>
    /// <param name="Month">Of a year: the month of the day it is for.</param>
    /// <param name="Day">The day of the month it is for; a shorter month has it on its last.</param>
    public sealed record Months(int Count, int? Month = null, int? Day = null) : DutySchedule;

    /// <summary>In the last days of every month.</summary>
    public sealed record LastDays(int Days) : DutySchedule;

    /// <summary>When somebody says that its event has happened.</summary>
    public sealed record OnEvent : DutySchedule;

    /// <summary>Whether the text can be read.</summary>
    public static bool TryParse(string? text, out DutySchedule schedule)
    {
        var words = (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        schedule = words switch
        {
            ["DAILY"] => new Daily(1, []),
            ["DAILY", "opening"] => new Daily(1, []) { First = true },
            ["DAILY", ['x', .. var times]] when Number(times, 2, 12) is { } count => new Daily(count, []),
            ["DAILY", ..] => ReadTimes(string.Concat(words[1..]))!,
            ["EVERY", ['P', .. var days, 'D']] when Number(days, 2, 60) is { } count => new Every(count),
            ["WEEKLY"] => new Weekly(On: null),
            ["WEEKLY", var day] when Weekdays.IndexOf(day) is >= 0 and var index => new Weekly((DayOfWeek)((index + 1) % 7)),
            ["MONTHLY"] => new Months(1),
            ["MONTHLY", var day] when Number(day, 1, 31) is { } number => new Months(1, null, number),
            ["QUARTERLY"] => new Months(3),
            ["HALF-YEARLY"] => new Months(6),
            ["YEARLY"] => new Months(12),
            ["YEARLY", var date] when MonthDay(date) is { } day => new Months(12, day.Month, day.Day),
            ["LAST", var days, "DAYS", "OF", "MONTH"] when Number(days, 1, 28) is { } count => new LastDays(count),
            ["ON", "EVENT"] => new OnEvent(),
            _ => null!,
        };
        return schedule is not null;
    }

    /// <summary>The periods that have a day from one date to another, in order; of a day, week or month without any open day none, since nobody is there.</summary>
    public IEnumerable<DutyPeriod> Periods(WorkingTime time, DateOnly from, DateOnly until)
    {
        if (this is OnEvent)
            yield break;
        for (var period = Around(from); period.First <= until; period = Around(Of(period).Last.AddDays(1)))
        {
            if (period.Last >= from && time.OpenDayFrom(period.First) <= period.Last)
                yield return period;
        }
    }

    /// <summary>A day and month written <c>12-31</c>; 29 February is one.</summary>
    internal static DateOnly? MonthDay(string text) =>
        DateOnly.TryParseExact($"2000-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    internal static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    // The last days of a month are a part of it; the next ones begin in the next month.
    private DutyPeriod Of(DutyPeriod period) => this is LastDays ? period with { First = MonthOf(period.Last, 1).First } : period;

    private DutyPeriod Around(DateOnly day) => this switch
    {
        Every every => Block(day, every.Days),
        Weekly weekly => Week(day, weekly.On),
        Months months => InMonths(day, months),
        LastDays last => MonthOf(day, 1) is var month ? month with { First = month.Last.AddDays(1 - last.Days) } : default,
        _ => new(day, day),
    };

    private static Daily? ReadTimes(string text)
    {
        var limits = ImmutableArray.CreateBuilder<DutyLimit>();
        foreach (var part in text.Split(','))
        {
            if (!DutyLimit.TryParse(part, out var limit) || limit is not (DutyLimit.TimeOfDay or DutyLimit.Closing))
                return null;
            limits.Add(limit);
        }

        // Times of the day come in its order, and nothing comes after closing.
        var times = limits.OfType<DutyLimit.TimeOfDay>().Select(limit => limit.At).ToList();
        var ordered = times.SequenceEqual(times.Distinct().Order()) && limits.IndexOf(new DutyLimit.Closing()) is var closing && (closing < 0 || closing == limits.Count - 1);
        return ordered && limits.Count > 1 ? new Daily(limits.Count, limits.ToImmutable()) : null;
    }

    private static DutyPeriod Block(DateOnly day, int days)
    {
        var first = DateOnly.FromDayNumber(day.DayNumber / days * days);
        return new(first, first.AddDays(days - 1));
    }

    private static DutyPeriod Week(DateOnly day, DayOfWeek? on)
    {
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return new(monday, monday.AddDays(6), on is { } weekday ? monday.AddDays(((int)weekday + 6) % 7) : null);
    }

    private static DutyPeriod InMonths(DateOnly day, Months months)
    {
        var period = MonthOf(day, months.Count);
        if (months.Day is not { } wanted)
            return period;
        var month = new DateOnly(day.Year, months.Month ?? day.Month, 1);
        return period with { On = month.AddDays(Math.Min(wanted, DateTime.DaysInMonth(month.Year, month.Month)) - 1) };
    }

    private static DutyPeriod MonthOf(DateOnly day, int count)
    {
        var first = new DateOnly(day.Year, ((day.Month - 1) / count * count) + 1, 1);
        return new(first, first.AddMonths(count).AddDays(-1));
    }
}
