using CareLoop.Embedded.ServiceBus.Delivery;
using CareLoop.Embedded.Store;
using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>The broker's statements inside one transaction.</summary>
internal sealed class BrokerRows(SqliteConnection connection)
{
    private long? sequence;

    /// <summary>The next sequence number; those of a transaction that fails are given out again.</summary>
    public long NextSequence()
    {
        sequence ??= (long)connection.Scalar("SELECT last FROM broker_sequence")!;
        sequence++;
        return sequence.Value;
    }

    /// <summary>Writes what the transaction has gathered; call it last.</summary>
    public void Flush()
    {
        if (sequence is { } last)
            connection.Run("UPDATE broker_sequence SET last = ?1", last);
    }

    public void Insert(int entity, Envelope message, DateTimeOffset? scheduledAt = null) => connection.Run(
        """
        INSERT INTO broker_message (sequence, entity, enqueued_sequence, delivery_count, enqueued_at, expires_at, scheduled_at, content)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """,
        message.Sequence,
        entity,
        message.EnqueuedSequence,
        message.DeliveryCount,
        message.EnqueuedAt.UtcTicks,
        message.ExpiresAt.UtcTicks,
        scheduledAt?.UtcTicks,
        message.Content);

    public void Delete(long message) => connection.Run("DELETE FROM broker_message WHERE sequence = ?1", message);

    public void SetDeliveryCount(long message, int count) =>
        connection.Run("UPDATE broker_message SET delivery_count = ?2 WHERE sequence = ?1", message, count);

    public void SetContent(long message, byte[] content) =>
        connection.Run("UPDATE broker_message SET content = ?2 WHERE sequence = ?1", message, content);

    /// <summary>Moves a message to the dead letters, where nothing expires.</summary>
    public void Bury(long message, int entity, byte[] content) => connection.Run(
        "UPDATE broker_message SET entity = ?2, content = ?3, expires_at = ?4 WHERE sequence = ?1",
        message,
        entity,
        content,
        DateTimeOffset.MaxValue.UtcTicks);

    /// <summary>Remembers a message id; false if the same id was seen after <paramref name="cutoff"/>.</summary>
    public bool IsNew(int entity, string messageId, DateTimeOffset now, DateTimeOffset cutoff) => connection.Run(
        """
        INSERT INTO broker_duplicate (entity, message_id, seen_at) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at WHERE seen_at <= ?4
        """,
        entity,
        messageId,
        now.UtcTicks,
        cutoff.UtcTicks) == 1;

    public void ForgetIds(int entity, DateTimeOffset cutoff) =>
        connection.Run("DELETE FROM broker_duplicate WHERE entity = ?1 AND seen_at <= ?2", entity, cutoff.UtcTicks);

    public void SetSessionState(int entity, string session, byte[]? state)
    {
        if (state is null)
            connection.Run("DELETE FROM broker_session WHERE entity = ?1 AND session_id = ?2", entity, session);
        else
            connection.Run("INSERT OR REPLACE INTO broker_session (entity, session_id, state) VALUES (?1, ?2, ?3)", entity, session, state);
    }
}
