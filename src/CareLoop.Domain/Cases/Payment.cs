using System.Text.Json.Serialization;

namespace CareLoop.Domain.Cases;

/// <summary>Money paid to the customer (付款).</summary>
/// <param name="AmountInFen">What was paid, in fen.</param>
/// <param name="PaidAt">When.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Attempt">1 for the first time; one more after each return.</param>
/// <param name="IsClaimed">It is part of the claim against the counterparty.</param>
public sealed record Payment(long AmountInFen, DateTimeOffset PaidAt, PaymentStatus Status, int Attempt, bool IsClaimed = false);

/// <summary>Where a payment stands.</summary>
public enum PaymentStatus
{
    Paid,

    /// <summary>It has arrived.</summary>
    Confirmed,

    /// <summary>It failed or came back; it has to be made again.</summary>
    Returned,
}

/// <summary>What the customer owes for a repair (维修收费, NET-WAR-03).</summary>
public sealed record Charge(long PartsInFen, long LaborInFen);

/// <summary>The claim against the counterparty the money was paid for (追偿, MALL-AC-05).</summary>
/// <param name="AmountInFen">What is claimed, in fen, over all payments of the case.</param>
/// <param name="From">Deposit, rent or suit.</param>
/// <param name="RecoveredInFen">What came in so far.</param>
public sealed record RecoveryClaim(long AmountInFen, string From, long RecoveredInFen)
{
    [JsonIgnore]
    public bool IsSettled => RecoveredInFen >= AmountInFen;
}
