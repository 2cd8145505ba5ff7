using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Cases;

/// <summary>Everything that is pending or due, decided in the order of its time (design: one round of one episode).</summary>
public static class CaseRound
{
    /// <summary>Rows one storage transaction can change.</summary>
    public const int MaxRows = 100;

    private const int HeaderRows = 1;

    // A command's outcome is inserted and its inbox row deleted.
    private const int RowsPerCommand = 2;

    /// <param name="pack">The handbook the case is pinned to.</param>
    /// <param name="state">The case, or null before its first round.</param>
    /// <param name="pending">Waiting commands in any order.</param>
    /// <param name="now">The present instant: later deadlines are left for later.</param>
    /// <param name="successor">The handbook the case is to go on by, or null.</param>
    public static RoundResult Play(
        PolicyPack pack, CaseState? state, IReadOnlyList<PendingCommand> pending, DateTimeOffset now, PolicyPack? successor = null)
    {
        var commands = new Queue<PendingCommand>(pending.OrderBy(p => p.AcceptedAt).ThenBy(p => p.Id, StringComparer.Ordinal));
        var events = ImmutableArray.CreateBuilder<CaseEvent>();
        var outcomes = ImmutableArray.CreateBuilder<CommandOutcome>();
        while (Next(pack, state, commands, now, successor) is { } input)
        {
            var command = (input as CaseInput.Command)?.Pending;
            var decision = CaseDecider.Decide(pack, state, input, now);
            var decided = (decision as Decision.Applied)?.Events ?? [];
            var rows = HeaderRows + events.Count + decided.Length + (RowsPerCommand * (outcomes.Count + (command is null ? 0 : 1)));
            if (rows > MaxRows)
                return new(state, events.ToImmutable(), outcomes.ToImmutable(), HasMore: true);
            events.AddRange(decided);
            if (decision is Decision.Applied applied)
                state = applied.State;
            if (input is CaseInput.HandbookChanged)
                (pack, successor) = (decision is Decision.Applied ? successor! : pack, null);
            if (command is null)
                continue;
            commands.Dequeue();
            outcomes.Add(new(command.Id, (decision as Decision.Refused)?.Refusal, state?.CommandVersion ?? 0));
        }

        return new(state, events.ToImmutable(), outcomes.ToImmutable(), HasMore: false);
    }

    private static CaseInput? Next(PolicyPack pack, CaseState? state, Queue<PendingCommand> commands, DateTimeOffset now, PolicyPack? successor)
    {
        var moment = NextMoment(state, now);
        commands.TryPeek(out var command);
        var (at, first) = (moment, command) switch
        {
            ({ } due, { } other) when !ComesFirst(due, other) => (other.AcceptedAt, other),
            ({ } due, _) => (due.At, due.Input),
            (null, { } only) => (only.AcceptedAt, only),
            _ => (now, (CaseInput?)null),
        };
        return state is { IsClosed: false } && Change(pack, state, successor) is { } change && change.At <= at ? change.Input : first;
    }

    // What a case is counted by changes at its own instant, before what happened at the same time or later is judged.
    private static (DateTimeOffset At, CaseInput Input)? Change(PolicyPack pack, CaseState state, PolicyPack? successor)
    {
        if (successor is not null)
            return (successor.EffectiveFrom, new CaseInput.HandbookChanged(successor, successor.EffectiveFrom));
        return Rebasing.PublishedAt(pack, state) is { } published ? (published, new CaseInput.CalendarChanged(published)) : null;
    }

    private static (DateTimeOffset At, CaseInput.Moment Input)? NextMoment(CaseState? state, DateTimeOffset now)
    {
        (DateTimeOffset At, CaseInput.Moment Input)? first = null;
        foreach (var deadline in state?.Deadlines ?? [])
        {
            if (deadline.NextMoment is not { } next || next.At > now)
                continue;
            if (first is not { } best || next.At < best.At || (next.At == best.At && next.Kind < best.Input.Kind))
                first = (next.At, new(deadline.Id, next.Kind));
        }

        return first;
    }

    // At the same instant a task is open and an exclusive limit is missed before a command counts (an inclusive limit is missed
    // a millisecond later anyway); a warning only follows when the command did not make it needless.
    private static bool ComesFirst((DateTimeOffset At, CaseInput.Moment Input) moment, PendingCommand command) =>
        moment.At < command.AcceptedAt || (moment.At == command.AcceptedAt && moment.Input.Kind != MomentKind.Warn);
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
