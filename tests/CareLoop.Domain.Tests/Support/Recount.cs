using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Support;

/// <summary>
/// Counts clocks again by another way: it walks minute by minute over a table of open minutes and knows nothing of the
/// arithmetic it checks.
/// </summary>
public sealed class Recount
{
    private static readonly DateTimeOffset Origin = At.China("2025-12-01 00:00");
    private readonly bool[] _open;
    private readonly WorkingTime _time;

    public Recount(WorkingTime time)
        : this(time, Table(time))
    {
    }

    private Recount(WorkingTime time, bool[] open)
    {
        _time = time;
        _open = open;
    }

    /// <summary>A clock whose hours changed at one instant: the minutes before it are those of the old hours, the others of the new.</summary>
    public DateTimeOffset DueAfterChange(Recount next, DateTimeOffset change, Clock clock, DateTimeOffset start, (DateTimeOffset From, DateTimeOffset To)[] pauses)
    {
        var at = Minute(change);
        bool[] open = [.. _open[..at], .. next._open[at..]];
        var both = new Recount(next._time, open);
        // Until its first pause a day clock counts days, from then on the open time that was left.
        var old = clock.Length is null && pauses.Any(p => p.From < change);
        var begin = Minute(start);
        var plain = old ? Unpaused(clock, begin) : both.Unpaused(clock, begin);
        for (; clock.Length is null && !old && plain <= at; plain = both.LastOpenAfter(plain))
        {
        }

        if (pauses.Length == 0)
            return Origin.AddMinutes(plain);
        var elapsed = clock.Kind is ClockKind.Hours or ClockKind.Minutes;
        var counted = old ? _open : open;
        var left = elapsed ? plain - begin : counted[begin..plain].Count(minute => minute);
        return Origin.AddMinutes(both.Walk(begin, left, elapsed, pauses));
    }

    /// <summary>Every countable clock of a finished journey has the due instant that walking gives.</summary>
    public static void Check(Scene scene)
    {
        foreach (var deadline in scene.State.Deadlines.Where(d => d.Purpose is DeadlinePurpose.Sla or DeadlinePurpose.FollowUp or DeadlinePurpose.Acknowledgement or DeadlinePurpose.Approval))
        {
            var counted = new Recount(scene.Pack.Time(deadline.Calendar)).Due(Clock.Parse(deadline.Clock), deadline.StartedAt, [.. deadline.Paused.Select(p => (p.From, p.To ?? deadline.DueAt))]);
            Assert.Equal((deadline.Id, At.Text(counted)), (deadline.Id, At.Text(deadline.DueAt)));
        }
    }

    /// <summary>The due instant with some stretches not counted.</summary>
    public DateTimeOffset Due(Clock clock, DateTimeOffset start, (DateTimeOffset From, DateTimeOffset To)[] pauses)
    {
        var begin = Minute(start);
        var plain = Unpaused(clock, begin);
        if (pauses.Length == 0)
            return Origin.AddMinutes(plain);
        var elapsed = clock.Kind is ClockKind.Hours or ClockKind.Minutes;
        var left = elapsed ? plain - begin : _open[begin..plain].Count(minute => minute);
        return Origin.AddMinutes(Walk(begin, left, elapsed, pauses));
    }

    private static bool[] Table(WorkingTime time)
    {
        var open = new bool[60 * 24 * 500];
        for (var day = 0; day < 500; day++)
        {
            foreach (var window in time.WindowsOn(ChinaTime.Date(Origin).AddDays(day)))
                Array.Fill(open, true, (day * 1440) + (int)window.From.TotalMinutes, (int)window.Length.TotalMinutes);
        }

        return open;
    }

    private int Walk(int begin, int left, bool elapsed, (DateTimeOffset From, DateTimeOffset To)[] pauses)
    {
        var at = begin;
        for (; left > 0; at++)
        {
            var counts = (elapsed || _open[at]) && !pauses.Any(p => at >= Minute(p.From) && at < Minute(p.To));
            left -= counts ? 1 : 0;
        }

        return at;
    }

    /// <summary>The next closing after a minute.</summary>
    private int LastOpenAfter(int minute)
    {
        for (var day = (minute - 1) / 1440; ; day++)
        {
            if (LastOpen(day) is { } closing && closing > minute)
                return closing;
        }
    }

    private int Unpaused(Clock clock, int begin) => clock.Kind switch
    {
        ClockKind.Hours => begin + (clock.Amount * 60),
        ClockKind.Minutes => begin + clock.Amount,
        ClockKind.BusinessHours => WalkOpen(begin, clock.Amount * 60),
        ClockKind.BusinessMinutes => WalkOpen(begin, clock.Amount),
        ClockKind.SameDay => SameDay(begin),
        ClockKind.BusinessDays => OpenDays(begin, clock.Amount),
        ClockKind.Days => DutyDays(begin, clock.Amount),
        ClockKind.RightDays => RightDays(begin, clock.Amount),
        _ => throw new ArgumentException($"{clock} is not counted here."),
    };

    private int WalkOpen(int minute, int amount)
    {
        for (; amount > 0; minute++)
            amount -= _open[minute] ? 1 : 0;
        return minute;
    }

    private int SameDay(int begin)
    {
        var today = LastOpen(begin / 1440);
        if (today is { } closing && begin <= closing)
            return closing;
        var day = (begin / 1440) + 1;
        while (LastOpen(day) is null)
            day++;
        return LastOpen(day)!.Value;
    }

    private int OpenDays(int begin, int amount)
    {
        var day = begin / 1440;
        while (amount > 0)
        {
            day++;
            amount -= LastOpen(day) is null ? 0 : 1;
        }

        return LastOpen(day)!.Value;
    }

    private int DutyDays(int begin, int amount)
    {
        var trigger = begin / 1440;
        for (var day = trigger + amount; day > trigger; day--)
        {
            if (LastOpen(day) is { } closing)
                return closing;
        }

        for (var day = trigger + amount; ; day++)
        {
            if (LastOpen(day) is { } closing)
                return closing;
        }
    }

    private int RightDays(int begin, int amount)
    {
        var day = (begin / 1440) + amount;
        while (_time.Holidays.IsHoliday(ChinaTime.Date(Origin).AddDays(day)))
            day++;
        return (day + 1) * 1440;
    }

    /// <summary>The minute after the last open one of a day, or null on closed days.</summary>
    private int? LastOpen(int day)
    {
        for (var minute = ((day + 1) * 1440) - 1; minute >= day * 1440; minute--)
        {
            if (_open[minute])
                return minute + 1;
        }

        return null;
    }

    private static int Minute(DateTimeOffset instant) => (int)(instant - Origin).TotalMinutes;
}
