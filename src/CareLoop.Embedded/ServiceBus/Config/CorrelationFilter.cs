using CareLoop.Embedded.ServiceBus.Storage;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>Accepts messages whose named properties all equal the given values; comparison is case-sensitive.</summary>
public sealed record CorrelationFilter
{
    public string? MessageId { get; init; }

    public string? SessionId { get; init; }

    public string? CorrelationId { get; init; }

    public string? Subject { get; init; }

    public string? ContentType { get; init; }

    public string? To { get; init; }

    public string? ReplyTo { get; init; }

    /// <summary>Application properties: text, boolean, whole or floating-point number.</summary>
    public IReadOnlyDictionary<string, object> Properties { get; init; } = new Dictionary<string, object>();

    internal bool Accepts(MessageContent message) =>
        Same(MessageId, message.MessageId)
        && Same(SessionId, message.SessionId)
        && Same(CorrelationId, message.CorrelationId)
        && Same(Subject, message.Subject)
        && Same(ContentType, message.ContentType)
        && Same(To, message.To)
        && Same(ReplyTo, message.ReplyTo)
        && Properties.All(wanted => message.Properties.TryGetValue(wanted.Key, out var value) && Equals(wanted.Value, Widened(value)));

    private static bool Same(string? wanted, string? actual) => wanted is null || string.Equals(wanted, actual, StringComparison.Ordinal);

    /// <summary>A configuration knows one kind of whole and one of floating-point numbers, a sender has many.</summary>
    private static object? Widened(object? value) => value switch
    {
        byte or sbyte or short or ushort or int or uint => Convert.ToInt64(value),
        ulong number when number <= long.MaxValue => (long)number,
        float number => (double)number,
        _ => value,
    };
}
