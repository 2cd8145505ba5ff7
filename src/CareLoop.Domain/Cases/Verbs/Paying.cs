using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>
/// Money goes out: what the customer agreed to and every approver granted, no more and no less, and once. A payment that comes back
/// can be made again.
/// </summary>
internal sealed class Paying : Verb<Pay>
{
    private const string Rule = "MALL-AC-04";

    public override string Name => "pay";

    public override ImmutableArray<string> LeadsTo => [EventTypes.PaymentMade];

    public override Right Right => Right.Pay;

    // The status is reached by the last approval only, so nothing is paid before it.
    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        state is { Status: CaseStatus.Implementing, Payment: null or { Status: PaymentStatus.Returned } } && IsOwed(pack, state);

    /// <summary>Whether the agreed solution is money.</summary>
    public static bool IsOwed(PolicyPack pack, CaseState state) => state.Solution is { Agreed: true } solution && KindOf(pack, solution).Pays;

    /// <summary>What of the payment is missing before the solution counts as carried out, or null.</summary>
    public static string? Missing(PolicyPack pack, CaseState state) => !IsOwed(pack, state) ? null : state.Payment?.Status switch
    {
        PaymentStatus.Confirmed => null,
        PaymentStatus.Paid => "paymentConfirmation",
        _ => "payment",
    };

    protected override Refusal? Do(Turn turn, Pay command)
    {
        var solution = turn.State.Solution!;
        if (command.AmountInFen != solution.AmountInFen)
            return new(RefusalReason.Impossible, "amountInFen", command.AmountInFen.ToString(), [solution.AmountInFen?.ToString() ?? ""], Rule);
        var attempt = (turn.State.Payment?.Attempt ?? 0) + 1;
        turn.Change(s => s with { Payment = new(command.AmountInFen, turn.AcceptedAt, PaymentStatus.Paid, attempt) });
        turn.Emit(EventTypes.PaymentMade, [], ("amountInFen", command.AmountInFen.ToString()), ("attempt", attempt.ToString()));
        return null;
    }

    private static SolutionKind KindOf(PolicyPack pack, Solution solution) => pack.SolutionKinds.First(k => k.Id == solution.Kind);
}

/// <summary>The money has arrived: with it the solution is carried out.</summary>
internal sealed class ConfirmingPayment : Verb<ConfirmPayment>
{
    public override string Name => "confirmPayment";

    public override ImmutableArray<string> LeadsTo => [EventTypes.PaymentConfirmed, EventTypes.ImplementationCompleted];

    public override Right Right => Right.Handle;

    public override bool ForCustomers => true;

    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        state is { Status: CaseStatus.Implementing, Payment.Status: PaymentStatus.Paid };

    protected override Refusal? Do(Turn turn, ConfirmPayment command)
    {
        turn.Change(s => s with { Payment = s.Payment! with { Status = PaymentStatus.Confirmed } });
        turn.Emit(EventTypes.PaymentConfirmed, []);
        Completing.Complete(turn);
        return null;
    }
}

/// <summary>
/// The bank refused or returned the money, also after the customer was told it is on its way: the case goes back to paying, with the
/// clock of the payment running anew, and is followed up again after the next feedback.
/// </summary>
internal sealed class ReturningPayment : Verb<ReturnPayment>
{
    public override string Name => "returnPayment";

    public override Right Right => Right.Pay;

    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        state.Payment is { Status: not PaymentStatus.Returned }
        && (state.Status == CaseStatus.Implementing || Can(pack, state, CaseStatus.Implementing))
        && state.Status is CaseStatus.Implementing or CaseStatus.FeedbackGiven or CaseStatus.FollowUpPending or CaseStatus.FollowUpCompleted;

    protected override Refusal? Do(Turn turn, ReturnPayment command)
    {
        if (string.IsNullOrWhiteSpace(command.Reason))
            return Missing("reason", "MALL-AC-04");
        foreach (var deadline in turn.State.Deadlines.Where(d => Fulfilment.IsOpen(d) && RestsOnThePayment(turn.Pack, d)).ToList())
            Fulfilment.Cancel(turn, deadline);
        var payment = turn.State.Payment!;
        turn.Change(s => s with
        {
            Payment = payment with { Status = PaymentStatus.Returned, IsClaimed = false },
            // Money that came back is not claimed from anybody; the next payment opens its own claim.
            Recovery = payment.IsClaimed && s.Recovery is { } claim ? claim with { AmountInFen = claim.AmountInFen - payment.AmountInFen } : s.Recovery,
            ImplementedAt = null,
            FollowUp = null,
            Milestones = s.Milestones.Except([EventTypes.PaymentMade, EventTypes.PaymentConfirmed, EventTypes.ImplementationCompleted, EventTypes.FeedbackGiven]),
        });
        turn.Emit(EventTypes.PaymentReturned, CaseStatus.Implementing, [new(NoticeKinds.PaymentReturned, turn.Owner)], ("reason", command.Reason));
        Limits.Restart(turn, EventTypes.PaymentMade);
        return null;
    }

    private static bool RestsOnThePayment(PolicyPack pack, Deadline deadline) =>
        deadline.Purpose is DeadlinePurpose.Opening or DeadlinePurpose.FollowUp
        || (deadline.Purpose == DeadlinePurpose.Sla && Limits.Find(pack, deadline)?.Start is EventTypes.PaymentMade or EventTypes.FeedbackGiven);
}
