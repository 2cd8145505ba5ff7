using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Time;

public sealed class ClockMathTests
{
    [Theory]
    [InlineData("BusinessHours", 4, "workdays 09-18", "2026-02-13 17:00", "2026-02-14 12:00")] // K1: into a make-up Saturday
    [InlineData("BusinessHours", 4, "workdays 09-12 14-18", "2026-02-13 11:30", "2026-02-13 17:30")] // K3: over lunch
    [InlineData("BusinessHours", 1, "daily 09-22", "2026-03-19 08:30", "2026-03-19 10:00")] // begins at opening
    [InlineData("BusinessMinutes", 1, "daily 09-18", "2026-03-10 21:30", "2026-03-11 09:01")]
    [InlineData("BusinessMinutes", 60, "daily 09-18", "2026-03-10 17:00", "2026-03-10 18:00")] // ends at closing, not at the next opening
    [InlineData("BusinessMinutes", 30, "daily 00-24", "2026-03-10 23:50", "2026-03-11 00:20")]
    [InlineData("BusinessHours", 4, "workdays 09-18", "2026-09-30 16:00", "2026-10-08 11:00")] // over the national holiday
    [InlineData("Hours", 24, "workdays 09-18", "2026-04-03 17:00", "2026-04-04 17:00")] // through nights and holidays
    [InlineData("Minutes", 15, "workdays 09-18", "2026-03-12 02:10", "2026-03-12 02:25")]
    [InlineData("SameDay", 0, "daily 09-20", "2026-04-01 09:00", "2026-04-01 20:00")]
    [InlineData("SameDay", 0, "daily 09-20", "2026-04-01 08:00", "2026-04-01 20:00")] // before opening
    [InlineData("SameDay", 0, "daily 09-20", "2026-04-01 20:00", "2026-04-01 20:00")] // at closing is not after it
    [InlineData("SameDay", 0, "daily 09-20", "2026-04-01 20:01", "2026-04-02 20:00")]
    [InlineData("SameDay", 0, "workdays 09-18", "2026-05-01 10:00", "2026-05-06 18:00")] // a closed day
    [InlineData("Days", 7, "daily 09-18", "2026-03-07 15:40", "2026-03-14 18:00")]
    [InlineData("Days", 3, "workdays 09-18", "2026-04-01 16:00", "2026-04-03 18:00")] // a holiday moves a duty earlier
    [InlineData("Days", 3, "workdays 09-18", "2026-04-08 14:30", "2026-04-10 18:00")] // so does a Saturday
    [InlineData("Days", 1, "workdays 09-18", "2026-04-03 10:00", "2026-04-07 18:00")] // but never to the day it began
    [InlineData("BusinessDays", 1, "workdays 09-18", "2026-04-03 16:10", "2026-04-07 18:00")]
    [InlineData("BusinessDays", 1, "workdays 09-18", "2026-03-28 10:20", "2026-03-30 18:00")]
    [InlineData("BusinessDays", 1, "workdays 09-18", "2026-02-13 10:00", "2026-02-14 18:00")] // a make-up day counts
    [InlineData("BusinessDays", 3, "workdays 09-18", "2026-02-14 10:00", "2026-02-26 18:00")]
    [InlineData("RightDays", 7, "daily 09-18", "2026-03-03 15:00", "2026-03-11 00:00")]
    [InlineData("RightDays", 7, "daily 09-18", "2026-02-10 15:00", "2026-02-25 00:00")] // to the end of the first day after the holiday
    [InlineData("Months", 1, "daily 09-18", "2026-01-31 10:00", "2026-03-01 00:00")] // no 31 February: month end
    [InlineData("Months", 24, "daily 09-18", "2024-05-20 10:00", "2026-05-21 00:00")]
    [InlineData("OpenDay", 3, "daily 09-18", "2026-03-07 15:40", "2026-03-10 09:00")]
    [InlineData("OpenDay", 1, "daily 08.5-18", "2026-03-12 03:35", "2026-03-13 09:00")] // open at 08:30, calls from 09:00
    [InlineData("OpenDay", 3, "daily 10-20", "2026-03-12 14:25", "2026-03-15 10:00")]
    [InlineData("OpenDay", 1, "workdays 09-18", "2026-03-27 16:00", "2026-03-30 09:00")] // the next open day
    public void Due_instants(string kind, int amount, string hours, string start, string due)
    {
        var clock = new Clock(Enum.Parse<ClockKind>(kind), amount);
        Assert.Equal(due, At.Text(ClockMath.Due(clock, Hours.Of(hours), At.China(start))));
    }

    [Theory]
    [InlineData("Hours", 24, "daily 09-18", "2026-03-04 10:12", "2026-03-05 05:24")]
    [InlineData("Hours", 12, "daily 09-22", "2026-03-18 20:30", "2026-03-19 06:06")]
    [InlineData("Hours", 48, "daily 09-20", "2026-03-09 18:40", "2026-03-11 09:04")]
    [InlineData("Hours", 4, "daily 09-18", "2026-03-09 10:00", "2026-03-09 13:12")]
    [InlineData("Hours", 3, "daily 09-18", "2026-03-09 10:00", "—")]
    [InlineData("Minutes", 239, "daily 09-18", "2026-03-09 10:00", "—")]
    [InlineData("BusinessHours", 10, "daily 09-18", "2026-03-09 10:00", "2026-03-09 18:00")] // 80 % of its own time
    [InlineData("BusinessHours", 2, "daily 09-18", "2026-03-09 10:00", "—")]
    [InlineData("SameDay", 0, "daily 09-20", "2026-03-10 20:35", "2026-03-11 18:00")]
    [InlineData("SameDay", 0, "daily 09-20", "2026-03-10 18:00", "2026-03-10 18:00")]
    [InlineData("SameDay", 0, "daily 09-20", "2026-03-10 18:01", "—")] // started later than the warning
    [InlineData("Days", 7, "daily 09-18", "2026-03-07 15:40", "2026-03-14 09:00")]
    [InlineData("BusinessDays", 1, "workdays 08.5-17.5", "2026-04-03 16:10", "2026-04-07 08:30")]
    [InlineData("Days", 2, "daily 00-24", "2026-03-07 15:40", "2026-03-09 00:00")] // closing at midnight belongs to the day before it
    [InlineData("RightDays", 7, "daily 09-18", "2026-03-03 15:00", "—")]
    public void COM_TIME_11_warning_instants(string kind, int amount, string hours, string start, string warning)
    {
        var clock = new Clock(Enum.Parse<ClockKind>(kind), amount);
        Assert.Equal(warning, At.Text(ClockMath.Start(clock, Hours.Of(hours), At.China(start)).WarnAt));
    }

    [Theory]
    [InlineData("BusinessDays", 5, "workdays 09-18", "2026-12-30 10:00", true)] // next year's holidays are not published
    [InlineData("BusinessDays", 1, "workdays 09-18", "2026-12-28 10:00", false)]
    [InlineData("BusinessDays", 5, "daily 09-18", "2026-12-30 10:00", false)] // open on holidays: the data change nothing
    [InlineData("RightDays", 7, "daily 09-18", "2026-12-28 10:00", true)]
    [InlineData("Hours", 240, "workdays 09-18", "2026-12-30 10:00", false)] // elapsed time needs no calendar
    public void COM_TIME_14_a_year_without_holiday_data_makes_limits_provisional(string kind, int amount, string hours, string start, bool provisional)
    {
        var clock = new Clock(Enum.Parse<ClockKind>(kind), amount);
        Assert.Equal(provisional, ClockMath.Start(clock, Hours.Of(hours), At.China(start)).Provisional);
    }

    [Theory]
    [InlineData("Hours(24)")]
    [InlineData("BusinessMinutes(1)")]
    [InlineData("SameDay")]
    [InlineData("Fixed")]
    public void Clocks_are_written_and_read(string text) => Assert.Equal(text, Clock.Parse(text).ToString());

    [Fact]
    public void Something_that_is_no_clock_is_refused() => Assert.Throws<FormatException>(() => Clock.Parse("Fortnights(2)"));
}
