using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Result of asking the customer: done, tried in vain, or dissatisfied, which reopens the case (COM-FU-03 to COM-FU-05).</summary>
internal sealed class FollowUpRecording : Verb<RecordFollowUp>
{
    private const string AttemptRule = "COM-FU-03";

    private static readonly ImmutableArray<string> Results =
        [FollowingUp.Satisfied, FollowingUp.Acceptable, FollowingUp.Dissatisfied, FollowingUp.Unreachable, FollowingUp.Refused];

    private static readonly ImmutableArray<string> Modes = ["Call", "HomeVisit", "Message", "Chat", "Email", "Sms", "Survey"];

    public override string Name => "recordFollowUp";

    public override Right Right => Right.FollowUp;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state.Status == CaseStatus.FollowUpPending;

    protected override Refusal? Do(Turn turn, RecordFollowUp command)
    {
        if (!Results.Contains(command.Result))
            return Unknown("result", command.Result, Results);
        if (!Modes.Contains(command.Mode))
            return Unknown("mode", command.Mode, Modes);
        var task = turn.State.FollowUp!;
        if (command.Result == FollowingUp.Dissatisfied)
        {
            // Dissatisfaction counts whenever it is heard; everything else waits until the task opens.
            FollowingUp.Finish(turn, command.Result);
            Reopening.Again(turn, ("result", command.Result), ("mode", command.Mode));
            return null;
        }

        if (turn.AcceptedAt < task.OpensAt)
            return Impossible("result", command.Result, turn.Pack.Plan(task.PlanId).Source.RuleId);
        if (command.Result == FollowingUp.Unreachable)
            return Attempt(turn, task, command);
        FollowingUp.Complete(turn, command.Result, command.Mode);
        return null;
    }

    private static Refusal? Attempt(Turn turn, FollowUpTask task, RecordFollowUp command)
    {
        var plan = turn.Pack.Plan(task.PlanId);
        var gap = TimeSpan.FromHours(plan.Attempts.MinGapBusinessHours);
        if (!task.Attempts.IsEmpty && turn.Pack.Time(plan.Calendar).Between(task.Attempts[^1], turn.AcceptedAt) < gap)
            return Impossible("result", command.Result, AttemptRule);
        var attempts = task.Attempts.Add(turn.AcceptedAt);
        turn.Change(s => s with { FollowUp = task with { Attempts = attempts } });
        if (attempts.Length >= plan.Attempts.Max && attempts.Select(ChinaTime.Date).Distinct().Count() >= plan.Attempts.MinDates)
            FollowingUp.Complete(turn, FollowingUp.Unreachable, command.Mode);
        else
            turn.Emit(EventTypes.FollowUpAttempted, [], ("attempt", attempts.Length.ToString()), ("mode", command.Mode));
        return null;
    }
}
