using System.Collections.Immutable;
using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Time;

/// <summary>The edges of calendars: first and last minutes, years without data, calendars that never open.</summary>
public sealed class CalendarEdgeTests
{
    private static readonly WorkingTime Split = Hours.Of("daily 09-12 14-18");

    [Fact]
    public void COM_TIME_03_opening_counts_and_closing_does_not()
    {
        Assert.True(Split.IsOpen(At.China("2026-03-04 09:00")));
        Assert.False(Split.IsOpen(At.China("2026-03-04 12:00")));
        Assert.Equal("2026-03-04 14:00", At.Text(Split.NextOpen(At.China("2026-03-04 12:00"))));
        Assert.Equal("2026-03-04 14:00", At.Text(Split.NextOpen(At.China("2026-03-04 14:00"))));
        Assert.Equal("2026-03-05 09:00", At.Text(Split.NextOpen(At.China("2026-03-04 18:00"))));
        Assert.Equal("2026-03-04 12:00", At.Text(Split.Add(At.China("2026-03-04 11:00"), TimeSpan.FromHours(1)))); // not the next opening
        Assert.Equal("2026-03-04 15:00", At.Text(Split.Add(At.China("2026-03-04 12:00"), TimeSpan.FromHours(1))));
        Assert.Equal(TimeSpan.Zero, Split.Between(At.China("2026-03-04 12:00"), At.China("2026-03-04 14:00")));
        Assert.Equal(TimeSpan.Zero, Split.Between(At.China("2026-03-04 11:00"), At.China("2026-03-04 10:00")));
    }

    [Fact]
    public void A_calendar_that_never_opens_says_so_instead_of_hanging()
    {
        var closed = Closed(Split.Calendar.Weekly.Select(_ => ImmutableArray<TimeWindow>.Empty));
        var now = At.China("2026-03-04 12:00");
        Assert.Contains("has no open day within 800 days of 2026-03-04", Assert.Throws<InvalidOperationException>(() => closed.Add(now, TimeSpan.FromHours(1))).Message);
        Assert.Throws<InvalidOperationException>(() => closed.NextOpen(now));
        Assert.Throws<InvalidOperationException>(() => closed.OpenDayFrom(new(2026, 3, 4)));
        Assert.Throws<InvalidOperationException>(() => closed.OpenDayUntil(new(2026, 3, 4)));
    }

    [Fact]
    public void Long_spans_of_open_days_are_counted_however_long_they_are() =>
        Assert.Equal(At.China("2026-03-04 09:00").AddDays(999).AddHours(9), Hours.Of("daily 09-18").Add(At.China("2026-03-04 09:00"), TimeSpan.FromHours(9000)));

    [Fact]
    public void COM_TIME_14_a_span_is_certain_only_when_every_year_in_it_is_known()
    {
        var known = Packs.Library.Holidays;
        Assert.True(known.Covers(new(2026, 1, 1), new(2026, 12, 31)));
        Assert.False(known.Covers(new(2026, 12, 31), new(2027, 1, 1)));
        Assert.False(known.Covers(new(2025, 12, 31), new(2026, 1, 1)));
        Assert.Equal("2025?+2026.1+2027?", known.VersionOf(new(2025, 12, 31), new(2027, 1, 1)));
    }

    [Fact]
    public void COM_TIME_14_open_on_holidays_but_with_make_up_days_depends_on_them()
    {
        var daily = Split.Calendar;
        Assert.False(daily.DependsOnHolidays);
        Assert.True((daily with { MakeUpDay = DayOfWeek.Monday }).DependsOnHolidays);
        Assert.True((daily with { OpenOnHolidays = false }).DependsOnHolidays);
    }

    [Fact]
    public void COM_TIME_14_older_versions_of_a_year_are_kept_for_what_was_counted_by_them()
    {
        HolidayYear Year(string version, string published, int day) =>
            new(2026, version, "", At.China(published), ImmutableSortedDictionary<DateOnly, string>.Empty.Add(new(2026, 3, day), "x"), []);
        var calendar = new HolidayCalendar([Year("2026.2", "2026-03-01 00:00", 6), Year("2026.1", "2025-11-01 00:00", 5)]);
        Assert.True(calendar.IsHoliday(new(2026, 3, 6)));
        Assert.False(calendar.IsHoliday(new(2026, 3, 5)));
        var older = calendar.AsOf(new(2026, 1, 1), "2026.1");
        Assert.Equal((true, false), (older.IsHoliday(new(2026, 3, 5)), older.IsHoliday(new(2026, 3, 6))));
        Assert.False(calendar.AsOf(new(2026, 1, 1), "2026?").Knows(2026));
        Assert.True(calendar.AsOf(new(2026, 1, 1), "2026.0").IsHoliday(new(2026, 3, 6))); // no longer kept: counts like its successor
        Assert.Equal("2026-03-01 00:00", At.Text(calendar.PublishedAt(new(2025, 12, 1), new(2027, 1, 1))));
        Assert.Null(calendar.PublishedAt(new(2027, 1, 1), new(2028, 1, 1)));
    }

    private static WorkingTime Closed(IEnumerable<ImmutableArray<TimeWindow>> week) => new(Split.Calendar with { Weekly = [.. week] }, HolidayCalendar.None);
}
