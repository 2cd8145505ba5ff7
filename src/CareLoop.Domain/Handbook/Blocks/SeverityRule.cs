using System.Collections.Immutable;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>When a severity or flag is suggested; a person confirms (COM-ESC-04).</summary>
/// <param name="Id">Such as <c>media-threat</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="When">The condition.</param>
/// <param name="Severity">Severity to set, or null.</param>
/// <param name="Flags">Flags to set.</param>
/// <param name="ConfirmBy">Role that confirms, or null when no confirmation is needed.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record SeverityRule(
    string Id,
    LocalText Name,
    SeverityCondition When,
    string? Severity,
    ImmutableArray<string> Flags,
    string? ConfirmBy,
    Provenance Source) : IPackObject;

/// <summary>One kind of condition is set, the others are empty.</summary>
public sealed record SeverityCondition(
    ImmutableArray<string> Keywords,
    ImmutableArray<string> Facts,
    string? Field,
    string? EqualTo,
    int? RepeatWithinDays,
    GroupCondition? Group);

/// <summary>Several customers complain of the same merchant, contractor or outlet within some days (群体投诉, MALL-CLS-02).</summary>
public sealed record GroupCondition(int Customers, int Days);
