using System.Collections.Immutable;

namespace CareLoop.Domain.Time;

/// <summary>A calendar together with the holidays it meets: answers when it is open and counts open time.</summary>
public sealed class WorkingTime(BusinessCalendar calendar, HolidayCalendar holidays)
{
    // A calendar has a window every week (V-02); even a year of closing by override must not hang a decision.
    private const int SearchLimitDays = 800;

    public BusinessCalendar Calendar => calendar;

    public HolidayCalendar Holidays => holidays;

    public ImmutableArray<TimeWindow> WindowsOn(DateOnly date) => calendar.WindowsOn(date, holidays);

    public bool IsOpenDay(DateOnly date) => !WindowsOn(date).IsEmpty;

    public bool IsOpen(DateTimeOffset instant)
    {
        var local = ChinaTime.Local(instant);
        return WindowsOn(ChinaTime.Date(local)).Any(w => w.From <= local.TimeOfDay && local.TimeOfDay < w.To);
    }

    public DateTimeOffset OpeningOn(DateOnly openDay) => ChinaTime.At(openDay, WindowsOn(openDay)[0].From);

    public DateTimeOffset ClosingOn(DateOnly openDay) => ChinaTime.At(openDay, WindowsOn(openDay)[^1].To);

    /// <summary>The first open day on <paramref name="date"/> or after it.</summary>
    public DateOnly OpenDayFrom(DateOnly date) => Search(date, 1);

    /// <summary>The last open day on <paramref name="date"/> or before it.</summary>
    public DateOnly OpenDayUntil(DateOnly date) => Search(date, -1);

    /// <summary>The instant itself when open, else the next opening.</summary>
    public DateTimeOffset NextOpen(DateTimeOffset instant)
    {
        foreach (var (from, to) in OpenStretches(instant))
        {
            if (to > instant)
                return from > instant ? from : instant;
        }

        throw NeverOpen(instant);
    }

    /// <summary>The instant at which <paramref name="amount"/> of open time has passed since <paramref name="start"/> (COM-TIME-03).</summary>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan amount)
    {
        var left = amount;
        foreach (var (from, to) in OpenStretches(start))
        {
            var begin = from > start ? from : start;
            if (begin >= to)
                continue;
            if (begin + left <= to)
                return ChinaTime.Local(begin + left);
            left -= to - begin;
        }

        throw NeverOpen(start);
    }

    /// <summary>Open time between two instants; zero when they are in the wrong order.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        var sum = TimeSpan.Zero;
        for (var date = ChinaTime.Date(from); date <= ChinaTime.Date(to); date = date.AddDays(1))
        {
            foreach (var window in WindowsOn(date))
            {
                var begin = Later(ChinaTime.At(date, window.From), from);
                var end = Earlier(ChinaTime.At(date, window.To), to);
                if (begin < end)
                    sum += end - begin;
            }
        }

        return sum;
    }

    /// <summary>Holiday data that matters between two instants is not published yet.</summary>
    public bool IsProvisional(DateTimeOffset from, DateTimeOffset to) =>
        calendar.DependsOnHolidays && !holidays.Covers(ChinaTime.Date(from), ChinaTime.Date(to));

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> OpenStretches(DateTimeOffset start)
    {
        var date = ChinaTime.Date(start);
        for (var closedDays = 0; closedDays < SearchLimitDays; date = date.AddDays(1))
        {
            var windows = WindowsOn(date);
            closedDays = windows.IsEmpty ? closedDays + 1 : 0;
            foreach (var window in windows)
                yield return (ChinaTime.At(date, window.From), ChinaTime.At(date, window.To));
        }
    }

    private DateOnly Search(DateOnly date, int step)
    {
        for (var days = 0; days < SearchLimitDays; days++, date = date.AddDays(step))
        {
            if (IsOpenDay(date))
                return date;
        }

        throw NeverOpen(ChinaTime.At(date, TimeSpan.Zero));
    }

    private InvalidOperationException NeverOpen(DateTimeOffset around) =>
        new($"Calendar '{calendar.Id}' has no open day within {SearchLimitDays} days of {around:yyyy-MM-dd}.");
}
