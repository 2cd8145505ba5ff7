using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>The names of entities in the store and the short numbers that their rows carry.</summary>
internal static class Catalog
{
    public const string DeadLetterSuffix = "/$DeadLetterQueue";

    /// <summary>Prepares the tables and gives every entity of the configuration its number.</summary>
    public static Dictionary<string, int> Register(SqliteConnection connection, BrokerConfig config)
    {
        BrokerSchema.Prepare(connection);
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT OR IGNORE INTO broker_entity (path) VALUES ($path)";
        var path = insert.Parameters.Add("$path", SqliteType.Text);
        foreach (var wanted in Paths(config))
        {
            path.Value = wanted.ToLowerInvariant();
            insert.ExecuteNonQuery();
        }

        using var read = connection.CreateCommand();
        read.CommandText = "SELECT path, id FROM broker_entity";
        using var rows = read.ExecuteReader();
        var ids = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        while (rows.Read())
            ids.Add(rows.GetString(0), rows.GetInt32(1));

        return ids;
    }

    private static IEnumerable<string> Paths(BrokerConfig config)
    {
        foreach (var queue in config.Queues)
        {
            yield return queue.Name;
            yield return queue.Name + DeadLetterSuffix;
        }

        foreach (var topic in config.Topics)
        {
            yield return topic.Name;
            foreach (var subscription in topic.Subscriptions)
            {
                var path = $"{topic.Name}/Subscriptions/{subscription.Name}";
                yield return path;
                yield return path + DeadLetterSuffix;
            }
        }
    }
}
