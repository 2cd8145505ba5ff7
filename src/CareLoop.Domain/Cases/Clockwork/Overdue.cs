using CareLoop.Domain.Deadlines;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>The flag <c>Overdue</c>: a limit was missed and is still open.</summary>
internal static class Overdue
{
    public static void Refresh(Turn turn)
    {
        var overdue = turn.State.Deadlines.Any(d => Fulfilment.IsOpen(d) && IsMarked(turn, d));
        turn.Change(s => s with { Flags = overdue ? s.Flags.Add(CaseFlags.Overdue) : s.Flags.Remove(CaseFlags.Overdue) });
    }

    /// <summary>Missed in a way that needs a delay reason before the case can be closed (COM-ESC-01).</summary>
    public static bool IsMarked(Turn turn, Deadline deadline) =>
        deadline is { Status: DeadlineStatus.Breached, Purpose: not DeadlinePurpose.FollowUp } && Ladders.Of(turn, deadline).MarksOverdue;
}
