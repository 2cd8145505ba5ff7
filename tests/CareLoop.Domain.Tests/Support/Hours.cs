using System.Collections.Immutable;
using System.Globalization;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Tests.Support;

/// <summary>Calendars written short, such as <c>daily 09-18</c> or <c>workdays 09-12 14-18</c>.</summary>
public static class Hours
{
    public static WorkingTime Of(string text, HolidayCalendar? holidays = null)
    {
        var parts = text.Split(' ');
        ImmutableArray<TimeWindow> windows = [.. parts.Skip(1).Select(Window)];
        var workdays = parts[0] == "workdays";
        var weekly = Enumerable.Range(0, 7).Select(day => workdays && day is 0 or 6 ? [] : windows).ToImmutableArray();
        var calendar = new BusinessCalendar(
            text, new(text, text), weekly, OpenOnHolidays: !workdays, workdays ? DayOfWeek.Monday : null, ImmutableSortedDictionary<DateOnly, ImmutableArray<TimeWindow>>.Empty, Window("09-20"))
        { VisitingWindow = Window("09-18") };
        return new(calendar, holidays ?? Packs.Library.Holidays);
    }

    private static TimeWindow Window(string text)
    {
        var ends = text.Split('-').Select(t => TimeSpan.FromHours(double.Parse(t, CultureInfo.InvariantCulture))).ToArray();
        return new(ends[0], ends[1]);
    }
}
