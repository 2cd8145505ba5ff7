using CareLoop.Embedded.Store;
using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>The names of entities in the store and the short numbers that their rows carry.</summary>
internal static class Catalog
{
    public const string DeadLetterSuffix = "/$DeadLetterQueue";

    /// <summary>Gives every entity of the configuration its number, the same in every run.</summary>
    public static Dictionary<string, int> Register(SqliteConnection connection, BrokerConfig config)
    {
        foreach (var path in Paths(config))
            connection.Run("INSERT OR IGNORE INTO broker_entity (path) VALUES (?1)", path.ToLowerInvariant());

        return connection
            .Query("SELECT path, id FROM broker_entity", row => (Path: row.GetString(0), Id: row.GetInt32(1)))
            .ToDictionary(entity => entity.Path, entity => entity.Id, StringComparer.OrdinalIgnoreCase);
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
