using CareLoop.Embedded.ServiceBus.Storage;

namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>A mailbox that a queue or topic feeds, and which messages it accepts; no filter accepts all.</summary>
internal sealed record Route(Mailbox Mailbox, IReadOnlyList<CorrelationFilter> Filters)
{
    public bool Accepts(MessageContent message) => Filters.Count == 0 || Filters.Any(filter => filter.Accepts(message));
}
