using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.DurableTask.Persistence;

namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>Decides, without touching the disk, what a turn makes of the state, the inbox and the results at hand.</summary>
internal static class TurnPlanner
{
    /// <param name="state">With its session, unless the instance is or stays suspended.</param>
    /// <param name="inbox">Waiting messages, oldest first.</param>
    /// <param name="results">Of activities, not yet on disk.</param>
    /// <param name="now">The time of the turn (UTC).</param>
    /// <returns>Null if nothing changes.</returns>
    public static TurnRecord? Plan(InstanceState state, IReadOnlyList<HistoryEvent> inbox, IReadOnlyList<HistoryEvent> results, DateTime now)
    {
        var at = state.TurnTime(now);
        if (inbox.FirstOrDefault(message => message.Kind == HistoryEventKind.Terminated) is { } terminated)
        {
            return Terminate(state, terminated, at);
        }

        return StaysSuspended(state, inbox) ? Suspend(state, inbox, results, at) : Run(state, inbox, results, at);
    }

    /// <summary>Whether the orchestrator is needed: a broken one does not stand in the way of termination.</summary>
    public static bool RunsCode(InstanceState state, IReadOnlyList<HistoryEvent> inbox) => !Terminates(inbox) && !StaysSuspended(state, inbox);

    public static bool Terminates(IReadOnlyList<HistoryEvent> inbox) => inbox.Any(message => message.Kind == HistoryEventKind.Terminated);

    /// <summary>The last word counts: what was suspended and resumed again since the last turn was not suspended.</summary>
    private static bool StaysSuspended(InstanceState state, IReadOnlyList<HistoryEvent> inbox) =>
        (inbox.LastOrDefault(IsControl)?.Kind ?? (state.IsSuspended ? HistoryEventKind.Suspended : HistoryEventKind.Resumed))
            == HistoryEventKind.Suspended;

    private static bool IsControl(HistoryEvent message) => message.Kind is HistoryEventKind.Suspended or HistoryEventKind.Resumed;

    private static TurnRecord Terminate(InstanceState state, HistoryEvent terminated, DateTime at) =>
        new(state.Row.Key, new HistoryTurn(at, [], [terminated]))
        {
            Status = OrchestrationRuntimeStatus.Terminated,
            Ready = false,
            OpenActivities = 0,
            WakeAt = null,
            CustomStatus = state.Row.CustomStatus,
            Consumed = [terminated.Sequence],
            Outcome = terminated,
        };

    private static TurnRecord? Suspend(
        InstanceState state, IReadOnlyList<HistoryEvent> inbox, IReadOnlyList<HistoryEvent> results, DateTime at)
    {
        var controls = inbox.Where(IsControl).ToList();
        return controls.Count + results.Count == 0 ? null : new(state.Row.Key, new HistoryTurn(at, controls, []))
        {
            Status = OrchestrationRuntimeStatus.Suspended,
            Ready = state.Row.Ready,
            OpenActivities = state.Row.OpenActivities,
            WakeAt = state.Row.WakeAt,
            CustomStatus = state.Row.CustomStatus,
            Consumed = Sequences(controls),
            Held = results,
        };
    }

    private static TurnRecord? Run(InstanceState state, IReadOnlyList<HistoryEvent> inbox, IReadOnlyList<HistoryEvent> results, DateTime at)
    {
        var session = state.Session!;
        List<HistoryEvent> inputs = [.. inbox, .. results];
        if (state.Row.Ready)
        {
            inputs.Insert(0, state.Start());
        }

        var turn = session.Run(at, inputs);
        var outcome = session.Outcome;
        if (turn.Inputs.Count == 0 && outcome is null && inbox.Count == 0)
        {
            return null;
        }

        var next = outcome?.Kind == HistoryEventKind.ContinuedAsNew;

        // Those that still lie in the inbox stay there: a long backlog is not written again by every generation.
        var waiting = inbox.Select(message => message.Sequence).ToHashSet();
        var carried = (session.CarriedEvents ?? []).ToLookup(happening => waiting.Contains(happening.Sequence));
        return new TurnRecord(state.Row.Key, outcome is null ? turn : turn with { Steps = [.. turn.Steps, outcome] })
        {
            Status = StatusAfter(outcome),
            Ready = next,
            OpenActivities = outcome is null ? session.Open.ActivityCount : 0,
            WakeAt = outcome is null ? session.Open.EarliestTimer : null,
            CustomStatus = next ? null : session.CustomStatus,
            Consumed = [.. Consumed(turn, inbox, next && session.CarriedEvents is not null).Except(Sequences(carried[true]))],
            Outcome = outcome,
            Carried = [.. carried[false]],
        };
    }

    /// <summary>
    /// Events that the generation did not live to see stay for the next one. All else is used up, also what came too late for
    /// anybody: a second result of one call must never meet the call of that number in the next generation.
    /// </summary>
    private static List<long> Consumed(HistoryTurn turn, IReadOnlyList<HistoryEvent> inbox, bool keepsTheRest)
    {
        var taken = turn.Inputs.Select(input => input.Sequence).ToHashSet();
        return Sequences(
            inbox.Where(message => !keepsTheRest || message.Kind != HistoryEventKind.EventRaised || taken.Contains(message.Sequence)));
    }

    private static List<long> Sequences(IEnumerable<HistoryEvent> messages) => [.. messages.Select(message => message.Sequence)];

    private static OrchestrationRuntimeStatus StatusAfter(HistoryEvent? outcome) => outcome?.Kind switch
    {
        HistoryEventKind.Completed => OrchestrationRuntimeStatus.Completed,
        HistoryEventKind.Failed => OrchestrationRuntimeStatus.Failed,
        _ => OrchestrationRuntimeStatus.Running,
    };
}
