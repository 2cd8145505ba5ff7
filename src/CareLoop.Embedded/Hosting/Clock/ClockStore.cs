using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.Hosting.Clock;

/// <summary>The instant that the virtual clock has reached, in the store.</summary>
internal sealed class ClockStore(EmbeddedStore store)
{
    public Task CreateAsync() => store.WriteAsync(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), utc_ticks INTEGER NOT NULL) STRICT";
        command.ExecuteNonQuery();
    });

    /// <returns>Null when no virtual clock has ever run here.</returns>
    public DateTimeOffset? Read() => store.Read<DateTimeOffset?>(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT utc_ticks FROM clock";
        return command.ExecuteScalar() is long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    });

    public Task SaveAsync(DateTimeOffset now) => store.WriteAsync(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "INSERT INTO clock (id, utc_ticks) VALUES (1, $now) ON CONFLICT (id) DO UPDATE SET utc_ticks = max(utc_ticks, excluded.utc_ticks)";
        command.Parameters.AddWithValue("$now", now.UtcTicks);
        command.ExecuteNonQuery();
    });
}
