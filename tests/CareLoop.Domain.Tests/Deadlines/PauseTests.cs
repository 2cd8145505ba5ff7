using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Deadlines;

/// <summary>Pausing and resuming one clock, with instants worked out by hand.</summary>
public sealed class PauseTests
{
    private static readonly WorkingTime Daily = Hours.Of("daily 09-18");
    private static readonly DateTimeOffset Start = At.China("2026-03-04 10:00");
    private static readonly Deadline Ten = DeadlineClockTests.Fresh(new(ClockKind.BusinessHours, 10), Daily, Start);

    [Fact]
    public void COM_TIME_10_a_pause_that_began_before_the_clock_counts_from_its_start()
    {
        var paused = DeadlineClock.Pause(Ten, Daily, Start.AddHours(-2));
        Assert.Equal((Start, TimeSpan.FromHours(10)), (paused.Paused.Single().From, paused.Remaining!.Value));
        Assert.Same(paused, DeadlineClock.Pause(paused, Daily, Start.AddHours(1)));
        Assert.Same(Ten, DeadlineClock.Resume(Ten, Daily, Start.AddHours(1)));
    }

    [Fact]
    public void COM_TIME_11_the_warning_waits_with_the_clock_and_comes_at_once_when_its_instant_passed_in_the_pause()
    {
        // Warns after eight of ten hours. Paused with five used: the warning keeps its distance of three.
        var early = DeadlineClock.Resume(DeadlineClock.Pause(Ten, Daily, At.China("2026-03-04 15:00")), Daily, At.China("2026-03-05 09:00"));
        Assert.Equal(("2026-03-05 12:00", "2026-03-05 14:00"), (At.Text(early.WarnAt), At.Text(early.DueAt)));

        // A rung's worth of a minute before it would have come, then after it: at once on resuming.
        var nearly = DeadlineClock.Pause(Ten, Daily, At.China("2026-03-05 10:00")) with { Warned = false };
        var late = DeadlineClock.Resume(nearly, Daily, At.China("2026-03-06 09:30"));
        Assert.Equal(("2026-03-06 09:30", "2026-03-06 10:30"), (At.Text(late.WarnAt), At.Text(late.DueAt)));

        var warned = DeadlineClock.Resume(nearly with { Warned = true }, Daily, At.China("2026-03-06 09:30"));
        Assert.Equal(Ten.WarnAt, warned.WarnAt); // given once, when it was given
        var brief = DeadlineClockTests.Fresh(new(ClockKind.BusinessHours, 3), Daily, Start);
        Assert.Null(DeadlineClock.Resume(DeadlineClock.Pause(brief, Daily, Start.AddHours(1)), Daily, Start.AddHours(2)).WarnAt);
    }

    [Fact]
    public void COM_TIME_14_a_pause_into_a_year_without_holidays_makes_only_working_clocks_provisional()
    {
        var time = Hours.Of("workdays 09-18");
        var start = At.China("2026-12-30 10:00");
        var (pause, resume) = (start.AddHours(1), At.China("2027-01-05 10:00"));
        Deadline Paused(ClockKind kind) => DeadlineClock.Resume(DeadlineClock.Pause(DeadlineClockTests.Fresh(new(kind, 8), time, start), time, pause), time, resume);
        Assert.False(DeadlineClockTests.Fresh(new(ClockKind.BusinessHours, 8), time, start).Provisional);
        Assert.True(Paused(ClockKind.BusinessHours).Provisional);
        Assert.False(Paused(ClockKind.Hours).Provisional);
        Assert.Equal("2026.1+2027?", Paused(ClockKind.BusinessHours).CalendarVersion);
        var within = DeadlineClockTests.Fresh(new(ClockKind.BusinessHours, 8), time, Start) with { Provisional = true };
        Assert.True(DeadlineClock.Resume(DeadlineClock.Pause(within, time, Start.AddHours(1)), time, Start.AddHours(2)).Provisional); // once doubtful, doubtful
    }

    [Fact]
    public void Only_the_last_sixteen_pauses_are_kept_and_the_count_stays_right()
    {
        var deadline = DeadlineClockTests.Fresh(new(ClockKind.Hours, 48), Daily, Start);
        for (var n = 0; n < 20; n++)
        {
            deadline = DeadlineClock.Pause(deadline, Daily, Start.AddMinutes(20 * n));
            deadline = DeadlineClock.Resume(deadline, Daily, Start.AddMinutes((20 * n) + 10));
        }

        Assert.Equal((16, Start.AddMinutes(80), Start.AddHours(48).AddMinutes(200)), (deadline.Paused.Length, deadline.Paused[0].From, deadline.DueAt));
    }
}
