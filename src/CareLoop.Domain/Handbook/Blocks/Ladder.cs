using System.Collections.Immutable;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>Who is told when, one rung above the other (上报阶梯, COM-ESC-01).</summary>
/// <param name="Id">Such as <c>mall-default</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Rungs">From the lowest.</param>
/// <param name="TellOwner">The owner is told too when a limit is missed.</param>
/// <param name="MarksOverdue">A missed limit sets the flag <c>Overdue</c> and makes a delay reason necessary.</param>
/// <param name="CalledBy">The flags, severities or case types that call this ladder at classification; empty: only limits do.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Ladder(
    string Id,
    LocalText Name,
    ImmutableArray<Rung> Rungs,
    bool TellOwner,
    bool MarksOverdue,
    ImmutableArray<string> CalledBy,
    Provenance Source) : IPackObject
{
    /// <summary>L1: whom the first missed limit is reported to.</summary>
    public string? FirstRole => Rungs.IsEmpty ? null : Rungs[0].Role;

    /// <summary>The rungs told at once when a flag or severity calls the ladder.</summary>
    public IEnumerable<Rung> AtOnce => Rungs.Where(r => r.At == RungTime.Immediate);

    /// <summary>The rungs told one after the other while nobody acknowledges.</summary>
    public IEnumerable<Rung> Unanswered => Rungs.Where(r => r.At == RungTime.NoAck);

    /// <summary>The rungs that follow a missed limit, with their distance from it.</summary>
    public IEnumerable<Rung> Above => Rungs.Where(r => r.At == RungTime.AfterDue);
}

/// <param name="At">When it is reached.</param>
/// <param name="After">Distance from the due instant, for <see cref="RungTime.AfterDue"/>.</param>
/// <param name="Role">Who is told.</param>
/// <param name="AckMinutes">Minutes in which the person must acknowledge, or null.</param>
/// <param name="Also">Further roles told at the same time.</param>
public sealed record Rung(RungTime At, TimeSpan After, string Role, int? AckMinutes, ImmutableArray<string> Also)
{
    public IEnumerable<string> Roles => [Role, .. Also];
}

/// <summary>What a rung waits for.</summary>
public enum RungTime
{
    /// <summary>At once, when the flag or severity is set.</summary>
    Immediate,

    /// <summary>When the rung below was not acknowledged in time.</summary>
    NoAck,

    /// <summary>When the limit is missed.</summary>
    Due,

    /// <summary>Some time after the limit was missed, while it is still open.</summary>
    AfterDue,
}
