using CareLoop.Embedded.Hosting.Catalog;
using CareLoop.Embedded.Hosting.Configuration;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Worker;

namespace CareLoop.Embedded.Hosting.ServiceBus;

/// <summary>A Service Bus function with the entity that starts it, its names resolved.</summary>
/// <param name="Entity">Queue or topic.</param>
/// <param name="Subscription">Null for a queue.</param>
internal sealed record MessageTrigger(
    FunctionDescriptor Function, ServiceBusTriggerAttribute Attribute, string Entity, string? Subscription)
{
    private static readonly Type[] MessageTypes = [typeof(ServiceBusReceivedMessage), typeof(string), typeof(BinaryData)];

    /// <summary>The triggers of all Service Bus functions; what is wrong with one goes into <paramref name="problems"/>.</summary>
    public static IReadOnlyList<MessageTrigger> Read(
        FunctionCatalog catalog, SettingExpressions settings, BrokerConfig broker, ICollection<string> problems) =>
        [.. catalog.Of(TriggerKind.ServiceBus).Select(function => Read(function, settings, broker, problems)).OfType<MessageTrigger>()];

    private static MessageTrigger? Read(
        FunctionDescriptor function, SettingExpressions settings, BrokerConfig broker, ICollection<string> problems)
    {
        var attribute = (ServiceBusTriggerAttribute)function.Trigger;
        var where = $"Function {function.Name}";
        if (!MessageTypes.Contains(function.TriggerParameter.ParameterType))
        {
            problems.Add($"{where}: parameter {function.TriggerParameter.Name} with [ServiceBusTrigger] must be one of "
                + string.Join(", ", MessageTypes.Select(type => type.Name)) + ".");
        }

        if (attribute.Connection is not { } connection)
        {
            problems.Add($"{where}: its [ServiceBusTrigger] names no Connection.");
        }
        else if (!settings.HasConnection(connection))
        {
            problems.Add(
                $"{where}: connection {connection} is not set; add {connection} or {connection}__fullyQualifiedNamespace to the settings.");
        }

        var entity = settings.Resolve(attribute.QueueName ?? attribute.TopicName!, $"{where}: its entity", problems);
        var subscription = attribute.SubscriptionName is { } name ? settings.Resolve(name, $"{where}: its subscription", problems) : null;
        if (entity is null || (subscription is null && attribute.SubscriptionName is not null))
        {
            return null;
        }

        CheckEntity(where, entity, subscription, attribute.IsSessionsEnabled, broker, problems);
        return new MessageTrigger(function, attribute, entity, subscription);
    }

    private static void CheckEntity(
        string where, string entity, string? subscription, bool sessions, BrokerConfig broker, ICollection<string> problems)
    {
        var rules = subscription is null
            ? broker.Queues.FirstOrDefault(queue => Same(queue.Name, entity))?.Delivery
            : broker.Topics.FirstOrDefault(topic => Same(topic.Name, entity))?.Subscriptions
                .FirstOrDefault(known => Same(known.Name, subscription))?.Delivery;
        var path = subscription is null ? $"queue {entity}" : $"subscription {subscription} of topic {entity}";
        if (rules is null)
        {
            problems.Add($"{where}: there is no {path}; add it to the broker's Config.json.");
        }
        else if (rules.RequiresSession != sessions)
        {
            problems.Add(
                $"{where}: {path} {(rules.RequiresSession ? "requires" : "has no")} sessions, and IsSessionsEnabled says otherwise.");
        }
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
