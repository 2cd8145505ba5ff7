using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>
/// No open case is ever without a clock: where no other limit is left, the owner is reminded every week until the case is closed
/// (the weekly check of COM-OWN-02). It gives way without a trace as soon as another limit runs, and never makes a case overdue.
/// </summary>
internal static class NextSteps
{
    private const string Rule = "COM-OWN-02";
    private static readonly Clock Week = new(ClockKind.Days, 7);

    public static void Ensure(Turn turn)
    {
        // A missed follow-up climbs no ladder: once its next day is over too, only this keeps it in mind.
        var others = turn.State.Deadlines.Any(d => d.IsLimit && d.Purpose != DeadlinePurpose.NextStep && Fulfilment.IsOpen(d)
            && d is not { Purpose: DeadlinePurpose.FollowUp, Status: DeadlineStatus.Breached });
        var needed = !others && !turn.State.IsClosed && turn.State.Status is not (CaseStatus.FeedbackGiven or CaseStatus.FollowUpCompleted);
        var running = turn.State.Deadlines.Any(d => d.Purpose == DeadlinePurpose.NextStep && Fulfilment.IsOpen(d));
        if (needed && !running)
        {
            var plan = new DeadlinePlan("next-step", Rule, new LocalText("下一步处理", "Next step"), DeadlinePurpose.NextStep, Week, turn.Pack.Calendar);
            turn.Add(DeadlineMaker.Make(turn, plan, turn.At) with { WarnAt = null });
        }
        else if (!needed && running)
        {
            turn.Change(s => s with { Deadlines = s.Deadlines.RemoveAll(d => d.Purpose == DeadlinePurpose.NextStep && d.Status == DeadlineStatus.Running) });
        }
    }

    /// <summary>A week has passed without anything that has a limit.</summary>
    public static void Remind(Turn turn, Deadline deadline)
    {
        turn.Change(s => s with { Deadlines = s.Deadlines.Remove(deadline) });
        turn.Emit(EventTypes.OwnerReminded, [new(NoticeKinds.SlaWarning, turn.Owner)], ("rule", Rule));
    }
}
