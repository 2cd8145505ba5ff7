namespace CareLoop.Domain.Cases;

/// <summary>The agreed money is paid (付款).</summary>
/// <param name="AmountInFen">What was paid, in fen; must be what was agreed and approved.</param>
public sealed record Pay(long AmountInFen) : CaseCommand;

/// <summary>The money has arrived.</summary>
public sealed record ConfirmPayment : CaseCommand;

/// <summary>The payment failed or came back.</summary>
/// <param name="Reason">Coded reason, such as <c>AccountClosed</c>.</param>
public sealed record ReturnPayment(string Reason) : CaseCommand;

/// <summary>What the customer owes for a repair (维修收费); said again it takes the place of what was said before.</summary>
/// <param name="PartsInFen">Parts, in fen.</param>
/// <param name="LaborInFen">Labour, in fen.</param>
/// <param name="LaborMinutes">How long the work took.</param>
/// <param name="HumanDamage">The customer's side broke it, which no warranty covers.</param>
public sealed record RecordCharge(long PartsInFen, long LaborInFen, long LaborMinutes, bool HumanDamage = false) : CaseCommand;

/// <summary>What was paid in a counterparty's place is claimed from it (追偿).</summary>
/// <param name="From">Deposit, rent or suit: one of the handbook's sources.</param>
public sealed record OpenRecovery(string From) : CaseCommand;

/// <summary>A part of the claim came in.</summary>
/// <param name="AmountInFen">The part, in fen.</param>
public sealed record RecordRecovery(long AmountInFen) : CaseCommand;
