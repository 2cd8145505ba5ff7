using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Result of asking the customer: done, tried in vain, or dissatisfied, which reopens the case (COM-FU-03 to COM-FU-05).</summary>
internal sealed class FollowUpRecording : Verb<RecordFollowUp>
{
    private const string AttemptRule = "COM-FU-03";

    public override string Name => "recordFollowUp";

    public override Right Right => Right.FollowUp;

    public override bool ForCustomers => true;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state.Status == CaseStatus.FollowUpPending || AwaitsSurvey(state);

    public override bool IsOffered(PolicyPack pack, CaseState state) => state.Status == CaseStatus.FollowUpPending;

    protected override Refusal? Do(Turn turn, RecordFollowUp command)
    {
        if (!FollowingUp.Results.Contains(command.Result))
            return Unknown("result", command.Result, FollowingUp.Results);
        if (!FollowingUp.Modes.Contains(command.Mode))
            return Unknown("mode", command.Mode, FollowingUp.Modes);
        var task = turn.State.FollowUp!;
        if (turn.Actor.Kind == ActorKind.Customer && command.Mode != FollowingUp.Survey)
            return new(RefusalReason.NotYourRole, "mode", command.Mode, turn.Pack.RolesThat(Right), "COM-FU-05");
        if (turn.Actor.Kind == ActorKind.Customer && command.Result == FollowingUp.Unreachable)
            return new(RefusalReason.NotYourRole, "result", command.Result, turn.Pack.RolesThat(Right), "COM-FU-05");
        if (AwaitsSurvey(turn.State) && (command.Mode != FollowingUp.Survey || turn.AcceptedAt > task.DueAt))
            return Impossible("mode", command.Mode, AttemptRule);
        if (command.Result == FollowingUp.Dissatisfied)
        {
            // Dissatisfaction counts whenever it is heard; everything else waits until the task opens.
            FollowingUp.Finish(turn, command.Result);
            Reopening.Again(turn, ("result", command.Result), ("mode", command.Mode));
            return null;
        }

        if (turn.AcceptedAt < task.OpensAt)
            return Impossible("result", command.Result, turn.Pack.Plan(task.PlanId).Source.RuleId);
        if (command.OverrideReason is null && BadMode(turn, task, command) is { } refusal)
            return refusal;
        if (command.Result == FollowingUp.Unreachable)
            return Attempt(turn, task, command);
        FollowingUp.Complete(turn, command.Result, command.Mode);
        return null;
    }

    private static Refusal? BadMode(Turn turn, FollowUpTask task, RecordFollowUp command)
    {
        var plan = turn.Pack.Plan(task.PlanId);
        var time = turn.Pack.Time(plan.Calendar);
        if (command.Mode == FollowingUp.Call && !CallingHours.Contain(time, turn.AcceptedAt))
            return Impossible("mode", command.Mode, "COM-TIME-12");
        if (command.Mode == FollowingUp.HomeVisit && !VisitingHours.Contain(time, turn.AcceptedAt))
            return Impossible("mode", command.Mode, plan.RuleOf(FollowingUp.HomeVisit));
        // Where a visit is due, asking by phone does not do; that nobody was there, or wants none, can be learned by phone.
        var asksOtherwise = task.Mode == FollowingUp.HomeVisit && turn.Actor.Kind == ActorKind.Staff && command.Mode != FollowingUp.HomeVisit;
        return asksOtherwise && command.Result is (FollowingUp.Satisfied or FollowingUp.Acceptable) ? Impossible("mode", command.Mode, plan.RuleOf(FollowingUp.HomeVisit)) : null;
    }

    // A survey answer before the due time replaces "unreachable" (COM-FU-03).
    private static bool AwaitsSurvey(CaseState state) =>
        state is { Status: CaseStatus.FollowUpCompleted, FollowUp.Result: FollowingUp.Unreachable };

    private static Refusal? Attempt(Turn turn, FollowUpTask task, RecordFollowUp command)
    {
        var plan = turn.Pack.Plan(task.PlanId);
        if (plan.Attempts.NextFrom(turn.Pack.Time(plan.Calendar), task.Attempts) > turn.AcceptedAt)
            return Impossible("result", command.Result, AttemptRule);
        var attempts = task.Attempts.Add(turn.AcceptedAt);
        turn.Change(s => s with { FollowUp = task with { Attempts = attempts } });
        if (plan.Attempts.AreInVain(attempts))
            FollowingUp.Complete(turn, FollowingUp.Unreachable, command.Mode);
        else
            turn.Emit(EventTypes.FollowUpAttempted, [], ("attempt", attempts.Length.ToString()), ("mode", command.Mode));
        return null;
    }
}

/// <summary>The customer asked to be called at another time (COM-PHONE-04).</summary>
internal sealed class Rescheduling : Verb<RescheduleFollowUp>
{
    public override string Name => "rescheduleFollowUp";

    public override Right Right => Right.FollowUp;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state.Status == CaseStatus.FollowUpPending;

    protected override Refusal? Do(Turn turn, RescheduleFollowUp command)
    {
        var task = turn.State.FollowUp!;
        if (command.At <= turn.AcceptedAt)
            return Impossible("at", null, "COM-PHONE-04");
        turn.Change(s => s with { FollowUp = task with { Status = FollowUpStatus.Rescheduled } });
        turn.Emit(EventTypes.FollowUpRescheduled, [], ("at", command.At.ToString("O")));
        return null;
    }
}
