using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>The agreed solution has been carried out.</summary>
internal sealed class Completing : Verb<CompleteImplementation>
{
    public override string Name => "completeImplementation";

    public override bool ForGroups => true;

    public override ImmutableArray<string> LeadsTo => [EventTypes.ImplementationCompleted];

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state.Status == CaseStatus.Implementing;

    /// <summary>Notes the completion once; telling the customer implies it.</summary>
    public static void Complete(Turn turn)
    {
        if (turn.State.ImplementedAt is not null)
            return;
        turn.Change(s => s with { ImplementedAt = turn.AcceptedAt });
        Fulfilment.FulfilAll(turn, DeadlinePurpose.Completion);
        turn.Emit(EventTypes.ImplementationCompleted, []);
    }

    /// <summary>Refuses while agreed money has not been paid or has not arrived.</summary>
    public static Refusal? RefuseUnpaid(Turn turn) =>
        turn.State.Status == CaseStatus.Implementing && Paying.Missing(turn.Pack, turn.State) is { } missing
            ? new(RefusalReason.GateOpen, null, null, [missing], "MALL-AC-04")
            : null;

    protected override Refusal? Do(Turn turn, CompleteImplementation command)
    {
        if (RefuseUnpaid(turn) is { } unpaid)
            return unpaid;
        Complete(turn);
        return null;
    }
}

/// <summary>The result is told to the customer; the follow-up is planned.</summary>
internal sealed class Feedback : Verb<GiveFeedback>
{
    public override string Name => "giveFeedback";

    public override bool ForGroups => true;

    public override ImmutableArray<string> LeadsTo => [EventTypes.ImplementationCompleted, EventTypes.FeedbackGiven];

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        state.Status != CaseStatus.SolutionProposed && Can(pack, state, CaseStatus.FeedbackGiven);

    public static void Tell(Turn turn)
    {
        Promising.Kept(turn);
        Notice[] assigned = Ownership.TakeIfFree(turn);
        turn.Emit(EventTypes.FeedbackGiven, CaseStatus.FeedbackGiven, [new(NoticeKinds.Feedback, turn.Customer), .. assigned]);
        FollowingUp.Plan(turn);
    }

    protected override Refusal? Do(Turn turn, GiveFeedback command)
    {
        if (Completing.RefuseUnpaid(turn) is { } unpaid)
            return unpaid;
        if (NeedsConfirmation(turn))
            return new(RefusalReason.GateOpen, null, null, ["customerConfirmation"], "DEV-PROC-01");
        if (turn.State.Status == CaseStatus.Implementing)
            Completing.Complete(turn);
        Tell(turn);
        return null;
    }

    private static bool NeedsConfirmation(Turn turn) =>
        turn.State.Status == CaseStatus.Implementing
        && turn.Pack.Type(turn.State.Type).ConfirmBeforeFeedback
        && !turn.State.Milestones.Contains(EventTypes.CustomerConfirmed);
}
