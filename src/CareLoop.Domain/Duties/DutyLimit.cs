using System.Globalization;
using System.Text.RegularExpressions;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Duties;

/// <summary>Until when a duty has to be done (例行任务时限), written as in <see cref="Forms"/>; a day that is closed moves to an open one of its period.</summary>
public abstract partial record DutyLimit
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(23);

    private DutyLimit()
    {
    }

    /// <summary>Every form there is, for whoever writes handbooks.</summary>
    public static string Forms =>
        "closing, \"18:00\", opening+PT1H, opening+PT30M, month end, quarter end, half-year end, year end, BusinessDay 1, YEARLY 12-31, same visit, before release (before and a word: the time is given with the event)";

    /// <summary>When the last open day of the period closes.</summary>
    public sealed record Closing : DutyLimit;

    /// <summary>At a time of its last open day.</summary>
    public sealed record TimeOfDay(TimeSpan At) : DutyLimit;

    /// <summary>Some time after the opening of its last open day.</summary>
    public sealed record AfterOpening(TimeSpan After) : DutyLimit;

    /// <summary>At the end of the month, quarter, half-year or year.</summary>
    /// <param name="Months">1, 3, 6 or 12.</param>
    public sealed record PeriodEnd(int Months) : DutyLimit;

    /// <summary>When the n-th open day of the period closes.</summary>
    public sealed record OpenDay(int Nth) : DutyLimit;

    /// <summary>When a day of the year closes.</summary>
    public sealed record OnDate(int Month, int Day) : DutyLimit;

    /// <summary>On the day of the event itself.</summary>
    public sealed record SameVisit : DutyLimit;

    /// <summary>Before something whose time is given together with the event.</summary>
    public sealed record Before(string What) : DutyLimit;

    /// <summary>Whether the text can be read.</summary>
    public static bool TryParse(string? text, out DutyLimit limit)
    {
        limit = text switch
        {
            "closing" => new Closing(),
            "month end" => new PeriodEnd(1),
            "quarter end" => new PeriodEnd(3),
            "half-year end" => new PeriodEnd(6),
            "year end" => new PeriodEnd(12),
            "same visit" => new SameVisit(),
            ['Y', 'E', 'A', 'R', 'L', 'Y', ' ', .. var date] => DutySchedule.MonthDay(date) is { } day ? new OnDate(day.Month, day.Day) : null!,
            _ => ReadOther(text ?? string.Empty)!,
        };
        return limit is not null;
    }

    /// <summary>Whether a duty with this schedule can be due then.</summary>
    public bool Suits(DutySchedule schedule) => (this, schedule) switch
    {
        (SameVisit or Before, _) or (_, DutySchedule.OnEvent) => schedule is DutySchedule.OnEvent && this is SameVisit or Before or Closing,
        (_, DutySchedule.Daily { Limits: [.., var last] }) => this == last,
        (PeriodEnd end, DutySchedule.Months months) => months is { Day: null } && months.Count == end.Months,
        (PeriodEnd end, DutySchedule.LastDays) => end.Months == 1,
        (PeriodEnd, _) => false,
        (OpenDay open, DutySchedule.Months { Day: null } months) => open.Nth <= 15 * months.Count,
        (OpenDay open, DutySchedule.Weekly { On: null }) => open.Nth <= 5,
        (OpenDay, _) => false,
        (OnDate, DutySchedule.Months { Count: 12 } months) => months.Day is null || (this is OnDate date && (months.Month, months.Day) == (date.Month, date.Day)),
        (OnDate, _) => false,
        _ => true,
    };

    /// <summary>The day of a period by which its duty is known: the same whatever holidays do to it.</summary>
    internal DateOnly Names(DutyPeriod period) => this switch
    {
        OpenDay => period.First,
        OnDate date => DayOf(date, period.First.Year),
        _ => period.On ?? period.Last,
    };

    /// <summary>Opening and end of a duty's window.</summary>
    internal (DateTimeOffset Opens, DateTimeOffset Due) Window(WorkingTime time, DutyPeriod period)
    {
        if (period.On is { } on)
        {
            var day = OpenDayNear(time, period, on);
            return (time.OpeningOn(day), OnDay(time, day));
        }

        var opens = time.OpeningOn(time.OpenDayFrom(period.First));
        return this switch
        {
            OpenDay open => (opens, time.ClosingOn(NthDay(time, period, open.Nth))),
            OnDate date => (opens, time.ClosingOn(OpenDayNear(time, period, DayOf(date, period.First.Year)))),
            _ => (opens, OnDay(time, time.OpenDayUntil(period.Last))),
        };
    }

    /// <summary>When a duty that began with an event is due; null when the time has to be given with the event.</summary>
    internal DateTimeOffset? DueOf(WorkingTime time, DateTimeOffset happened) => this switch
    {
        Before => null,
        _ => ClockMath.Due(Clock.SameDay, time, happened),
    };

    private DateTimeOffset OnDay(WorkingTime time, DateOnly day) => this switch
    {
        TimeOfDay at => ChinaTime.At(day, at.At),
        AfterOpening after => time.OpeningOn(day) + after.After,
        _ => time.ClosingOn(day),
    };

    // A promise must not be late (COM-TIME-04), and a duty stays in its week or month.
    private static DateOnly OpenDayNear(WorkingTime time, DutyPeriod period, DateOnly day) =>
        time.OpenDayUntil(day) is var earlier && earlier >= period.First ? earlier : time.OpenDayFrom(day);

    private static DateOnly NthDay(WorkingTime time, DutyPeriod period, int nth)
    {
        var day = time.OpenDayFrom(period.First);
        for (var counted = 1; counted < nth && time.OpenDayFrom(day.AddDays(1)) is var next && next <= period.Last; counted++)
            day = next;
        return day;
    }

    private static DateOnly DayOf(OnDate date, int year) => new(year, date.Month, Math.Min(date.Day, DateTime.DaysInMonth(year, date.Month)));

    private static DutyLimit? ReadOther(string text)
    {
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return new TimeOfDay(time.ToTimeSpan());
        if (AfterOpeningShape().Match(text) is { Success: true } after && DutySchedule.Number(after.Groups["amount"].Value, 1, 600) is { } amount)
        {
            var length = after.Groups["unit"].Value == "H" ? TimeSpan.FromHours(amount) : TimeSpan.FromMinutes(amount);
            return length <= Longest ? new AfterOpening(length) : null;
        }

        if (text.StartsWith("BusinessDay ", StringComparison.Ordinal) && DutySchedule.Number(text["BusinessDay ".Length..], 1, 180) is { } nth)
            return new OpenDay(nth);
        return BeforeShape().Match(text) is { Success: true } before ? new Before(before.Groups["what"].Value) : null;
    }

    [GeneratedRegex(@"^opening\+PT(?<amount>\d{1,3})(?<unit>[HM])$")]
    private static partial Regex AfterOpeningShape();

    [GeneratedRegex("^before (?<what>[a-z]{2,20})$")]
    private static partial Regex BeforeShape();
}
