namespace CareLoop.Embedded.ServiceBus;

/// <summary>How messages of one queue or subscription are delivered.</summary>
public sealed record DeliveryRules
{
    /// <summary>How long a message or session stays locked without renewal.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many failed deliveries send a message to the dead-letter sub-queue.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>Whether every message belongs to a session.</summary>
    public bool RequiresSession { get; init; }

    /// <summary>The longest a message may wait, whatever its sender says.</summary>
    public TimeSpan DefaultMessageTimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether expired messages are kept in the dead-letter sub-queue instead of dropped.</summary>
    public bool DeadLetteringOnMessageExpiration { get; init; }
}

/// <summary>A queue of the namespace.</summary>
/// <param name="DuplicateDetection">The window in which a repeated message id is dropped; null if ids are not compared.</param>
public sealed record QueueConfig(string Name, DeliveryRules Delivery, TimeSpan? DuplicateDetection);

/// <summary>A topic of the namespace with its subscriptions.</summary>
/// <param name="DuplicateDetection">The window in which a repeated message id is dropped; null if ids are not compared.</param>
public sealed record TopicConfig(
    string Name, TimeSpan DefaultMessageTimeToLive, TimeSpan? DuplicateDetection, IReadOnlyList<SubscriptionConfig> Subscriptions);

/// <summary>A subscription; it gets a copy of each message that one of its filters accepts, or of all if it has none.</summary>
public sealed record SubscriptionConfig(string Name, DeliveryRules Delivery, IReadOnlyList<CorrelationFilter> Filters);
