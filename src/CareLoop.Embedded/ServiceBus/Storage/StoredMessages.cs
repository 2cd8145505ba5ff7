using CareLoop.Embedded.ServiceBus.Delivery;
using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>A message found on disk.</summary>
internal sealed record StoredMessage(int Entity, DateTimeOffset? ScheduledAt, Envelope Envelope);

/// <summary>Reads what an earlier run has left.</summary>
internal static class StoredMessages
{
    public static List<StoredMessage> ReadAll(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT sequence, entity, enqueued_sequence, delivery_count, enqueued_at, expires_at, scheduled_at, content
            FROM broker_message ORDER BY sequence
            """;
        using var rows = command.ExecuteReader();
        List<StoredMessage> messages = [];
        while (rows.Read())
        {
            var content = rows.GetFieldValue<byte[]>(7);
            messages.Add(new StoredMessage(
                rows.GetInt32(1),
                rows.IsDBNull(6) ? null : Instant(rows.GetInt64(6)),
                new Envelope
                {
                    Sequence = rows.GetInt64(0),
                    EnqueuedSequence = rows.GetInt64(2),
                    SessionId = MessageCodec.Decode(content).SessionId,
                    EnqueuedAt = Instant(rows.GetInt64(4)),
                    ExpiresAt = Instant(rows.GetInt64(5)),
                    DeliveryCount = rows.GetInt32(3),
                    Content = content,
                }));
        }

        return messages;
    }

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
