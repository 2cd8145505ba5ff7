namespace CareLoop.Domain.Cases;

/// <summary>What a decision is made on: somebody's command, or the passing of time.</summary>
public abstract record CaseInput
{
    private CaseInput()
    {
    }

    /// <summary>Somebody asked for something.</summary>
    public sealed record Command(PendingCommand Pending) : CaseInput;

    /// <summary>A deadline of the case reached one of its instants.</summary>
    public sealed record Moment(string DeadlineId, MomentKind Kind) : CaseInput;

    public static implicit operator CaseInput(PendingCommand pending) => new Command(pending);
}

/// <summary>Which instant of a deadline is meant; the order is the order at equal times.</summary>
public enum MomentKind
{
    /// <summary>A task opens (COM-TIME-04).</summary>
    Open,

    /// <summary>The limit has passed, or a rung of a ladder is reached (COM-ESC-01).</summary>
    Due,

    /// <summary>The warning instant (COM-TIME-11).</summary>
    Warn,
}
