namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>Why a message goes to the dead-letter sub-queue, and what its consumer adds to it.</summary>
internal sealed record Verdict(string? Reason, string? Description, IDictionary<string, object>? Properties = null)
{
    public static Verdict TooManyDeliveries(int count) =>
        new(DeadLetterProperties.MaxDeliveryCountExceeded, $"Delivered {count} times without being completed.");

    public static Verdict Expired(DateTimeOffset at) =>
        new(DeadLetterProperties.TimeToLiveExpired, $"Nobody took the message before it expired at {at:O}.");

    public static readonly Verdict NoSession =
        new(DeadLetterProperties.SessionIdIsNull, "The subscription requires sessions and the message has no session id.");

    public IEnumerable<KeyValuePair<string, object?>> Marks()
    {
        foreach (var (name, value) in Properties ?? new Dictionary<string, object>())
            yield return new(name, value);

        if (Reason is not null)
            yield return new(DeadLetterProperties.Reason, Reason);

        if (Description is not null)
            yield return new(DeadLetterProperties.Description, Description);
    }
}
