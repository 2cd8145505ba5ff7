using System.Text.Json;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>The queues, topics and subscriptions that exist, from a <c>Config.json</c> in the shape of the official emulator's.</summary>
public sealed record BrokerConfig(IReadOnlyList<QueueConfig> Queues, IReadOnlyList<TopicConfig> Topics)
{
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(5);

    /// <exception cref="BrokerConfigException">Names the place in the document and what is wrong there.</exception>
    public static BrokerConfig Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            return Read(new ConfigNode(document.RootElement, "$"));
        }
        catch (JsonException error)
        {
            throw new BrokerConfigException($"line {error.LineNumber + 1}", "is not valid JSON: " + error.Message, error);
        }
    }

    private static BrokerConfig Read(ConfigNode root)
    {
        root.Allow("UserConfig");
        var user = root.Required("UserConfig");
        user.Allow("Namespaces", "Logging");
        var namespaces = user.Items("Namespaces");
        if (namespaces.Count != 1)
            throw user.Error($"Namespaces must hold exactly one namespace, not {namespaces.Count}");

        var only = namespaces[0];
        only.Allow("Name", "Queues", "Topics");
        var config = new BrokerConfig([.. only.Items("Queues").Select(ReadQueue)], [.. only.Items("Topics").Select(ReadTopic)]);
        RefuseRepeated(only, config.Queues.Select(queue => queue.Name).Concat(config.Topics.Select(topic => topic.Name)));
        return config;
    }

    private static QueueConfig ReadQueue(ConfigNode node)
    {
        node.Allow("Name", "Properties");
        var properties = node.Section("Properties");
        properties.Allow([.. DeliveryKeys, .. DuplicateKeys]);
        return new QueueConfig(node.Name(), ReadDelivery(properties), ReadWindow(properties));
    }

    private static TopicConfig ReadTopic(ConfigNode node)
    {
        node.Allow("Name", "Properties", "Subscriptions");
        var properties = node.Section("Properties");
        properties.Allow(["DefaultMessageTimeToLive", .. DuplicateKeys]);
        var topic = new TopicConfig(
            node.Name(),
            properties.Duration("DefaultMessageTimeToLive", TimeSpan.MaxValue, TimeSpan.FromTicks(1), TimeSpan.MaxValue),
            ReadWindow(properties),
            [.. node.Items("Subscriptions").Select(ReadSubscription)]);
        RefuseRepeated(node, topic.Subscriptions.Select(subscription => subscription.Name));
        return topic;
    }

    private static SubscriptionConfig ReadSubscription(ConfigNode node)
    {
        node.Allow("Name", "Properties", "Rules");
        var properties = node.Section("Properties");
        properties.Allow(DeliveryKeys);
        var rules = node.Items("Rules");
        RefuseRepeated(node, rules.Select(rule => rule.Name()));
        return new SubscriptionConfig(node.Name(), ReadDelivery(properties), [.. rules.Select(RuleReader.Read)]);
    }

    private static readonly string[] DeliveryKeys =
    [
        "LockDuration", "MaxDeliveryCount", "RequiresSession", "DefaultMessageTimeToLive", "DeadLetteringOnMessageExpiration",
        "ForwardTo", "ForwardDeadLetteredMessagesTo",
    ];

    private static readonly string[] DuplicateKeys = ["RequiresDuplicateDetection", "DuplicateDetectionHistoryTimeWindow"];

    private static DeliveryRules ReadDelivery(ConfigNode node)
    {
        node.RefuseText("ForwardTo");
        node.RefuseText("ForwardDeadLetteredMessagesTo");
        var usual = new DeliveryRules();
        return usual with
        {
            LockDuration = node.Duration("LockDuration", usual.LockDuration, TimeSpan.FromTicks(1), LongestLock),
            MaxDeliveryCount = node.Integer("MaxDeliveryCount", usual.MaxDeliveryCount, 1, 2000),
            RequiresSession = node.Flag("RequiresSession"),
            DefaultMessageTimeToLive =
                node.Duration("DefaultMessageTimeToLive", usual.DefaultMessageTimeToLive, TimeSpan.FromTicks(1), TimeSpan.MaxValue),
            DeadLetteringOnMessageExpiration = node.Flag("DeadLetteringOnMessageExpiration"),
        };
    }

    private static TimeSpan? ReadWindow(ConfigNode node)
    {
        var window = node.Duration("DuplicateDetectionHistoryTimeWindow", TimeSpan.FromMinutes(10), ShortestWindow, LongestWindow);
        return node.Flag("RequiresDuplicateDetection") ? window : null;
    }

    private static void RefuseRepeated(ConfigNode node, IEnumerable<string> names)
    {
        var repeated = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (repeated is not null)
            throw node.Error($"the name '{repeated.Key}' is used more than once");
    }
}
