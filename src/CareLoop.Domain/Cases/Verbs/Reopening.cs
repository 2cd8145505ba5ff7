using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>An archived case comes back within its window, as the next episode; later it is a new case.</summary>
internal sealed class Reopening : Verb<Reopen>
{
    private const string Rule = "COM-FU-04";

    public override string Name => "reopen";

    public override Right Right => Right.Handle;

    public override bool ForCustomers => true;

    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        state is { Status: CaseStatus.Archived, AnonymisedAt: null } && Can(pack, state, CaseStatus.Reopened);

    /// <summary>Same owner, L1 told at once, a new answer clock; goes on at once with the investigation (COM-FU-04).</summary>
    public static void Again(Turn turn, params (string Key, string? Value)[] data)
    {
        Fulfilment.CancelAll(turn, except: DeadlinePurpose.Authority);
        turn.Change(s => s with
        {
            Flags = s.Flags.Add(CaseFlags.Reopened),
            Solution = s.Solution is { } solution ? solution with { Agreed = false } : null,
            PromisedCompletionAt = null,
            ImplementedAt = null,
            Payment = null,
            Approval = null,
            ResumeStatus = null,
            Dissatisfied = s.Status != CaseStatus.Archived ? s.Dissatisfied + 1 : s.Dissatisfied,
            ArchivedAt = null,
            EndedAt = null,
            ReopenedAt = turn.At,
            Milestones = s.Milestones.Intersect([EventTypes.CaseReceived, EventTypes.FirstReplied]),
            Checks = [],
            Waits = [],
        });
        turn.Emit(
            EventTypes.CaseReopened,
            CaseStatus.Reopened,
            [new(NoticeKinds.Reopened, turn.Owner), new(NoticeKinds.Reopened, Recipient.Role(turn.Pack.FirstRole))],
            data);
        Limits.Reopen(turn);
        turn.Emit(EventTypes.InvestigationStarted, CaseStatus.Investigating, []);
    }

    protected override Refusal? Do(Turn turn, Reopen command)
    {
        var days = turn.Pack.Intake.ReopenDays;
        if (turn.AcceptedAt > turn.State.ArchivedAt!.Value.AddDays(days))
            return new(RefusalReason.TooLate, null, null, [], Rule);
        turn.Change(s => s with { Episode = s.Episode + 1, RootCause = null, AtFault = null, DelayReason = null, FollowUp = null });
        Again(turn, ("episode", turn.State.Episode.ToString()));
        return null;
    }
}
