using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>The form goes to the first approver.</summary>
internal sealed class SubmittingApproval : Verb<SubmitApproval>
{
    public override string Name => "submitApproval";

    public override ImmutableArray<string> LeadsTo => [EventTypes.ApprovalSubmitted];

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        state.Approval is null
        && (state.Status == CaseStatus.AwaitingApproval || (state.Status == CaseStatus.Classified && Can(pack, state, CaseStatus.AwaitingApproval)))
        && Approving.For(pack, state) is not null;

    protected override Refusal? Do(Turn turn, SubmitApproval command)
    {
        var approval = Approving.For(turn.Pack, turn.State)!;
        if (!approval.Reasons.IsEmpty && string.IsNullOrWhiteSpace(command.Reason))
            return Missing("reason", approval.Source.RuleId);
        if (command.Reason is { } reason && !approval.Reasons.Contains(reason))
            return approval.Reasons.IsEmpty ? Impossible("reason", reason, approval.Source.RuleId) : Unknown("reason", reason, approval.Reasons);
        turn.Change(s => s with { Approval = new(approval.Id, turn.Actor.Id, 0) });
        var requested = Approving.Request(turn, after: 0)!;
        turn.Emit(EventTypes.ApprovalSubmitted, CaseStatus.AwaitingApproval, [requested], ("approval", approval.Id), ("form", approval.Form), ("reason", command.Reason));
        return null;
    }
}

/// <summary>One step is decided by a holder of its role, never by the applicant.</summary>
internal sealed class DecidingApproval : Verb<DecideApproval>
{
    public override string Name => "decideApproval";

    public override Right Right => Right.Approve;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state is { Status: CaseStatus.AwaitingApproval, Approval: not null };

    protected override Refusal? Do(Turn turn, DecideApproval command)
    {
        var running = turn.State.Approval!;
        var step = Approving.Current(turn.Pack, turn.State)!;
        var rule = turn.Pack.Approvals.First(a => a.Id == running.Id).Source.RuleId;
        if (!turn.Actor.Roles.Contains(step.Role))
            return new(RefusalReason.NotYourRole, null, null, [step.Role], rule);
        if (turn.Actor.Id == running.Applicant)
            return new(RefusalReason.OwnRequest, null, null, [], rule);
        Fulfilment.FulfilAll(turn, DeadlinePurpose.Approval);
        var decided = new Notice(NoticeKinds.ApprovalDecided, turn.Owner);
        var next = command.Approved ? Approving.Request(turn, step.Order) : null;
        (string, string?)[] data = [("approval", running.Id), ("step", step.Order.ToString()), ("approved", command.Approved ? "true" : "false")];
        if (next is not null)
        {
            turn.Emit(EventTypes.ApprovalDecided, [decided, next], data);
            return null;
        }

        turn.Change(s => s with { Approval = null });
        if (command.Approved)
            Grant(turn, decided, data);
        else
            Turndown(turn, decided, data);
        return null;
    }

    private static void Grant(Turn turn, Notice decided, (string, string?)[] data)
    {
        // Whoever pays hears that they may, and only now; where paying waits for something else, such as the goods, there is nothing to say yet.
        IEnumerable<Notice> payers = Paying.IsOwed(turn.Pack, turn.State) && turn.Pack.Slas.Any(s => s.Start == EventTypes.Approved && s.AppliesTo(turn.State))
            ? turn.Pack.RolesThat(Right.Pay).Select(role => new Notice(NoticeKinds.ApprovalDecided, Recipient.Role(role)))
            : [];
        turn.Emit(EventTypes.ApprovalDecided, CaseStatus.Implementing, [decided, .. payers], data);
        Limits.Follow(turn, EventTypes.Approved);
    }

    // The customer hears of a rejection the same day (policy-packs section 3).
    private static void Turndown(Turn turn, Notice decided, (string, string?)[] data)
    {
        turn.Change(s => s with { Solution = s.Solution is { } solution ? solution with { Agreed = false } : null });
        ImmutableArray<Notice> notices = [decided];
        turn.Emit(EventTypes.ApprovalDecided, CaseStatus.Investigating, notices, data);
        var plan = new DeadlinePlan("tell-rejection", "COM-PROC-04", new LocalText("告知客户", "Tell the customer"), DeadlinePurpose.Promise, Clock.SameDay, turn.Pack.Calendar);
        turn.Add(DeadlineMaker.Make(turn, plan, turn.AcceptedAt));
    }
}
