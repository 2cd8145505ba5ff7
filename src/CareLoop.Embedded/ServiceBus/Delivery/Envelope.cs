namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>A message as the broker keeps it in memory.</summary>
internal sealed class Envelope
{
    public required long Sequence { get; init; }

    public required long EnqueuedSequence { get; init; }

    public required string? SessionId { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The encoded <see cref="Storage.MessageContent"/>.</summary>
    public required byte[] Content { get; set; }

    /// <summary>How often the message was handed out; on disk before the consumer sees it.</summary>
    public int DeliveryCount { get; set; }

    /// <summary>The count on disk already includes the next delivery, so that one needs no write of its own.</summary>
    public bool IsPrepaid { get; set; }

    public Lease? Lease { get; set; }

    public Appointment? Expiry { get; set; }

    public static Comparer<Envelope> BySequence { get; } =
        Comparer<Envelope>.Create((left, right) => left.Sequence.CompareTo(right.Sequence));
}
