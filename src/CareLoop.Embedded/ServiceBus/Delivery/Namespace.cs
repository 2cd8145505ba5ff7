using CareLoop.Embedded.ServiceBus.Storage;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>The configured queues, topics and subscriptions by name; names compare without case.</summary>
internal sealed class Namespace
{
    private readonly BrokerContext context;
    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, Mailbox> mailboxes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Destination> destinations = new(StringComparer.OrdinalIgnoreCase);

    public Namespace(BrokerContext context, BrokerConfig config, Dictionary<string, int> ids)
    {
        (this.context, this.ids) = (context, ids);
        foreach (var queue in config.Queues)
        {
            var mailbox = AddMailbox(queue.Name, queue.Delivery);
            AddDestination(queue.Name, TimeSpan.MaxValue, queue.DuplicateDetection, [new Route(mailbox, [])], isTopic: false);
        }

        foreach (var topic in config.Topics)
        {
            var routes = topic.Subscriptions.Select(subscription =>
                new Route(AddMailbox(PathOf(topic.Name, subscription.Name), subscription.Delivery), subscription.Filters));
            AddDestination(topic.Name, topic.DefaultMessageTimeToLive, topic.DuplicateDetection, [.. routes], isTopic: true);
        }
    }

    public static string PathOf(string entity, string? subscription) =>
        subscription is null ? entity : $"{entity}/Subscriptions/{subscription}";

    /// <exception cref="ServiceBusException">There is no such queue or subscription.</exception>
    public Mailbox Mailbox(string path, SubQueue part)
    {
        var mailbox = mailboxes.GetValueOrDefault(path) ?? throw Missing(path);
        return part == SubQueue.DeadLetter ? mailbox.DeadLetters! : mailbox;
    }

    /// <exception cref="ServiceBusException">There is no such queue or topic.</exception>
    public Destination Destination(string name) => destinations.GetValueOrDefault(name) ?? throw Missing(name);

    /// <summary>Takes up the messages that are on disk. Those of entities that are no longer configured stay there untouched.</summary>
    public void Load()
    {
        var inboxes = mailboxes.Values.SelectMany(mailbox => new[] { mailbox, mailbox.DeadLetters! }).ToDictionary(mailbox => mailbox.Id);
        var senders = destinations.Values.ToDictionary(destination => destination.Id);
        var stored = context.Store.Read(StoredMessages.ReadAll);
        lock (context.Gate)
        {
            foreach (var message in stored)
            {
                if (message.ScheduledAt is { } due && senders.TryGetValue(message.Entity, out var sender))
                    sender.Arrange(message.Envelope.Sequence, due, message.Envelope.Content);
                else if (message.ScheduledAt is null && inboxes.TryGetValue(message.Entity, out var inbox))
                    inbox.Add(message.Envelope);
                else
                    context.Log.LogWarning("Message {Sequence} belongs to an entity that is not configured", message.Envelope.Sequence);
            }

            // What fell due while the broker was down happens before anybody can take an expired message.
            context.Due.CatchUp();
        }
    }

    private Mailbox AddMailbox(string path, DeliveryRules rules)
    {
        var deadLetterPath = path + Catalog.DeadLetterSuffix;
        var deadLetterRules = new DeliveryRules { LockDuration = rules.LockDuration, MaxDeliveryCount = int.MaxValue };
        var deadLetters = new Mailbox(context, ids[deadLetterPath], deadLetterPath, deadLetterRules, null);
        var mailbox = new Mailbox(context, ids[path], path, rules, deadLetters);
        mailboxes.Add(path, mailbox);
        return mailbox;
    }

    private void AddDestination(string name, TimeSpan longest, TimeSpan? duplicates, IReadOnlyList<Route> routes, bool isTopic) =>
        destinations.Add(name, new Destination(context, ids[name], name, longest, duplicates, routes, isTopic));

    private static ServiceBusException Missing(string path) =>
        new("The entity is not in the configuration.", ServiceBusFailureReason.MessagingEntityNotFound, path);
}
