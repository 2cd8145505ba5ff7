using CareLoop.Embedded.ServiceBus.Delivery;
using CareLoop.Embedded.Store;
using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>A message found on disk.</summary>
internal sealed record StoredMessage(int Entity, DateTimeOffset? ScheduledAt, Envelope Envelope);

/// <summary>Reads what is on disk, without writing.</summary>
internal static class StoredMessages
{
    public static List<StoredMessage> ReadAll(SqliteConnection connection) => connection.Query(
        """
        SELECT sequence, entity, enqueued_sequence, delivery_count, enqueued_at, expires_at, scheduled_at, content
        FROM broker_message ORDER BY sequence
        """,
        Read);

    public static BinaryData? SessionState(SqliteConnection connection, int entity, string session) =>
        connection.Scalar("SELECT state FROM broker_session WHERE entity = ?1 AND session_id = ?2", entity, session) is byte[] state
            ? BinaryData.FromBytes(state)
            : null;

    private static StoredMessage Read(SqliteDataReader row)
    {
        var content = row.GetFieldValue<byte[]>(7);
        return new StoredMessage(
            row.GetInt32(1),
            row.LongOrNull(6) is { } due ? Instant(due) : null,
            new Envelope
            {
                Sequence = row.GetInt64(0),
                EnqueuedSequence = row.GetInt64(2),
                SessionId = MessageCodec.Decode(content).SessionId,
                EnqueuedAt = Instant(row.GetInt64(4)),
                ExpiresAt = Instant(row.GetInt64(5)),
                DeliveryCount = row.GetInt32(3),
                Content = content,
            });
    }

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
