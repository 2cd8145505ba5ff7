using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.Store;

/// <summary>
/// Brings the tables of one part of the runtime to its newest version, one script a version, all in one transaction.
/// A script that has been released is never changed: files that it wrote exist.
/// </summary>
/// <param name="part">The part's name in table <c>schema_version</c>.</param>
/// <param name="scripts">Script n leads from version n to version n + 1.</param>
public sealed class StoreSchema(string part, params string[] scripts)
{
    /// <exception cref="InvalidOperationException">The file was written by a newer version of this part.</exception>
    public Task ApplyAsync(EmbeddedStore store) => store.WriteAsync(Apply);

    private void Apply(SqliteConnection connection)
    {
        connection.Run("CREATE TABLE IF NOT EXISTS schema_version (part TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID");
        var version = connection.Scalar("SELECT version FROM schema_version WHERE part = ?1", part) is long stored ? (int)stored : 0;
        if (version > scripts.Length)
        {
            throw new InvalidOperationException(
                $"The store's '{part}' tables have version {version}, this program knows up to {scripts.Length}: use the newer program.");
        }

        foreach (var script in scripts.Skip(version))
        {
            using var command = connection.CreateCommand();
            command.CommandText = script;
            command.ExecuteNonQuery();
        }

        connection.Run(
            "INSERT INTO schema_version (part, version) VALUES (?1, ?2) ON CONFLICT (part) DO UPDATE SET version = ?2", part, scripts.Length);
    }
}
