using System.Collections.Concurrent;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>One call a platform made for a message.</summary>
/// <param name="Status">What we answered; null when there was no answer in time, or no connection.</param>
/// <param name="Took">How long the answer took, in real time.</param>
public sealed record Attempt(int? Status, string? Answer, TimeSpan Took);

/// <summary>A message in the platform's own books: what it sent, how often, and whether it counts it as delivered.</summary>
/// <param name="Key">The platform's id of the message.</param>
/// <param name="User">Who wrote it.</param>
/// <param name="Kind">The platform's word for the kind.</param>
/// <param name="Text">Words, or what stands for them.</param>
public sealed record Delivery(string Key, string User, string Kind, string? Text)
{
    private readonly ConcurrentQueue<Attempt> attempts = new();

    public IReadOnlyCollection<Attempt> Attempts => attempts;

    /// <summary>The platform has its acknowledgement and will not send it again by itself.</summary>
    public bool IsAcknowledged { get; private set; }

    internal void Record(Attempt attempt, bool acknowledged)
    {
        attempts.Enqueue(attempt);
        IsAcknowledged |= acknowledged;
    }
}
