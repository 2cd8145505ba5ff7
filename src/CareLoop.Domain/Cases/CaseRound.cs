using System.Collections.Immutable;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Cases;

/// <summary>Everything that is pending or due, decided in the order of its time (design: one round of one episode).</summary>
public static class CaseRound
{
    /// <param name="pack">The handbook the case is pinned to.</param>
    /// <param name="state">The case, or null before its first round.</param>
    /// <param name="pending">Waiting commands in any order.</param>
    /// <param name="now">The present instant: later deadlines are left for later.</param>
    public static RoundResult Play(PolicyPack pack, CaseState? state, IReadOnlyList<PendingCommand> pending, DateTimeOffset now) =>
        throw new NotImplementedException();
}

/// <summary>What one round decided.</summary>
/// <param name="State">The case afterwards; null when the very first command was refused.</param>
/// <param name="Events">New timeline events, in sequence.</param>
/// <param name="Outcomes">One per command decided.</param>
/// <param name="HasMore">The round was cut to fit one storage transaction; play another at once.</param>
public sealed record RoundResult(
    CaseState? State,
    ImmutableArray<CaseEvent> Events,
    ImmutableArray<CommandOutcome> Outcomes,
    bool HasMore);

/// <summary>What became of a command.</summary>
/// <param name="CommandId">Which.</param>
/// <param name="Refusal">Null when it was applied.</param>
/// <param name="Version">The case's command version afterwards.</param>
public sealed record CommandOutcome(string CommandId, Refusal? Refusal, int Version);
