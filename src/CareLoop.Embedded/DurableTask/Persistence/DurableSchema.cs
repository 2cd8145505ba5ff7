using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.DurableTask.Persistence;

/// <summary>
/// The engine's tables. Open activities and timers have no rows of their own: they follow from history, and the instance row says
/// only whether there are any, so history, status and outgoing work cannot disagree. Times are UTC ticks.
/// </summary>
internal static class DurableSchema
{
    public static StoreSchema Schema { get; } = new("durable", Version1);

    private const string Version1 =
        """
        CREATE TABLE durable_instances (
            key INTEGER PRIMARY KEY,
            instance_id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            status INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            generation INTEGER NOT NULL DEFAULT 0,
            ready INTEGER NOT NULL,                     -- 1: the generation has not started yet
            open_activities INTEGER NOT NULL DEFAULT 0,
            wake_at INTEGER,                            -- when the earliest open timer is due
            input TEXT,
            output TEXT,
            custom_status TEXT,
            failure BLOB,
            quarantine BLOB                             -- why its turns are held back
        );
        CREATE INDEX durable_ready ON durable_instances (key) WHERE ready = 1;
        CREATE INDEX durable_open ON durable_instances (key) WHERE open_activities > 0;
        CREATE INDEX durable_wake ON durable_instances (wake_at) WHERE wake_at IS NOT NULL;

        CREATE TABLE durable_history (
            id INTEGER PRIMARY KEY,                     -- appended only, so a group of turns shares its pages
            instance INTEGER NOT NULL,
            body BLOB NOT NULL
        );
        CREATE INDEX durable_history_instance ON durable_history (instance);

        CREATE TABLE durable_inbox (
            instance INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (instance, sequence)
        ) WITHOUT ROWID;

        CREATE TABLE durable_epoch (id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL);
        INSERT INTO durable_epoch (id, epoch) VALUES (1, 0);
        """;
}
