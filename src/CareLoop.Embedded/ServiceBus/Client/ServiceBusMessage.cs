namespace CareLoop.Embedded.ServiceBus;

/// <summary>A message to send. Limits are checked when a property is set, as the official client does.</summary>
public sealed class ServiceBusMessage
{
    private const int MaxIdLength = 128;

    private string? messageId;
    private string? sessionId;
    private string? partitionKey;
    private TimeSpan timeToLive = TimeSpan.MaxValue;
    private BinaryData body = new(ReadOnlyMemory<byte>.Empty);

    public ServiceBusMessage()
    {
    }

    public ServiceBusMessage(string body)
        : this(new BinaryData(body))
    {
    }

    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body))
    {
    }

    public ServiceBusMessage(BinaryData body) => Body = body;

    /// <summary>Copies what the sender had set; delivery and dead-letter marks stay behind, so the copy can be sent again.</summary>
    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        ArgumentNullException.ThrowIfNull(receivedMessage);
        var content = receivedMessage.Content;
        body = content.Body;
        messageId = content.MessageId;
        sessionId = content.SessionId;
        partitionKey = content.PartitionKey;
        timeToLive = content.TimeToLive;
        Subject = content.Subject;
        CorrelationId = content.CorrelationId;
        ContentType = content.ContentType;
        To = content.To;
        ReplyTo = content.ReplyTo;
        foreach (var (name, value) in content.Properties)
        {
            if (name is not (DeadLetterProperties.Reason or DeadLetterProperties.Description))
                ApplicationProperties[name] = value!;
        }
    }

    public BinaryData Body
    {
        get => body;
        set => body = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Identity for duplicate detection, 1 to 128 characters.</summary>
    public string? MessageId
    {
        get => messageId;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            messageId = NotTooLong(value);
        }
    }

    /// <summary>Messages of one session are delivered in order to one consumer at a time; at most 128 characters.</summary>
    public string? SessionId
    {
        get => sessionId;
        set
        {
            sessionId = NotTooLong(value);
            if (partitionKey is not null)
                partitionKey = value;
        }
    }

    /// <summary>At most 128 characters, and equal to <see cref="SessionId"/> if that is set.</summary>
    public string? PartitionKey
    {
        get => partitionKey;
        set
        {
            if (sessionId is not null && value != sessionId)
                throw new ArgumentOutOfRangeException(nameof(value), value, "The partition key must equal the session id.");

            partitionKey = NotTooLong(value);
        }
    }

    /// <summary>How long the message may wait for delivery; more than zero.</summary>
    public TimeSpan TimeToLive
    {
        get => timeToLive;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            timeToLive = value;
        }
    }

    public string? Subject { get; set; }

    public string? CorrelationId { get; set; }

    public string? ContentType { get; set; }

    public string? To { get; set; }

    public string? ReplyTo { get; set; }

    /// <summary>When the broker enqueues the message; default means at once.</summary>
    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>(StringComparer.Ordinal);

    private static string? NotTooLong(string? value) => value is { Length: > MaxIdLength }
        ? throw new ArgumentOutOfRangeException(nameof(value), value.Length, $"At most {MaxIdLength} characters are allowed.")
        : value;
}
