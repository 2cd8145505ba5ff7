namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>What the sender wrote: immutable while the message travels, but for properties that settlement adds.</summary>
internal sealed record MessageContent
{
    public required BinaryData Body { get; init; }

    public string? MessageId { get; init; }

    public string? SessionId { get; init; }

    public string? PartitionKey { get; init; }

    public string? Subject { get; init; }

    public string? CorrelationId { get; init; }

    public string? ContentType { get; init; }

    public string? To { get; init; }

    public string? ReplyTo { get; init; }

    public TimeSpan TimeToLive { get; init; } = TimeSpan.MaxValue;

    public DateTimeOffset ScheduledEnqueueTime { get; init; }

    public required IReadOnlyDictionary<string, object?> Properties { get; init; }

    public static MessageContent Of(ServiceBusMessage message) => new()
    {
        Body = message.Body,
        MessageId = message.MessageId,
        SessionId = message.SessionId,
        PartitionKey = message.PartitionKey,
        Subject = message.Subject,
        CorrelationId = message.CorrelationId,
        ContentType = message.ContentType,
        To = message.To,
        ReplyTo = message.ReplyTo,
        TimeToLive = message.TimeToLive,
        ScheduledEnqueueTime = message.ScheduledEnqueueTime,
        Properties = message.ApplicationProperties.ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal),
    };

    /// <summary>The same message with some application properties added or replaced.</summary>
    public MessageContent With(IEnumerable<KeyValuePair<string, object?>> changes)
    {
        var merged = new Dictionary<string, object?>(Properties, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
            merged[name] = value;

        return this with { Properties = merged };
    }
}
