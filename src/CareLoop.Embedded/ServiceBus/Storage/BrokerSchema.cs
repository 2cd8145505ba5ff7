using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>
/// The broker's tables. Locks are not among them: they end with the process, and what was locked is available again.
/// Times are UTC ticks.
/// </summary>
internal static class BrokerSchema
{
    public static StoreSchema Schema { get; } = new("broker", Version1);

    private const string Version1 =
        """
        CREATE TABLE broker_entity (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);

        CREATE TABLE broker_sequence (only INTEGER PRIMARY KEY CHECK (only = 1), last INTEGER NOT NULL);
        INSERT INTO broker_sequence VALUES (1, 0);

        CREATE TABLE broker_message (
            sequence INTEGER PRIMARY KEY,
            entity INTEGER NOT NULL REFERENCES broker_entity (id),
            enqueued_sequence INTEGER NOT NULL,
            delivery_count INTEGER NOT NULL,            -- counts a delivery before it begins
            enqueued_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            scheduled_at INTEGER,                       -- set while the message waits for its time
            content BLOB NOT NULL
        );

        CREATE TABLE broker_duplicate (
            entity INTEGER NOT NULL,
            message_id TEXT NOT NULL,
            seen_at INTEGER NOT NULL,
            PRIMARY KEY (entity, message_id)
        ) WITHOUT ROWID;
        CREATE INDEX broker_duplicate_age ON broker_duplicate (entity, seen_at);

        CREATE TABLE broker_session (
            entity INTEGER NOT NULL,
            session_id TEXT NOT NULL,
            state BLOB NOT NULL,
            PRIMARY KEY (entity, session_id)
        ) WITHOUT ROWID;
        """;
}
