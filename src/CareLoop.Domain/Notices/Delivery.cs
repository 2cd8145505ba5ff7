using System.Collections.Immutable;

namespace CareLoop.Domain.Notices;

/// <summary>A way that was tried and is closed.</summary>
/// <param name="Code">Why, as a short code such as <c>quota</c>.</param>
public sealed record ClosedWay(DeliveryWay Way, string Code);

/// <summary>One notice on its way to one customer: a line of the ledger. Codes and instants only.</summary>
public sealed record Delivery
{
    /// <summary>The notice, as its recipient's inbox knows it.</summary>
    public required string NoticeId { get; init; }

    /// <summary>Template id.</summary>
    public required string Kind { get; init; }

    /// <summary>The customer's key.</summary>
    public required string Recipient { get; init; }

    /// <summary>When its cause took effect.</summary>
    public required DateTimeOffset At { get; init; }

    public DeliveryState State { get; init; } = DeliveryState.Waiting;

    /// <summary>The way it is tried by, or went.</summary>
    public DeliveryWay? Way { get; init; }

    /// <summary>Ways that turned out to be closed, in their order.</summary>
    public ImmutableArray<ClosedWay> Closed { get; init; } = [];

    /// <summary>Tries by the present way.</summary>
    public int Tries { get; init; }

    /// <summary>Every try so far, by whatever way.</summary>
    public int Attempts { get; init; }

    /// <summary>Not before then; null for at once.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When the state last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Why it is waiting, failed, skipped or unknown.</summary>
    public string? Reason { get; init; }

    /// <summary>What an operator made of it, as a code; null while nobody has looked at it.</summary>
    public string? Settled { get; init; }

    /// <summary>Still to be worked on.</summary>
    public bool IsOpen => State is DeliveryState.Waiting or DeliveryState.Sending;

    /// <summary>A person has to look at it.</summary>
    public bool NeedsAttention => Settled is null && State is (DeliveryState.Failed or DeliveryState.Unknown);
}
