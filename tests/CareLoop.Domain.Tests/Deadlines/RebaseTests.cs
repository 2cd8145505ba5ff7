using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Deadlines;

/// <summary>Hours and holidays that change while clocks run, against walking minute by minute over the hours of both.</summary>
public sealed class RebaseTests
{
    private const int Cases = 4_000;

    private static readonly ClockKind[] Kinds =
        [ClockKind.Hours, ClockKind.BusinessHours, ClockKind.BusinessMinutes, ClockKind.SameDay, ClockKind.Days, ClockKind.BusinessDays];

    [Fact]
    public void COM_TIME_14_every_generated_change_of_hours_agrees_with_walking_minute_by_minute()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var calendars = new[] { "daily 09-18", "workdays 09-12 14-18", "daily 06-10 12-13 20-24", "workdays 08.5-17.5", "daily 10-16", "daily 00-24" }
            .SelectMany(text => new[] { Hours.Of(text), Hours.Of(text, HolidayCalendar.None) })
            .Select(time => (Time: time, Recount: new Recount(time))).ToArray();
        var (moved, paused) = (0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var ((before, old), (after, next)) = (calendars[random.Next(calendars.Length)], calendars[random.Next(calendars.Length)]);
            var kind = Kinds[random.Next(Kinds.Length)];
            var clock = new Clock(kind, kind == ClockKind.SameDay ? 0 : 1 + random.Next(kind == ClockKind.BusinessMinutes ? 600 : kind is ClockKind.Hours or ClockKind.BusinessHours ? 72 : 12));
            var start = At.China("2026-01-01 00:00").AddMinutes(random.Next(60 * 24 * 240));
            var deadline = DeadlineClockTests.Fresh(clock, before, start);
            var change = start.AddMinutes(random.Next(Math.Max(1, (int)(deadline.DueAt - start).TotalMinutes)));
            if (change >= deadline.DueAt)
                continue; // begun at the very closing: nothing is left to move
            if (kind == ClockKind.SameDay && ChinaTime.Date(change) == ChinaTime.Date(start) && ChinaTime.Date(deadline.DueAt.AddTicks(-1)) != ChinaTime.Date(start))
                continue; // a day that was not to count does not begin to

            deadline = Play(deadline, before, after, change, random);
            moved += deadline.DueAt != DeadlineClockTests.Fresh(clock, before, start).DueAt ? 1 : 0;
            paused += deadline.Paused.Length;
            var walked = old.DueAfterChange(next, change, clock, start, [.. deadline.Paused.Select(p => (p.From, p.To!.Value))]);
            Assert.True(
                walked == deadline.DueAt,
                $"seed {seed}, case {i}: {clock} on {before.Calendar.Id}, from {At.Text(change)} on {after.Calendar.Id}, started {At.Text(start)}, {deadline.Paused.Length} pauses: {At.Text(deadline.DueAt)} instead of {At.Text(walked)}");
            Assert.True(deadline.WarnAt is null || (deadline.WarnAt >= start && deadline.WarnAt <= deadline.DueAt), $"seed {seed}, case {i}: warns at {At.Text(deadline.WarnAt)}");
        }

        Assert.True(moved > Cases / 4 && paused > Cases / 4, $"Only {moved} moved, {paused} pauses.");
    }

    // Up to two pauses: before the change, across it, or after it.
    private static Deadline Play(Deadline deadline, WorkingTime before, WorkingTime after, DateTimeOffset change, Random random)
    {
        var stops = Enumerable.Range(0, random.Next(3)).Select(_ => deadline.StartedAt.AddMinutes(random.Next(3000))).Order().ToArray();
        var changed = false;
        var free = deadline.StartedAt;
        foreach (var stop in stops.Where(s => s >= deadline.StartedAt))
        {
            if (!changed && stop >= change)
                (deadline, changed) = (DeadlineClock.Rebase(deadline, before, after, change), true);
            if (stop < free || stop >= deadline.DueAt)
                continue;
            deadline = DeadlineClock.Pause(deadline, changed ? after : before, stop);
            free = stop.AddMinutes(1 + random.Next(4000));
            if (!changed && free > change)
            {
                Assert.Same(deadline, DeadlineClock.Rebase(deadline, before, after, change)); // nothing runs while it is paused
                changed = true;
            }

            deadline = DeadlineClock.Resume(deadline, changed ? after : before, free);
        }

        return changed ? deadline : DeadlineClock.Rebase(deadline, before, after, change);
    }
}
