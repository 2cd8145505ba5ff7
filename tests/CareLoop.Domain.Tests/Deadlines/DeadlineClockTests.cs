using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Deadlines;

/// <summary>Single steps of a running clock, with instants worked out by hand.</summary>
public sealed class DeadlineClockTests
{
    private static readonly WorkingTime Daily = Hours.Of("daily 09-18");

    /// <summary>A deadline that has just begun.</summary>
    public static Deadline Fresh(Clock clock, WorkingTime time, DateTimeOffset start)
    {
        var reckoning = ClockMath.Start(clock, time, start);
        return new()
        {
            Id = "x",
            RuleId = "x",
            Name = new("x", "x"),
            Purpose = DeadlinePurpose.Sla,
            Clock = clock.ToString(),
            Calendar = time.Calendar.Id,
            StartedAt = start,
            WarnAt = reckoning.WarnAt,
            DueAt = reckoning.DueAt,
            Status = DeadlineStatus.Running,
            PackVersion = "1",
            CalendarVersion = "1",
            Provisional = reckoning.Provisional,
        };
    }

    [Theory]
    [InlineData("BusinessDays(3)", "03-04 10:00", "03-05 10:00", "daily 09-13", "03-07 13:00")] // two days are left, each ends earlier
    [InlineData("BusinessDays(1)", "03-04 10:00", "03-05 14:00", "daily 09-13", "03-06 13:00")] // today would have ended: tomorrow
    [InlineData("SameDay", "03-04 10:00", "03-04 12:00", "daily 09-21", "03-04 21:00")]
    [InlineData("SameDay", "03-04 10:00", "03-04 14:00", "daily 09-13", "03-05 13:00")]
    [InlineData("Days(3)", "03-04 10:00", "03-05 10:00", "workdays 09-17", "03-06 17:00")] // day 3 is a Saturday now: nearest earlier open day
    [InlineData("Days(3)", "03-04 10:00", "03-07 10:00", "workdays 09-17", "03-09 17:00")] // which has passed: the next one
    [InlineData("RightDays(3)", "03-04 10:00", "03-05 10:00", "daily 09-13", "03-08 00:00")]
    [InlineData("Months(1)", "03-04 10:00", "03-05 10:00", "daily 09-13", "04-05 00:00")]
    [InlineData("Hours(24)", "03-04 10:00", "03-04 12:00", "daily 09-13", "03-05 10:00")]
    [InlineData("OpenDay(3)", "03-04 10:00", "03-05 10:00", "workdays 10-17", "03-09 10:00")]
    public void COM_TIME_14_used_time_stays_and_remaining_time_moves(string clock, string start, string change, string hours, string due) =>
        Assert.Equal(
            "2026-" + due,
            At.Text(DeadlineClock.Rebase(Fresh(Clock.Parse(clock), Daily, At.China("2026-" + start)), Daily, Hours.Of(hours), At.China("2026-" + change)).DueAt));

    [Fact]
    public void COM_TIME_05_a_right_the_customer_was_told_of_never_shrinks()
    {
        var start = At.China("2026-04-27 10:00");
        var told = Fresh(new(ClockKind.RightDays, 5), Daily, start); // day 5 is 2 May, a holiday until the 5th
        Assert.Equal("2026-05-07 00:00", At.Text(told.DueAt));
        Assert.Equal(told.DueAt, DeadlineClock.Rebase(told, Daily, Hours.Of("daily 09-18", HolidayCalendar.None), start.AddHours(1)).DueAt);
        var unknown = Fresh(new(ClockKind.RightDays, 5), Hours.Of("daily 09-18", HolidayCalendar.None), start);
        Assert.Equal(("2026-05-03 00:00", true), (At.Text(unknown.DueAt), unknown.Provisional));
        var known = DeadlineClock.Rebase(unknown, Hours.Of("daily 09-18", HolidayCalendar.None), Daily, start.AddHours(1));
        Assert.Equal(("2026-05-07 00:00", false, "2026.1"), (At.Text(known.DueAt), known.Provisional, known.CalendarVersion));
    }

    [Fact]
    public void COM_TIME_11_a_warning_moves_along_but_is_never_in_the_past()
    {
        var deadline = Fresh(new(ClockKind.BusinessHours, 10), Daily, At.China("2026-03-04 10:00"));
        Assert.Equal(("2026-03-04 18:00", "2026-03-05 11:00"), (At.Text(deadline.WarnAt), At.Text(deadline.DueAt)));
        var longer = DeadlineClock.Rebase(deadline, Daily, Hours.Of("daily 06-24"), At.China("2026-03-04 12:00"));
        Assert.Equal(("2026-03-04 18:00", "2026-03-04 20:00"), (At.Text(longer.WarnAt), At.Text(longer.DueAt)));
        var warned = deadline with { Warned = true };
        Assert.Equal(deadline.WarnAt, DeadlineClock.Rebase(warned, Daily, Hours.Of("daily 09-13"), At.China("2026-03-05 09:00")).WarnAt);
        var days = Fresh(new(ClockKind.BusinessDays, 1), Daily, At.China("2026-03-04 10:00"));
        var late = DeadlineClock.Rebase(days, Daily, Hours.Of("daily 07-18"), At.China("2026-03-05 08:00"));
        Assert.Equal(("2026-03-05 08:00", "2026-03-05 18:00"), (At.Text(late.WarnAt), At.Text(late.DueAt)));
    }

    [Theory]
    [InlineData(DeadlineStatus.Breached)]
    [InlineData(DeadlineStatus.Met)]
    [InlineData(DeadlineStatus.Cancelled)]
    public void What_has_been_judged_does_not_move(DeadlineStatus status)
    {
        var judged = Fresh(new(ClockKind.BusinessHours, 10), Daily, At.China("2026-03-04 10:00")) with { Status = status };
        Assert.Same(judged, DeadlineClock.Rebase(judged, Daily, Hours.Of("daily 09-13"), At.China("2026-03-04 12:00")));
        Assert.Same(judged, DeadlineClock.Lengthen(judged, new(ClockKind.BusinessHours, 20), Daily, At.China("2026-03-04 12:00")));
    }

    [Fact]
    public void A_limit_of_another_length_keeps_its_used_time()
    {
        var deadline = Fresh(new(ClockKind.Hours, 24), Daily, At.China("2026-03-04 10:00"));
        Assert.Equal("2026-03-05 22:00", At.Text(DeadlineClock.Lengthen(deadline, new(ClockKind.Hours, 36), Daily, At.China("2026-03-04 12:00")).DueAt));
        var shorter = DeadlineClock.Lengthen(deadline, new(ClockKind.Minutes, 90), Daily, At.China("2026-03-04 12:00"));
        Assert.Equal(("2026-03-04 12:00", "Minutes(90)", (DateTimeOffset?)null), (At.Text(shorter.DueAt), shorter.Clock, shorter.WarnAt)); // used up: due now, not in the past
        var paused = DeadlineClock.Lengthen(DeadlineClock.Pause(deadline, Daily, At.China("2026-03-04 12:00")), new(ClockKind.Hours, 12), Daily, At.China("2026-03-04 13:00"));
        Assert.Equal(TimeSpan.FromHours(10), paused.Remaining);
        Assert.Throws<InvalidOperationException>(() => DeadlineClock.Lengthen(deadline, new(ClockKind.BusinessHours, 12), Daily, At.China("2026-03-04 13:00")));
        Assert.Throws<InvalidOperationException>(() => DeadlineClock.Lengthen(deadline, new(ClockKind.Days, 1), Daily, At.China("2026-03-04 13:00")));
    }
}
