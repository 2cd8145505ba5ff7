using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>
/// No open case is ever without a clock: where no other limit is left, the owner has one working day for the next step (COM-OWN-02).
/// It gives way without a trace as soon as another limit runs.
/// </summary>
internal static class NextSteps
{
    private const string Rule = "COM-OWN-02";

    public static void Ensure(Turn turn)
    {
        var others = turn.State.Deadlines.Any(d => d.IsLimit && d.Purpose != DeadlinePurpose.NextStep && Fulfilment.IsOpen(d));
        var needed = !others && !turn.State.IsClosed && turn.State.Status is not (CaseStatus.FeedbackGiven or CaseStatus.FollowUpCompleted);
        var running = turn.State.Deadlines.Any(d => d.Purpose == DeadlinePurpose.NextStep && Fulfilment.IsOpen(d));
        if (needed && !running)
        {
            var plan = new DeadlinePlan("next-step", Rule, new LocalText("下一步处理", "Next step"), DeadlinePurpose.NextStep, new(ClockKind.BusinessDays, 1), turn.Pack.Calendar);
            turn.Add(DeadlineMaker.Make(turn, plan, turn.At));
        }
        else if (!needed && running)
        {
            turn.Change(s => s with { Deadlines = s.Deadlines.RemoveAll(d => d.Purpose == DeadlinePurpose.NextStep && d.Status == DeadlineStatus.Running) });
        }
    }
}
