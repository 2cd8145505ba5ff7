namespace CareLoop.Domain.Notices;

/// <summary>What became of handing a message over.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The platform took it.</summary>
    public sealed record Taken : SendResult;

    /// <summary>This way is closed for this message: no consent, no quota, no such address.</summary>
    /// <param name="Code">Why, as a short code.</param>
    public sealed record Closed(string Code) : SendResult;

    /// <summary>It surely was not taken, and may be later: an outage, a rate limit.</summary>
    /// <param name="Code">Why, as a short code.</param>
    /// <param name="After">When the platform said to come back, if it did.</param>
    public sealed record Later(string Code, TimeSpan? After = null) : SendResult;

    /// <summary>It was handed over and no answer came.</summary>
    public sealed record Unanswered(string Code) : SendResult;
}
