using System.Collections.Immutable;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>A remedy is put to the customer (COM-PROC-02).</summary>
internal sealed class Proposing : Verb<ProposeSolution>
{
    public override string Name => "proposeSolution";

    public override bool ForGroups => true;

    public override ImmutableArray<string> LeadsTo => [EventTypes.SolutionProposed];

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => Can(pack, state, CaseStatus.SolutionProposed);

    protected override Refusal? Do(Turn turn, ProposeSolution command)
    {
        var kinds = turn.Pack.SolutionKinds;
        if (kinds.FirstOrDefault(k => k.Id == command.Kind) is not { } kind)
            return Unknown("kind", command.Kind, [.. kinds.Select(k => k.Id)]);
        if (turn.State.Severity == Classifying.Major && !turn.Pack.May(turn.Actor, Right.DecideMajor))
            return new(RefusalReason.NotYourRole, null, null, turn.Pack.RolesThat(Right.DecideMajor), "MALL-ESC-02");
        var earlier = turn.State.Proposals.GetValueOrDefault(command.Kind);
        if (kind.MaxPerCase <= earlier)
            return Impossible("kind", command.Kind, kind.Source.RuleId);
        if (command.AmountInFen < 0)
            return Impossible("amountInFen", null, "COM-PROC-02");
        // Approvers are found by the amount, so money without one would pass by most of them.
        if (kind.Pays && command.AmountInFen is null)
            return Missing("amountInFen", kind.Source.RuleId);
        if (command.PromisedCompletionAt is { } promise && promise <= turn.AcceptedAt)
            return Impossible("promisedCompletionAt", null, Agreeing.PromiseRule);
        turn.Change(s => s with
        {
            ResumeStatus = null,
            Proposals = kind.MaxPerCase is null ? s.Proposals : s.Proposals.SetItem(command.Kind, earlier + 1),
            Solution = new(command.Kind, command.AmountInFen, command.PromisedCompletionAt, Agreed: false, s.Solution?.Refusals ?? 0),
        });
        Promising.Kept(turn);
        var assigned = Ownership.TakeIfFree(turn);
        turn.Emit(
            EventTypes.SolutionProposed,
            CaseStatus.SolutionProposed,
            [new(NoticeKinds.SolutionProposed, turn.Customer), .. assigned],
            ("kind", command.Kind),
            ("amountInFen", command.AmountInFen?.ToString()));
        return null;
    }
}
