namespace CareLoop.Domain.Cases;

/// <summary>The agreed money is paid (付款).</summary>
/// <param name="AmountInFen">What was paid, in fen; must be what was agreed and approved.</param>
public sealed record Pay(long AmountInFen) : CaseCommand;

/// <summary>The money has arrived.</summary>
public sealed record ConfirmPayment : CaseCommand;

/// <summary>The payment failed or came back.</summary>
/// <param name="Reason">Coded reason, such as <c>AccountClosed</c>.</param>
public sealed record ReturnPayment(string Reason) : CaseCommand;

/// <summary>What was paid in a counterparty's place is claimed from it (追偿).</summary>
/// <param name="From">Deposit, rent or suit: one of the handbook's sources.</param>
public sealed record OpenRecovery(string From) : CaseCommand;

/// <summary>A part of the claim came in.</summary>
/// <param name="AmountInFen">The part, in fen.</param>
public sealed record RecordRecovery(long AmountInFen) : CaseCommand;
