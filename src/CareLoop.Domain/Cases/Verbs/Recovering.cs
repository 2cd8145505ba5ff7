using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>What was paid in a counterparty's place is claimed from it: its deposit, its rent, or in court (追偿, MALL-AC-05).</summary>
internal sealed class OpeningRecovery : Verb<OpenRecovery>
{
    private const string Rule = "MALL-AC-05";

    public override string Name => "openRecovery";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed && IsOwed(pack, state);

    /// <summary>Whether money was paid in somebody's place and nothing has been claimed yet.</summary>
    public static bool IsOwed(PolicyPack pack, CaseState state) =>
        state is { Payment: { IsClaimed: false, Status: not PaymentStatus.Returned }, Solution: { } solution }
        && !pack.SolutionKinds.First(k => k.Id == solution.Kind).RecoverFrom.IsEmpty;

    protected override Refusal? Do(Turn turn, OpenRecovery command)
    {
        var sources = turn.Pack.SolutionKinds.First(k => k.Id == turn.State.Solution!.Kind).RecoverFrom;
        if (!sources.Contains(command.From))
            return Unknown("from", command.From, sources);
        var payment = turn.State.Payment!;
        var amount = payment.AmountInFen + (turn.State.Recovery?.AmountInFen ?? 0);
        turn.Change(s => s with { Payment = payment with { IsClaimed = true }, Recovery = new(amount, command.From, s.Recovery?.RecoveredInFen ?? 0) });
        turn.Emit(EventTypes.RecoveryOpened, [], ("amountInFen", amount.ToString()), ("from", command.From), ("rule", Rule));
        return null;
    }
}

/// <summary>A part of the claim came in.</summary>
internal sealed class RecordingRecovery : Verb<RecordRecovery>
{
    private const string Rule = "MALL-AC-05";

    public override string Name => "recordRecovery";

    public override Right Right => Right.Pay;

    // The counterparty often pays long after the customer's matter is over.
    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        (!state.IsClosed || state.Status == CaseStatus.Archived) && IsRunning(state) && state.AnonymisedAt is null;

    /// <summary>Whether something is still to come in.</summary>
    public static bool IsRunning(CaseState state) => state.Recovery is { IsSettled: false };

    protected override Refusal? Do(Turn turn, RecordRecovery command)
    {
        var claim = turn.State.Recovery!;
        if (command.AmountInFen <= 0 || command.AmountInFen > claim.AmountInFen - claim.RecoveredInFen)
            return Impossible("amountInFen", command.AmountInFen.ToString(), Rule);
        var recovered = claim.RecoveredInFen + command.AmountInFen;
        turn.AfterTheEnd();
        turn.Change(s => s with { Recovery = claim with { RecoveredInFen = recovered } });
        turn.Emit(EventTypes.RecoveryReceived, [], ("amountInFen", command.AmountInFen.ToString()), ("recoveredInFen", recovered.ToString()));
        return null;
    }
}
