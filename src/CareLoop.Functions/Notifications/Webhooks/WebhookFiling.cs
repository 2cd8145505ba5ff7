using CareLoop.Functions.Storage;
using CareLoop.Functions.Telemetry;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>
/// Files decided events for the endpoints that want them. The row comes first and is inserted once; the message after it may be sent again,
/// so a crash between any two lines loses nothing and doubles nothing.
/// </summary>
public sealed class WebhookFiling(WebhookEndpoints endpoints, WebhookLog log, DeliveryQueue queue, CaseTable cases)
{
    [Function("WebhookEvents")]
    public Task File(
        [ServiceBusTrigger(NoticeMessage.Topic, CaseEventsMessage.Audience, Connection = "ServiceBusConnection")] ServiceBusReceivedMessage message,
        CancellationToken cancellation) =>
        NoticeSignals.HandleAsync(CaseEventsMessage.Audience, message, async () =>
        {
            await FileAsync(CaseEventsMessage.Read(message), cancellation);
            return CaseEventsMessage.Kind;
        });

    private async Task FileAsync(CaseEventsMessage batch, CancellationToken cancellation)
    {
        var wanting = (await endpoints.ListAsync(cancellation)).Where(endpoint => endpoint.Wants(batch.Site)).ToList();
        if (wanting.Count == 0)
        {
            return;
        }

        var events = await cases.ReadEventsAsync(batch.CaseId, batch.First, batch.Last, cancellation);
        var pairs = events.SelectMany(item => wanting.Where(endpoint => endpoint.WantsEvent(item.Type)).Select(endpoint => (Event: item, Endpoint: endpoint))).ToList();
        if (pairs.Count == 0)
        {
            return;
        }

        var state = (await cases.FindAsync(batch.CaseId, cancellation))?.State
            ?? throw new InvalidOperationException($"There are events of case {batch.CaseId}, but no case.");
        List<WebhookDelivery> deliveries = [];
        foreach (var (item, endpoint) in pairs)
        {
            var told = PartnerEvent.Of(item, state);
            var delivery = new WebhookDelivery
            {
                Organisation = endpoint.Organisation,
                Endpoint = endpoint.Id,
                Id = WebhookDelivery.IdOf(told.Id, item.At),
                EventId = told.Id,
                EventType = item.Type,
                CaseNumber = state.CaseId,
                At = item.At,
                Body = told.ToJson(),
                NextAttemptAt = item.At,
            };
            await log.AddAsync(delivery, cancellation);
            deliveries.Add(delivery);
        }

        await queue.BeginAsync(deliveries, cancellation);
    }
}
