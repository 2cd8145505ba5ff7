using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>A remedy is put to the customer (COM-PROC-02).</summary>
internal sealed class Proposing : Verb<ProposeSolution>
{
    public override string Name => "proposeSolution";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => Can(pack, state, CaseStatus.SolutionProposed);

    protected override Refusal? Do(Turn turn, ProposeSolution command)
    {
        var kinds = turn.Pack.SolutionKinds;
        if (!kinds.Any(k => k.Id == command.Kind))
            return Unknown("kind", command.Kind, [.. kinds.Select(k => k.Id)]);
        if (command.AmountInFen < 0)
            return Impossible("amountInFen", null, "COM-PROC-02");
        if (command.PromisedCompletionAt is { } promise && promise <= turn.AcceptedAt)
            return Impossible("promisedCompletionAt", null, Agreeing.PromiseRule);
        turn.Change(s => s with
        {
            Solution = new(command.Kind, command.AmountInFen, command.PromisedCompletionAt, Agreed: false, s.Solution?.Refusals ?? 0),
        });
        turn.Emit(
            EventTypes.SolutionProposed,
            CaseStatus.SolutionProposed,
            [new(NoticeKinds.SolutionProposed, turn.Customer)],
            ("kind", command.Kind),
            ("amountInFen", command.AmountInFen?.ToString()));
        return null;
    }
}
