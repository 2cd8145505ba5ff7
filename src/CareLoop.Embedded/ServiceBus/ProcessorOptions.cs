namespace CareLoop.Embedded.ServiceBus;

/// <summary>How a processor runs its handler; the defaults are those of the Functions host.</summary>
public sealed record ProcessorOptions
{
    /// <summary>How many messages are worked on at once, for an entity without sessions.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>How many sessions are worked on at once, one message each, for an entity with sessions.</summary>
    public int MaxConcurrentSessions { get; init; } = 8;

    /// <summary>Whether a message is completed when the handler returns without having settled it.</summary>
    public bool AutoCompleteMessages { get; init; } = true;

    /// <summary>How long a running handler keeps its message locked.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The wait after the first failed delivery; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between deliveries.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    internal TimeSpan DelayAfter(int deliveries) =>
        TimeSpan.FromTicks((long)Math.Min(MaxRetryDelay.Ticks, RetryDelay.Ticks * Math.Pow(2, Math.Min(deliveries, 62) - 1)));
}
