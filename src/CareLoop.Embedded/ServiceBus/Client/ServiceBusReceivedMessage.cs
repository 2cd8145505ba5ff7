using CareLoop.Embedded.ServiceBus.Storage;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>A message as a receiver sees it.</summary>
public sealed class ServiceBusReceivedMessage
{
    internal ServiceBusReceivedMessage(MessageContent content) => Content = content;

    public BinaryData Body => Content.Body;

    public string? MessageId => Content.MessageId;

    public string? SessionId => Content.SessionId;

    public string? PartitionKey => Content.PartitionKey;

    public string? Subject => Content.Subject;

    public string? CorrelationId => Content.CorrelationId;

    public string? ContentType => Content.ContentType;

    public string? To => Content.To;

    public string? ReplyTo => Content.ReplyTo;

    public TimeSpan TimeToLive => Content.TimeToLive;

    public DateTimeOffset ScheduledEnqueueTime => Content.ScheduledEnqueueTime;

    public IReadOnlyDictionary<string, object> ApplicationProperties => Content.Properties!;

    public string? DeadLetterReason => Text(DeadLetterProperties.Reason);

    public string? DeadLetterErrorDescription => Text(DeadLetterProperties.Description);

    /// <summary>How often the message was handed out, this time included; 0 for a message that was only peeked at.</summary>
    public int DeliveryCount { get; internal init; }

    /// <summary>The message's place in its queue or subscription; rises in the order of enqueueing.</summary>
    public long SequenceNumber { get; internal init; } = -1;

    /// <summary>The sequence number the topic had given to the message.</summary>
    public long EnqueuedSequenceNumber { get; internal init; }

    public DateTimeOffset EnqueuedTime { get; internal init; }

    public DateTimeOffset ExpiresAt { get; internal init; } = DateTimeOffset.MaxValue;

    public DateTimeOffset LockedUntil { get; internal set; }

    public string LockToken => LockTokenGuid.ToString();

    internal Guid LockTokenGuid { get; init; }

    internal MessageContent Content { get; }

    private string? Text(string property) => Content.Properties.GetValueOrDefault(property) as string;
}
