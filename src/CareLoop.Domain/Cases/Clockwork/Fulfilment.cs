using CareLoop.Domain.Deadlines;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>What becomes of an open deadline when it is fulfilled or no longer matters.</summary>
internal static class Fulfilment
{
    /// <summary>Still waits for something: not ended, even when missed already.</summary>
    public static bool IsOpen(Deadline deadline) =>
        deadline is { EndedAt: null, Status: DeadlineStatus.Running or DeadlineStatus.Paused or DeadlineStatus.Breached };

    /// <summary>Judged by the instant the cause was accepted: late arrivals that were accepted in time count as met.</summary>
    public static void Fulfil(Turn turn, Deadline deadline)
    {
        var inTime = deadline.Status == DeadlineStatus.Paused || turn.AcceptedAt < deadline.MissedAt;
        var corrected = inTime && deadline.Status == DeadlineStatus.Breached;
        End(turn, deadline, inTime ? DeadlineStatus.Met : DeadlineStatus.Breached, turn.AcceptedAt);
        CancelRungs(turn, deadline.Id);
        Overdue.Refresh(turn);
        if (corrected)
            turn.Emit(EventTypes.DeadlineCorrected, [], ("deadline", deadline.Id), ("rule", deadline.RuleId));
    }

    /// <summary>Fulfils every open deadline of a purpose.</summary>
    public static void FulfilAll(Turn turn, DeadlinePurpose purpose)
    {
        foreach (var deadline in turn.State.Deadlines.Where(d => d.Purpose == purpose && IsOpen(d)).ToList())
            Fulfil(turn, deadline);
    }

    public static void Cancel(Turn turn, Deadline deadline)
    {
        End(turn, deadline, deadline.Status == DeadlineStatus.Breached ? DeadlineStatus.Breached : DeadlineStatus.Cancelled, turn.At);
        CancelRungs(turn, deadline.Id);
    }

    /// <summary>The case is closed, or begins anew: nothing runs on, but for what binds whatever happens.</summary>
    public static void CancelAll(Turn turn, DeadlinePurpose? except = null)
    {
        foreach (var deadline in turn.State.Deadlines.Where(d => IsOpen(d) && d.Purpose != except).ToList())
            Cancel(turn, deadline);
        Overdue.Refresh(turn);
    }

    /// <summary>Replaces a deadline of the case by another form of itself.</summary>
    public static void Replace(Turn turn, Deadline before, Deadline after) =>
        turn.Change(s => s with { Deadlines = s.Deadlines.Replace(s.Deadlines.First(d => d.Id == before.Id && d.StartedAt == before.StartedAt), after) });

    private static void End(Turn turn, Deadline deadline, DeadlineStatus status, DateTimeOffset at)
    {
        var pauses = deadline.Paused;
        if (!pauses.IsEmpty && pauses[^1].To is null)
            pauses = pauses.SetItem(pauses.Length - 1, pauses[^1] with { To = at > pauses[^1].From ? at : pauses[^1].From });
        var ended = deadline with { Status = status, EndedAt = at, Paused = pauses, Remaining = null };
        Replace(turn, deadline, ended);
        if (deadline.IsLimit)
            turn.NoteEnd(ended);
    }

    private static void CancelRungs(Turn turn, string id)
    {
        foreach (var rung in turn.State.Deadlines.Where(d => d.Purpose == DeadlinePurpose.Escalation && d.Status == DeadlineStatus.Running && Ladders.RungOf(d) == id).ToList())
            End(turn, rung, DeadlineStatus.Cancelled, turn.At);
    }
}
