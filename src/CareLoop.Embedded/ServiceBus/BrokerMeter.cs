using System.Diagnostics.Metrics;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>
/// Counts the operations a client asks of the broker, as Service Bus would bill them: a batch is sent by one, and a message that is
/// handled takes a receive and a settlement. Tagged with the entity and the operation.
/// </summary>
public static class BrokerMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "CareLoop.Embedded.ServiceBus";

    /// <summary>Tag: queue, topic or subscription.</summary>
    public const string Entity = "entity";

    /// <summary>Tag: what was asked, such as <c>send</c>.</summary>
    public const string Operation = "operation";

    private static readonly Counter<long> Operations = new Meter(Name).CreateCounter<long>("careloop.broker.operations", "{operation}");

    internal static void Count(string entity, string operation) => Operations.Add(1, new(Entity, entity), new(Operation, operation));
}
