using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>The broker's tables and their version. A table's meaning changes only together with <see cref="Version"/> and a step that upgrades.</summary>
internal static class BrokerSchema
{
    public const int Version = 1;

    /// <exception cref="InvalidDataException">The file was written by a newer version.</exception>
    public static void Prepare(SqliteConnection connection)
    {
        Execute(connection, "CREATE TABLE IF NOT EXISTS broker_meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID");
        var found = Meta(connection, "schema");
        if (found > Version)
            throw new InvalidDataException($"The broker's tables have version {found}; this program knows versions up to {Version}.");

        if (found == Version)
            return;

        Execute(
            connection,
            """
            CREATE TABLE broker_entity (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
            CREATE TABLE broker_message (
                sequence INTEGER PRIMARY KEY,
                entity INTEGER NOT NULL REFERENCES broker_entity (id),
                enqueued_sequence INTEGER NOT NULL,
                delivery_count INTEGER NOT NULL,
                enqueued_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL,
                scheduled_at INTEGER,
                content BLOB NOT NULL);
            CREATE TABLE broker_duplicate (
                entity INTEGER NOT NULL, message_id TEXT NOT NULL, seen_at INTEGER NOT NULL,
                PRIMARY KEY (entity, message_id)) WITHOUT ROWID;
            CREATE INDEX broker_duplicate_age ON broker_duplicate (entity, seen_at);
            CREATE TABLE broker_session (
                entity INTEGER NOT NULL, session_id TEXT NOT NULL, state BLOB NOT NULL,
                PRIMARY KEY (entity, session_id)) WITHOUT ROWID;
            INSERT INTO broker_meta VALUES ('schema', 1), ('sequence', 0);
            """);
    }

    public static long? Meta(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM broker_meta WHERE name = $name";
        command.Parameters.AddWithValue("$name", name);
        return (long?)command.ExecuteScalar();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
