using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Penalties;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Closed for good: only with a cause, a follow-up outcome and, after a missed limit, the reason (COM-PROC-07, COM-PROC-08, COM-ESC-01).</summary>
internal sealed class Archiving : Verb<Archive>
{
    private const string Rule = "COM-ARC-02";
    private const string FollowUpOutcome = "followUpOutcome";

    public override string Name => "archive";

    public override ImmutableArray<string> LeadsTo => [EventTypes.CaseArchived];

    public override Right Right => Right.Archive;

    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        state.Status is CaseStatus.FeedbackGiven or CaseStatus.FollowUpPending or CaseStatus.FollowUpCompleted;

    public override bool IsOffered(PolicyPack pack, CaseState state) =>
        state.Status is CaseStatus.FeedbackGiven or CaseStatus.FollowUpCompleted && !EnteringAuthorityDate.IsOwed(state);

    protected override Refusal? Do(Turn turn, Archive command)
    {
        var rootCause = Given(command.RootCause) ?? turn.State.RootCause;
        var delayReason = Given(command.DelayReason) ?? turn.State.DelayReason;
        var missing = Missing(turn, rootCause, delayReason, command.Improvement);
        if (!missing.IsEmpty)
            return new(RefusalReason.GateOpen, null, null, missing, Rule);
        if (rootCause is not null && Blaming.Take(turn, rootCause, command.Staff) is { } refusal)
            return refusal;
        turn.Change(s => s with { DelayReason = delayReason, ArchivedAt = turn.At });
        Fulfilment.CancelAll(turn);
        turn.Emit(
            EventTypes.CaseArchived,
            CaseStatus.Archived,
            [new(NoticeKinds.Archived, turn.Owner)],
            [.. Blaming.Data(turn), ("delayReason", delayReason), ("followUp", turn.State.FollowUp?.Result)]);
        return rootCause is null ? null : PenaltyGrounds.CauseRecorded(turn);
    }

    private static ImmutableArray<string> Missing(Turn turn, string? rootCause, string? delayReason, bool improved)
    {
        var missing = ImmutableArray.CreateBuilder<string>();
        if (turn.State.Status == CaseStatus.FollowUpPending)
            missing.Add(FollowUpOutcome);
        if (rootCause is null && turn.Pack.Type(turn.State.Type).RequiresRootCause)
            missing.Add("rootCause");
        // "Where due": a complaint that holds calls for something to be done better (COM-PROC-07).
        if (!improved && turn.State.Finding == RecordingInvestigation.Upheld && turn.Pack.Type(turn.State.Type).RequiresRootCause)
            missing.Add("improvement");
        if (delayReason is null && turn.State.Deadlines.Any(d => Overdue.IsMarked(turn, d)))
            missing.Add("delayReason");
        if (OpeningRecovery.IsOwed(turn.Pack, turn.State))
            missing.Add("recoveryClaim");
        if (EnteringAuthorityDate.IsOwed(turn.State))
            missing.Add("authorityAnswer");
        return missing.ToImmutable();
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>The customer takes the matter back.</summary>
internal sealed class Withdrawing : Verb<Withdraw>
{
    public override string Name => "withdraw";

    public override Right Right => Right.Handle;

    public override bool ForCustomers => true;

    public override bool IsPossible(PolicyPack pack, CaseState state) => Can(pack, state, CaseStatus.Withdrawn);

    protected override Refusal? Do(Turn turn, Withdraw command)
    {
        Reminders.Stop(turn);
        Fulfilment.CancelAll(turn);
        turn.Change(s => s with { FollowUp = s.FollowUp is { Result: null } open ? open with { Status = FollowUpStatus.Cancelled } : s.FollowUp });
        turn.Emit(EventTypes.CustomerWithdrew, CaseStatus.Withdrawn, []);
        return null;
    }
}
