using System.Collections.Immutable;
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
    public static RoundResult Play(PolicyPack pack, CaseState? state, IReadOnlyList<PendingCommand> pending, DateTimeOffset now)
    {
        var commands = new Queue<PendingCommand>(pending.OrderBy(p => p.AcceptedAt).ThenBy(p => p.Id, StringComparer.Ordinal));
        var events = ImmutableArray.CreateBuilder<CaseEvent>();
        var outcomes = ImmutableArray.CreateBuilder<CommandOutcome>();
        while (Next(state, commands, now) is { } input)
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
            if (command is null)
                continue;
            commands.Dequeue();
            outcomes.Add(new(command.Id, (decision as Decision.Refused)?.Refusal, state?.CommandVersion ?? 0));
        }

        return new(state, events.ToImmutable(), outcomes.ToImmutable(), HasMore: false);
    }

    private static CaseInput? Next(CaseState? state, Queue<PendingCommand> commands, DateTimeOffset now)
    {
        var moment = NextMoment(state, now);
        if (!commands.TryPeek(out var command))
            return moment?.Input;
        return moment is { } due && ComesFirst(due, command) ? due.Input : command;
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
