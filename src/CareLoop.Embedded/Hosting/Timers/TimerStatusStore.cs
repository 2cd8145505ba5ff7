using System.Globalization;
using CareLoop.Embedded.Store;
using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.Hosting.Timers;

/// <summary>When a schedule ran last and was expected next.</summary>
/// <param name="Last">Null before the first run.</param>
internal sealed record TimerStatus(DateTimeOffset? Last, DateTimeOffset Next, DateTimeOffset Updated);

/// <summary>The schedules' memory across restarts.</summary>
internal sealed class TimerStatusStore(EmbeddedStore store)
{
    public Task CreateAsync() => store.WriteAsync(connection => Execute(
        connection, "CREATE TABLE IF NOT EXISTS timers (function TEXT PRIMARY KEY COLLATE NOCASE, last TEXT, next TEXT NOT NULL, updated TEXT NOT NULL) STRICT"));

    public TimerStatus? Read(string function) => store.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT last, next, updated FROM timers WHERE function = $function";
        command.Parameters.AddWithValue("$function", function);
        using var row = command.ExecuteReader();
        return row.Read()
            ? new TimerStatus(row.IsDBNull(0) ? null : Instant(row.GetString(0)), Instant(row.GetString(1)), Instant(row.GetString(2)))
            : null;
    });

    public Task SaveAsync(string function, TimerStatus status) => store.WriteAsync(connection => Execute(
        connection,
        "INSERT OR REPLACE INTO timers (function, last, next, updated) VALUES ($function, $last, $next, $updated)",
        ("$function", function),
        ("$last", status.Last is { } last ? Text(last) : DBNull.Value),
        ("$next", Text(status.Next)),
        ("$updated", Text(status.Updated))));

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);

    private static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
