using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.DurableTask.Persistence;
using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.Tests.DurableTask.Simulation;

/// <summary>What holds for the tables after every commit, whoever was in the middle of what.</summary>
internal static class StoreInvariants
{
    /// <param name="store">The file.</param>
    /// <param name="seen">Instances as they were at the last check, so that only those that changed are looked at.</param>
    /// <exception cref="InvalidOperationException">Something does not agree.</exception>
    public static void Check(EmbeddedStore store, Dictionary<long, InstanceRow> seen)
    {
        var rows = store.Read(connection => connection.Query($"SELECT {InstanceRow.Columns} FROM durable_instances", InstanceRow.Read));
        foreach (var row in rows.Where(row => !seen.TryGetValue(row.Key, out var old) || old != row))
        {
            Check(store, row);
            seen[row.Key] = row;
        }

        var orphans = store.Read(connection => (long)connection.Scalar(
            """
            SELECT (SELECT count(*) FROM durable_inbox WHERE instance NOT IN (SELECT key FROM durable_instances WHERE status IN (0, 6, 7)))
                 + (SELECT count(*) FROM durable_history WHERE instance NOT IN (SELECT key FROM durable_instances))
            """)!);
        Require(orphans == 0, $"{orphans} rows of instances that are gone or finished");
    }

    private static void Check(EmbeddedStore store, InstanceRow row)
    {
        var turns = store.Read(connection => connection.Query(
            "SELECT body FROM durable_history WHERE instance = ?1 ORDER BY id",
            reader => HistoryCodec.DecodeTurn(reader.GetFieldValue<byte[]>(0)),
            row.Key));
        var inputs = turns.SelectMany(turn => turn.Inputs).ToList();
        var steps = turns.SelectMany(turn => turn.Steps).ToList();
        var outcome = steps.LastOrDefault(step => step.Kind is >= HistoryEventKind.Completed and <= HistoryEventKind.Terminated);
        if (row.IsFinished)
        {
            Require($"{outcome?.Kind}" == $"{row.Status}", $"{row.InstanceId} is {row.Status}, its history ends with {outcome?.Kind}");
            Require(row is { Ready: false, OpenActivities: 0, WakeAt: null }, $"{row.InstanceId} is finished and has work");
            return;
        }

        Require(outcome is null, $"{row.InstanceId} is {row.Status}, its history ends with {outcome?.Kind}");
        Require(inputs.Count(input => input.Kind == HistoryEventKind.Started) == (row.Ready ? 0 : 1), $"{row.InstanceId} started twice or never");
        var open = Ids(steps, HistoryEventKind.ActivityScheduled)
            .Except(Ids(inputs, HistoryEventKind.ActivityCompleted)).Except(Ids(inputs, HistoryEventKind.ActivityFailed)).Count();
        Require(open == row.OpenActivities, $"{row.InstanceId} has {open} open activities, its row says {row.OpenActivities}");
        var timers = Ids(steps, HistoryEventKind.TimerCreated)
            .Except(Ids(inputs, HistoryEventKind.TimerFired)).Except(Ids(steps, HistoryEventKind.TimerCanceled)).ToHashSet();
        var wake = steps.Where(step => step.Kind == HistoryEventKind.TimerCreated && timers.Contains(step.TaskId)).Min(step => step.FireAt);
        Require(wake == row.WakeAt, $"{row.InstanceId} must wake at {wake:O}, its row says {row.WakeAt:O}");
        Require(
            inputs.Where(input => input.TaskId >= 0).GroupBy(input => input.TaskId).All(group => group.Count() == 1),
            $"{row.InstanceId} took one result twice");
    }

    /// <summary>When nothing runs and nothing is written, nothing may be waiting that could go on.</summary>
    public static void CheckNothingIsStuck(EmbeddedStore store, DateTimeOffset now)
    {
        var stuck = store.Read(connection => connection.Query(
            """
            SELECT instance_id FROM durable_instances
            WHERE status IN (0, 6) AND quarantine IS NULL
              AND (ready = 1 OR open_activities > 0 OR wake_at <= ?1 OR key IN (SELECT instance FROM durable_inbox))
            """,
            reader => reader.GetString(0),
            now.UtcTicks));
        Require(stuck.Count == 0, $"stuck: {string.Join(", ", stuck)}");
    }

    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private static IEnumerable<int> Ids(IEnumerable<HistoryEvent> events, HistoryEventKind kind) =>
        events.Where(happening => happening.Kind == kind).Select(happening => happening.TaskId);
}
