using System.Collections.Immutable;
using CareLoop.Domain.Deadlines;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>Pauses and resumes limits as the case enters and leaves the statuses in which they do not count (COM-TIME-10).</summary>
internal static class Waiting
{
    private const int MostWaits = 16;

    public static void Follow(Turn turn, CaseStatus before)
    {
        var now = turn.State.Status;
        if (now == before)
            return;
        var at = turn.At;
        turn.Change(s => s with
        {
            Waits = Note(s, before, now, at),
            Deadlines = [.. s.Deadlines.Select(d => Move(turn, d, now, at))],
        });
    }

    /// <summary>The limit as it stands after all stretches of waiting so far, when it begins to apply late.</summary>
    public static Deadline Replay(Turn turn, Deadline fresh, IReadOnlyCollection<CaseStatus> pausesIn)
    {
        if (!pausesIn.Contains(CaseStatus.WaitingCustomer))
            return fresh;
        var time = turn.Pack.Time(fresh.Calendar);
        foreach (var wait in turn.State.Waits.Where(w => w.To is null || w.To > fresh.StartedAt))
        {
            fresh = DeadlineClock.Pause(fresh, time, wait.From);
            if (wait.To is { } to)
                fresh = DeadlineClock.Resume(fresh, time, to);
        }

        return fresh;
    }

    private static Deadline Move(Turn turn, Deadline deadline, CaseStatus now, DateTimeOffset at)
    {
        if (deadline.Purpose != DeadlinePurpose.Sla || !Fulfilment.IsOpen(deadline))
            return deadline;
        var pauses = turn.Pack.Sla(Limits.SlaId(deadline)).PauseIn.Contains(now);
        var time = turn.Pack.Time(deadline.Calendar);
        return pauses ? DeadlineClock.Pause(deadline, time, at) : DeadlineClock.Resume(deadline, time, at);
    }

    private static ImmutableArray<Segment> Note(CaseState state, CaseStatus before, CaseStatus now, DateTimeOffset at)
    {
        var waits = state.Waits;
        if (before == CaseStatus.WaitingCustomer && !waits.IsEmpty && waits[^1].To is null)
            waits = waits.SetItem(waits.Length - 1, waits[^1] with { To = at });
        if (now != CaseStatus.WaitingCustomer)
            return waits;
        return (waits.Length < MostWaits ? waits : waits.RemoveAt(0)).Add(new(at, null));
    }
}
