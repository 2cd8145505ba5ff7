using System.Collections.Immutable;

namespace CareLoop.Functions.Channels;

/// <summary>What an adapter makes of a call: one of the three records below, nothing else.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Not from the platform, or not usable. Nothing of it may be stored.</summary>
    /// <param name="Reason">For logs, metrics and the status to answer with.</param>
    /// <param name="Detail">For authentic callers whose systems are written by people: what to correct, without what they sent. Null for all others.</param>
    public sealed record Refused(Refusal Reason, string? Detail = null) : Verdict;

    /// <summary>A question about the address itself, such as a platform's verification of it. Nothing to store.</summary>
    public sealed record Answered(PlatformAnswer Answer) : Verdict;

    /// <summary>Authentic. Store a receipt for each push, each under its own key, then answer.</summary>
    /// <param name="Pushes">What users sent or did; empty when the platform reports something that is no matter of ours.</param>
    /// <param name="Answer">What the platform counts as an acknowledgement: send it for new and for repeated pushes alike.</param>
    public sealed record Received(ImmutableArray<ChannelPush> Pushes, PlatformAnswer Answer) : Verdict;
}
