using CareLoop.Embedded.ServiceBus.Delivery;
using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>The broker's statements inside one transaction of the writer's connection; each is prepared once.</summary>
internal sealed class BrokerRows(SqliteConnection connection)
{
    private readonly Dictionary<string, SqliteCommand> prepared = [];
    private long? sequence;
    private long saved;

    public SqliteConnection Connection => connection;

    /// <summary>The next sequence number; numbers of a transaction that fails are given out again.</summary>
    public long NextSequence()
    {
        sequence ??= saved = BrokerSchema.Meta(connection, "sequence")!.Value;
        sequence++;
        return sequence.Value;
    }

    /// <summary>Writes what a transaction has gathered; call it last.</summary>
    public void Flush()
    {
        if (sequence is { } last && last != saved)
            Run("UPDATE broker_meta SET value = $1 WHERE name = 'sequence'", last);

        // The next transaction reads the number again, so one that is rolled back leaves no trace here.
        sequence = null;
    }

    /// <summary>Forgets what a failed transaction has gathered.</summary>
    public void Reset() => sequence = null;

    public void Insert(int entity, Envelope message, DateTimeOffset? scheduledAt = null) => Run(
        """
        INSERT INTO broker_message (sequence, entity, enqueued_sequence, delivery_count, enqueued_at, expires_at, scheduled_at, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        message.Sequence,
        entity,
        message.EnqueuedSequence,
        message.DeliveryCount,
        message.EnqueuedAt.UtcTicks,
        message.ExpiresAt.UtcTicks,
        scheduledAt?.UtcTicks,
        message.Content);

    public void Delete(long message) => Run("DELETE FROM broker_message WHERE sequence = $1", message);

    public void SetDeliveryCount(long message, int count) =>
        Run("UPDATE broker_message SET delivery_count = $2 WHERE sequence = $1", message, count);

    public void SetContent(long message, byte[] content) =>
        Run("UPDATE broker_message SET content = $2 WHERE sequence = $1", message, content);

    public void Move(long message, int entity, byte[] content) => Run(
        "UPDATE broker_message SET entity = $2, content = $3, expires_at = $4 WHERE sequence = $1",
        message,
        entity,
        content,
        DateTimeOffset.MaxValue.UtcTicks);

    /// <summary>Remembers a message id; false if the same id was seen after <paramref name="cutoff"/>.</summary>
    public bool IsNew(int entity, string messageId, DateTimeOffset now, DateTimeOffset cutoff) => Run(
        """
        INSERT INTO broker_duplicate (entity, message_id, seen_at) VALUES ($1, $2, $3)
        ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at WHERE seen_at <= $4
        """,
        entity,
        messageId,
        now.UtcTicks,
        cutoff.UtcTicks) == 1;

    public void ForgetIds(int entity, DateTimeOffset cutoff) =>
        Run("DELETE FROM broker_duplicate WHERE entity = $1 AND seen_at <= $2", entity, cutoff.UtcTicks);

    public void SetSessionState(int entity, string session, byte[]? state)
    {
        if (state is null)
            Run("DELETE FROM broker_session WHERE entity = $1 AND session_id = $2", entity, session);
        else
            Run("INSERT OR REPLACE INTO broker_session (entity, session_id, state) VALUES ($1, $2, $3)", entity, session, state);
    }

    private int Run(string sql, params ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var index = 1; index <= values.Length; index++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${index}" });

            prepared.Add(sql, command);
        }

        for (var index = 0; index < values.Length; index++)
            command.Parameters[index].Value = values[index] ?? DBNull.Value;

        return command.ExecuteNonQuery();
    }
}
