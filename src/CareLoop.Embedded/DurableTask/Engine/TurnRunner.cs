using CareLoop.Embedded.DurableTask.Core.Exceptions;
using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.DurableTask.Orchestration;
using CareLoop.Embedded.DurableTask.Persistence;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>Takes one turn of one instance: read, replay if need be, run, store in one transaction, and only then act.</summary>
internal sealed partial class TurnRunner(
    InstanceStore store, SessionServices services, TimeProvider time, DurableEngineOptions options, CompletionWaiters waiters)
{
    private readonly ILogger logger = services.Loggers.CreateLogger<TurnRunner>();

    public required ActivityRunner Activities { get; init; }

    public required TimerQueue Timers { get; init; }

    /// <summary>Asks for another turn of the instance.</summary>
    public required Action<long, Mail> Ring { get; init; }

    /// <returns>Zero when done, else how long to wait before the turn is tried again.</returns>
    public async Task<TimeSpan> RunAsync(InstanceActor actor)
    {
        var mail = actor.Take();
        try
        {
            await TakeTurnAsync(actor, mail);
            actor.Failures = 0;
            return TimeSpan.Zero;
        }
        catch (Exception error)
        {
            // Whatever was computed is forgotten; what is on disk is the truth to start from.
            actor.State = null;
            return await FailAsync(actor, mail, error);
        }
    }

    private async Task TakeTurnAsync(InstanceActor actor, Mail mail)
    {
        var isFresh = actor.State is null;
        var state = actor.State ??= store.Find(actor.Key) is { } row ? new InstanceState(row) : null;
        if (state is null || state.Row.IsFinished)
        {
            Release(actor.Key, mail.Results);
            return;
        }

        if (mail.Inbox || isFresh)
        {
            state.Receive(store.ReadInbox(actor.Key, state.LastRead));
        }

        if (state.Row.Quarantine is not null && !TurnPlanner.Terminates(state.Inbox))
        {
            await HoldAsync(actor, mail);
            return;
        }

        var replayed = state.Session is null && TurnPlanner.RunsCode(state, state.Inbox);
        if (replayed)
        {
            state.Session = Replay(state);
        }

        if (mail.Invaded)
        {
            state.Session?.Invade();
        }

        var turn = TurnPlanner.Plan(state, state.NextMessages(), mail.Results, time.GetUtcNow().UtcDateTime);
        var session = state.Session;
        if (turn is not null)
        {
            await store.SaveAsync(turn);
            state.Advance(turn);
        }

        Release(actor.Key, mail.Results);
        Act(state, turn, replayed ? session!.Open.Activities : turn?.Turn.Steps.Where(IsCall) ?? []);
    }

    private OrchestrationSession Replay(InstanceState state)
    {
        var key = state.Row.Key;
        var session = new OrchestrationSession(services, state.Identity, () => Ring(key, Mail.Invasion));
        foreach (var turn in store.ReadHistory(key))
        {
            session.Replay(turn);
        }

        return session;
    }

    private void Act(InstanceState state, TurnRecord? turn, IEnumerable<HistoryEvent> calls)
    {
        var row = state.Row;
        Timers.Set(row.Key, state.IsSuspended || row.IsFinished ? null : row.WakeAt);
        if (row.IsFinished)
        {
            LogFinished(logger, row.Name, row.InstanceId, row.Status);
            waiters.Finished(row.InstanceId);
            return;
        }

        foreach (var call in calls.ToList())
        {
            Activities.Ensure(row.Key, row.InstanceId, call);
        }

        if (turn is { ContinuesAsNew: true } || (turn is not null && state.WantsTurn))
        {
            Ring(row.Key, Mail.New);
        }
    }

    private async Task HoldAsync(InstanceActor actor, Mail mail)
    {
        if (mail.Results.Count > 0)
        {
            await store.HoldAsync(actor.Key, mail.Results);
            Release(actor.Key, mail.Results);
        }

        actor.State = null;
    }

    private async Task<TimeSpan> FailAsync(InstanceActor actor, Mail mail, Exception error)
    {
        actor.Failures++;
        if (error is not NonDeterministicOrchestrationException && actor.Failures < options.TurnAttempts)
        {
            LogRetry(logger, error, actor.Key, actor.Failures);
            actor.PutBack(mail);
            return options.FirstTurnRetry * Math.Pow(2, actor.Failures - 1);
        }

        try
        {
            await store.QuarantineAsync(actor.Key, TaskFailureDetails.FromException(error), mail.Results, time.GetUtcNow().UtcDateTime);
            Release(actor.Key, mail.Results);
            Timers.Set(actor.Key, null);
            LogQuarantined(logger, error, actor.Key);
            actor.Failures = 0;
            return TimeSpan.Zero;
        }
        catch (Exception second)
        {
            // Not even that can be stored: the disk has to come back first.
            LogRetry(logger, second, actor.Key, actor.Failures);
            actor.PutBack(mail);
            return options.FirstTurnRetry * Math.Pow(2, Math.Min(actor.Failures, 8));
        }
    }

    private void Release(long key, IReadOnlyList<HistoryEvent> results)
    {
        foreach (var result in results)
        {
            Activities.Release(key, result);
        }
    }

    private static bool IsCall(HistoryEvent step) => step.Kind == HistoryEventKind.ActivityScheduled;

    [LoggerMessage(LogLevel.Debug, "Orchestration {Name} {InstanceId} is {Status}")]
    private static partial void LogFinished(ILogger logger, string name, string instanceId, OrchestrationRuntimeStatus status);

    [LoggerMessage(LogLevel.Warning, "A turn of instance #{Key} failed (try {Attempt}) and is taken again")]
    private static partial void LogRetry(ILogger logger, Exception error, long key, int attempt);

    [LoggerMessage(LogLevel.Error, "Instance #{Key} is quarantined until an operator releases it")]
    private static partial void LogQuarantined(ILogger logger, Exception error, long key);
}
