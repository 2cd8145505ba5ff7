using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>A service limit (时限): which cases it applies to, what starts and stops it, how it counts.</summary>
/// <param name="Id">Such as <c>cycle-24h</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Types">Case types; empty: all.</param>
/// <param name="Channels">Channels; empty: all.</param>
/// <param name="Severities">Severities; empty: all.</param>
/// <param name="AnyFlags">At least one of these flags; empty: no condition.</param>
/// <param name="UnlessFlags">Not with any of these flags, which have a limit of their own.</param>
/// <param name="SolutionKinds">Only for these kinds of solution; empty: all.</param>
/// <param name="Start">Event that starts it.</param>
/// <param name="Stop">Events that fulfil it.</param>
/// <param name="Clock">How it counts, and how much.</param>
/// <param name="Calendar">Calendar it counts in.</param>
/// <param name="Exclusive">Missed at the due instant (written "&lt;").</param>
/// <param name="PauseIn">Statuses in which it does not count.</param>
/// <param name="Ladder">Who is told when it is missed.</param>
/// <param name="ReopenClock">It runs anew when a case is reopened (COM-FU-04).</param>
/// <param name="CountsInKpi">KPIs its result enters.</param>
/// <param name="SatisfiedBy">Another way to fulfil it, such as a progress call (EDU-SLA-02).</param>
/// <param name="ExtendableBy">The role whose promised answer, given before it is due, replaces the limit (PROP-SLA-01).</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Sla(
    string Id,
    LocalText Name,
    ImmutableArray<string> Types,
    ImmutableArray<string> Channels,
    ImmutableArray<string> Severities,
    ImmutableArray<string> AnyFlags,
    ImmutableArray<string> UnlessFlags,
    ImmutableArray<string> SolutionKinds,
    string Start,
    ImmutableArray<string> Stop,
    Clock Clock,
    string Calendar,
    bool Exclusive,
    ImmutableArray<CaseStatus> PauseIn,
    string Ladder,
    bool ReopenClock,
    ImmutableArray<string> CountsInKpi,
    string? SatisfiedBy,
    string? ExtendableBy,
    Provenance Source) : IPackObject
{
    public bool AppliesTo(CaseState state) =>
        Matches(Types, state.Type)
        && Matches(Channels, state.Channel)
        && (Severities.IsEmpty || (state.Severity is { } severity && Severities.Contains(severity)))
        && (SolutionKinds.IsEmpty || (state.Solution is { } solution && SolutionKinds.Contains(solution.Kind)))
        && !UnlessFlags.Any(state.Flags.Contains)
        && (AnyFlags.IsEmpty || AnyFlags.Any(state.Flags.Contains));

    private static bool Matches(ImmutableArray<string> allowed, string value) => allowed.IsEmpty || allowed.Contains(value);
}
