using System.Collections.Immutable;
using CareLoop.Domain.Cases;

namespace CareLoop.Domain.Penalties;

/// <summary>Where a proposal stands (扣罚建议).</summary>
public enum PenaltyStatus
{
    /// <summary>It waits for the role that decides.</summary>
    Pending,

    /// <summary>It was confirmed.</summary>
    Confirmed,

    /// <summary>It was dismissed, with a reason.</summary>
    Dismissed,

    /// <summary>No case says it any more; nobody had decided.</summary>
    Withdrawn,
}

/// <summary>A proposal about a member of staff (表 E16). It names staff and cases, never a customer.</summary>
public sealed record PenaltyProposal
{
    public required string Id { get; init; }

    public required string Organisation { get; init; }

    /// <summary>The site of the case that raised it: people there decide.</summary>
    public required string Site { get; init; }

    /// <summary>The handbook it was raised by.</summary>
    public required PackReference Pack { get; init; }

    /// <summary>Penalty rule of that handbook.</summary>
    public required string Rule { get; init; }

    /// <summary>Staff id of whom it is about.</summary>
    public required string Person { get; init; }

    /// <summary>The month it is about, such as <c>2026-03</c>.</summary>
    public required string Month { get; init; }

    public required PenaltyStatus Status { get; init; }

    /// <summary>The cases that say it, or said it.</summary>
    public required ImmutableArray<CaseGround> Grounds { get; init; }

    /// <summary>The ground that raised it last: who decides is told of that one.</summary>
    public required CaseGround RaisedBy { get; init; }

    /// <summary>When it was raised last.</summary>
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>The end of the month, by which somebody decides.</summary>
    public required DateTimeOffset DecideBy { get; init; }

    /// <summary>The decision in force; null while there is none.</summary>
    public PenaltyDecision? Decision { get; init; }

    /// <summary>Dismissals from before another case raised it again.</summary>
    public ImmutableArray<PenaltyDecision> Earlier { get; init; } = [];
}

/// <summary>A case behind a proposal, as of a line of its timeline.</summary>
public sealed record CaseGround(string CaseId, int Sequence, bool Stands);

/// <summary>What was decided about a proposal.</summary>
/// <param name="Confirmed">Confirmed, or dismissed.</param>
/// <param name="Reason">Coded reason of a dismissal.</param>
/// <param name="By">Staff id.</param>
/// <param name="At">When.</param>
public sealed record PenaltyDecision(bool Confirmed, string? Reason, string By, DateTimeOffset At);
