using CareLoop.Embedded.DurableTask.Core.Exceptions;
using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.Store;
using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.DurableTask.Persistence;

/// <summary>What the engine does to its tables; every method that returns a task has reached the disk when it completes.</summary>
internal sealed class InstanceStore(EmbeddedStore store)
{
    private long keys;
    private long sequences;
    private long inboxRowsRead;

    /// <summary>Each run numbers from its own epoch, so numbers rise for ever without a counter row in every transaction.</summary>
    public async Task OpenAsync()
    {
        await DurableSchema.Schema.ApplyAsync(store);
        var epoch = await store.WriteAsync(connection =>
        {
            connection.Run("UPDATE durable_epoch SET epoch = epoch + 1");
            return (long)connection.Scalar("SELECT epoch FROM durable_epoch")!;
        });
        keys = sequences = epoch << 32;
    }

    /// <returns>The key of the new instance.</returns>
    /// <exception cref="OrchestrationAlreadyExistsException">An unfinished instance has this id.</exception>
    public Task<long> CreateAsync(string instanceId, string name, string? input, DateTime now) => store.WriteAsync(connection =>
    {
        if (Find(connection, instanceId) is var (old, status))
        {
            if (!InstanceRow.IsFinal(status))
            {
                throw new OrchestrationAlreadyExistsException($"An orchestration instance '{instanceId}' already exists and is {status}.");
            }

            Delete(connection, old);
        }

        var key = Interlocked.Increment(ref keys);
        connection.Run(
            "INSERT INTO durable_instances (key, instance_id, name, status, created_at, updated_at, ready, input) VALUES (?1, ?2, ?3, ?4, ?5, ?5, 1, ?6)",
            key, instanceId, name, (int)OrchestrationRuntimeStatus.Pending, now.Ticks, input);
        return key;
    });

    /// <returns>The key of the instance.</returns>
    /// <exception cref="InstanceUnavailableException">The instance is unknown or finished.</exception>
    public Task<long> PostAsync(string instanceId, HistoryEvent message) => store.WriteAsync(connection =>
    {
        if (Find(connection, instanceId) is not var (key, status))
        {
            throw new InstanceUnavailableException(instanceId, null);
        }

        if (InstanceRow.IsFinal(status))
        {
            throw new InstanceUnavailableException(instanceId, status);
        }

        Insert(connection, key, message);
        return key;
    });

    public Task SaveAsync(TurnRecord turn) => store.WriteAsync(connection => Save(connection, turn));

    /// <summary>Holds the instance's turns back and keeps the results that it could not take.</summary>
    public Task QuarantineAsync(long key, TaskFailureDetails reason, IReadOnlyList<HistoryEvent> results, DateTime now) => store.WriteAsync(connection =>
    {
        connection.Run("UPDATE durable_instances SET quarantine = ?2, updated_at = ?3 WHERE key = ?1", key, HistoryCodec.Encode(reason), now.Ticks);
        Hold(connection, key, results);
    });

    public Task HoldAsync(long key, IReadOnlyList<HistoryEvent> results) => store.WriteAsync(connection => Hold(connection, key, results));

    /// <returns>The key; null if no instance of that id is quarantined.</returns>
    public Task<long?> ReleaseAsync(string instanceId) => store.WriteAsync(connection =>
    {
        var key = connection.Scalar("SELECT key FROM durable_instances WHERE instance_id = ?1 AND quarantine IS NOT NULL", instanceId) as long?;
        connection.Run("UPDATE durable_instances SET quarantine = NULL WHERE key = ?1", key);
        return key;
    });

    /// <summary>Quarantined instances after an id, in the order of their ids.</summary>
    public List<QuarantinedInstance> ReadQuarantined(string after, int most) => store.Read(connection => connection.Query(
        $"SELECT {InstanceRow.Columns} FROM durable_instances WHERE quarantine IS NOT NULL AND instance_id > ?1 ORDER BY instance_id LIMIT ?2",
        InstanceRow.Read,
        after,
        most)).ConvertAll(row => new QuarantinedInstance(
            row.InstanceId, row.Name, row.UpdatedAt, row.Quarantine!.ErrorType, row.Quarantine.ErrorMessage));

    public InstanceRow? Find(long key) => store.Read(connection => connection.Query(
        $"SELECT {InstanceRow.Columns} FROM durable_instances WHERE key = ?1", InstanceRow.Read, key)).SingleOrDefault();

    public InstanceRow? Find(string instanceId) => store.Read(connection => connection.Query(
        $"SELECT {InstanceRow.Columns} FROM durable_instances WHERE instance_id = ?1", InstanceRow.Read, instanceId)).SingleOrDefault();

    public List<HistoryTurn> ReadHistory(long key) => store.Read(connection => connection.Query(
        "SELECT body FROM durable_history WHERE instance = ?1 ORDER BY id",
        reader => HistoryCodec.DecodeTurn(reader.GetFieldValue<byte[]>(0)),
        key));

    /// <summary>How many waiting messages were ever read; each should be once, unless its instance was forgotten in between.</summary>
    public long InboxRowsRead => Interlocked.Read(ref inboxRowsRead);

    /// <summary>Waiting messages behind a sequence number, oldest first.</summary>
    public List<HistoryEvent> ReadInbox(long key, long after)
    {
        var messages = store.Read(connection => connection.Query(
            "SELECT sequence, body FROM durable_inbox WHERE instance = ?1 AND sequence > ?2 ORDER BY sequence",
            reader => HistoryCodec.DecodeEvent(reader.GetFieldValue<byte[]>(1)) with { Sequence = reader.GetInt64(0) },
            key,
            after));
        Interlocked.Add(ref inboxRowsRead, messages.Count);
        return messages;
    }

    /// <summary>Instances that an earlier run left with something to do at once.</summary>
    public List<long> ReadRunnable() => store.Read(connection => connection.Query(
        """
        SELECT key FROM durable_instances WHERE ready = 1
        UNION SELECT key FROM durable_instances WHERE open_activities > 0
        UNION SELECT DISTINCT instance FROM durable_inbox
        """,
        reader => reader.GetInt64(0)));

    public List<(long Key, DateTime WakeAt)> ReadSleeping() => store.Read(connection => connection.Query(
        "SELECT key, wake_at FROM durable_instances WHERE wake_at IS NOT NULL",
        reader => (reader.GetInt64(0), InstanceRow.Utc(reader.GetInt64(1)))));

    public static void Delete(SqliteConnection connection, long key)
    {
        connection.Run("DELETE FROM durable_instances WHERE key = ?1", key);
        connection.Run("DELETE FROM durable_history WHERE instance = ?1", key);
        connection.Run("DELETE FROM durable_inbox WHERE instance = ?1", key);
    }

    private void Save(SqliteConnection connection, TurnRecord turn)
    {
        if (turn.ContinuesAsNew)
        {
            connection.Run("DELETE FROM durable_history WHERE instance = ?1", turn.Key);
        }
        else
        {
            connection.Run("INSERT INTO durable_history (instance, body) VALUES (?1, ?2)", turn.Key, HistoryCodec.Encode(turn.Turn));
        }

        connection.Run(
            "UPDATE durable_instances SET status = ?2, updated_at = ?3, ready = ?4, open_activities = ?5, wake_at = ?6, custom_status = ?7 WHERE key = ?1",
            turn.Key, (int)turn.Status, turn.Turn.At.Ticks, turn.Ready, turn.OpenActivities, turn.WakeAt?.Ticks, turn.CustomStatus);
        foreach (var sequence in turn.Consumed)
        {
            connection.Run("DELETE FROM durable_inbox WHERE instance = ?1 AND sequence = ?2", turn.Key, sequence);
        }

        Hold(connection, turn.Key, turn.Held);
        if (turn.Outcome is not null)
        {
            End(connection, turn, turn.Outcome);
        }
    }

    private static void End(SqliteConnection connection, TurnRecord turn, HistoryEvent outcome)
    {
        if (turn.ContinuesAsNew)
        {
            connection.Run("UPDATE durable_instances SET generation = generation + 1, input = ?2 WHERE key = ?1", turn.Key, outcome.Data);
            foreach (var carried in turn.Carried)
            {
                // Under its old number, so it stays ahead of everything that came later.
                Insert(connection, turn.Key, carried.Sequence, carried);
            }
        }
        else
        {
            connection.Run(
                "UPDATE durable_instances SET output = ?2, failure = ?3, quarantine = NULL WHERE key = ?1",
                turn.Key,
                outcome.Failure?.ErrorMessage ?? outcome.Data,
                outcome.Failure is null ? null : HistoryCodec.Encode(outcome.Failure));
            connection.Run("DELETE FROM durable_inbox WHERE instance = ?1", turn.Key);
        }
    }

    private void Hold(SqliteConnection connection, long key, IReadOnlyList<HistoryEvent> results)
    {
        foreach (var result in results)
        {
            Insert(connection, key, result);
        }
    }

    private void Insert(SqliteConnection connection, long key, HistoryEvent message) =>
        Insert(connection, key, Interlocked.Increment(ref sequences), message);

    private static void Insert(SqliteConnection connection, long key, long sequence, HistoryEvent message) => connection.Run(
        "INSERT INTO durable_inbox (instance, sequence, body) VALUES (?1, ?2, ?3)", key, sequence, HistoryCodec.Encode(message));

    private static (long Key, OrchestrationRuntimeStatus Status)? Find(SqliteConnection connection, string instanceId)
    {
        var found = connection.Query(
            "SELECT key, status FROM durable_instances WHERE instance_id = ?1",
            reader => (reader.GetInt64(0), (OrchestrationRuntimeStatus)reader.GetInt32(1)),
            instanceId);
        return found.Count == 0 ? null : found[0];
    }
}
