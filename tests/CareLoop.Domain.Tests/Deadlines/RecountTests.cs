using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Deadlines;

/// <summary>Ten thousand generated clocks of the real calendars, with and without pauses, against walking minute by minute.</summary>
public sealed class RecountTests
{
    private const int Cases = 10_000;
    private static readonly ClockKind[] Kinds =
        [ClockKind.Hours, ClockKind.Minutes, ClockKind.BusinessHours, ClockKind.BusinessMinutes, ClockKind.SameDay, ClockKind.Days, ClockKind.BusinessDays, ClockKind.RightDays];

    [Fact]
    public void COM_TIME_02_to_10_every_generated_clock_agrees_with_walking_minute_by_minute()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var calendars = Packs.Library.Packs.SelectMany(p => p.Calendars.Values).DistinctBy(t => t.Calendar.Id)
            .Append(Hours.Of("workdays 09-12 14-18")).Append(Hours.Of("daily 06-10 12-13 20-24"))
            .Select(t => (Time: t, Recount: new Recount(t))).ToArray();
        var paused = 0;
        for (var i = 0; i < Cases; i++)
        {
            var (time, recount) = calendars[random.Next(calendars.Length)];
            var kind = Kinds[random.Next(Kinds.Length)];
            var clock = new Clock(kind, kind == ClockKind.SameDay ? 0 : 1 + random.Next(kind is ClockKind.Minutes or ClockKind.BusinessMinutes ? 600 : kind is ClockKind.Hours or ClockKind.BusinessHours ? 72 : 12));
            var start = At.China("2026-01-01 00:00").AddMinutes(random.Next(60 * 24 * 320));
            var deadline = DeadlineClockTests.Fresh(clock, time, start);
            var stop = start;
            for (var pauses = random.Next(4); pauses > 0 && clock.CanPause; pauses--)
            {
                stop = stop.AddMinutes(random.Next(2000));
                if (stop >= deadline.DueAt)
                    break;
                deadline = DeadlineClock.Pause(deadline, time, stop);
                stop = stop.AddMinutes(1 + random.Next(4000));
                deadline = DeadlineClock.Resume(deadline, time, stop);
                paused++;
            }

            var walked = recount.Due(clock, start, [.. deadline.Paused.Select(p => (p.From, p.To!.Value))]);
            Assert.True(walked == deadline.DueAt, $"seed {seed}, case {i}: {clock} on {time.Calendar.Id} from {At.Text(start)}: {At.Text(deadline.DueAt)} instead of {At.Text(walked)}");
            Assert.Equal(deadline.Paused.Length, deadline.Paused.Count(p => p.To is not null));
        }

        Assert.True(paused > Cases / 4, $"Only {paused} pauses were tried.");
    }
}
