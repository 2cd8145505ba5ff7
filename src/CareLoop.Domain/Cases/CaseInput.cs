using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Cases;

/// <summary>What a decision is made on: somebody's command, the passing of time, or other rules and hours to count by.</summary>
public abstract record CaseInput
{
    private CaseInput()
    {
    }

    /// <summary>Somebody asked for something.</summary>
    public sealed record Command(PendingCommand Pending) : CaseInput;

    /// <summary>A deadline of the case reached one of its instants.</summary>
    public sealed record Moment(string DeadlineId, MomentKind Kind) : CaseInput;

    /// <summary>The holidays of a year were published or corrected: running limits count on by them (COM-TIME-14).</summary>
    /// <param name="At">When the notice was published.</param>
    public sealed record CalendarChanged(DateTimeOffset At) : CaseInput;

    /// <summary>A handbook that takes running cases along came into force, such as one mall's new opening hours.</summary>
    /// <param name="To">The handbook the case is pinned to from then on.</param>
    /// <param name="At">When it came into force.</param>
    public sealed record HandbookChanged(PolicyPack To, DateTimeOffset At) : CaseInput;

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
