using System.Globalization;
using System.Text.Json;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>
/// Queue <c>deliveries</c>. Without sessions: attempts of one event follow each other by days, its row keeps them in order, and a session for
/// each endpoint would let one that hangs keep its own backlog waiting for good. The broker drops a message that is sent twice within minutes.
/// </summary>
public sealed class DeliveryQueue(ServiceBusSender sender)
{
    public const string Name = "deliveries";

    /// <summary>As many as go into one call without coming near the broker's limit.</summary>
    private const int BatchSize = 100;

    /// <summary>Calls for the first attempt of each.</summary>
    public async Task BeginAsync(IEnumerable<WebhookDelivery> deliveries, CancellationToken cancellation)
    {
        foreach (var batch in deliveries.Chunk(BatchSize))
        {
            await sender.SendMessagesAsync([.. batch.Select(delivery => MessageFor(delivery, attempt: 1))], cancellation);
        }
    }

    /// <summary>Calls for the next attempt when its time comes.</summary>
    public Task PlanAsync(WebhookDelivery delivery, DateTimeOffset at, CancellationToken cancellation) =>
        sender.ScheduleMessageAsync(MessageFor(delivery, delivery.Attempt + 1), at, cancellation);

    public Task ReplayFailedAsync(DeliveryOrder.ReplayFailed order, CancellationToken cancellation) => sender.SendMessageAsync(
        new ServiceBusMessage(BodyOf(order)) { MessageId = $"{order.Request}|{order.After}", Subject = "replay", ContentType = "application/json" }, cancellation);

    public static DeliveryOrder Read(ServiceBusReceivedMessage message) =>
        JsonSerializer.Deserialize<DeliveryOrder>(message.Body.ToMemory().Span, JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException($"Message {message.MessageId} holds no order.");

    private static ServiceBusMessage MessageFor(WebhookDelivery delivery, int attempt) =>
        new(BodyOf(new DeliveryOrder.Attempt(delivery.Organisation, delivery.Endpoint, delivery.Id, delivery.Round, attempt)))
        {
            MessageId = IdOf(delivery, attempt),
            // Not for order: it names the case to operators when the message is a dead letter.
            SessionId = delivery.CaseNumber,
            Subject = delivery.EventType,
            ContentType = "application/json",
        };

    private static string IdOf(WebhookDelivery delivery, int attempt) => delivery.Round == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{delivery.EventId}|{delivery.Endpoint}#{attempt}")
        : string.Create(CultureInfo.InvariantCulture, $"{delivery.EventId}|{delivery.Endpoint}.{delivery.Round}#{attempt}");

    private static BinaryData BodyOf(DeliveryOrder order) => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(order, JsonSerializerOptions.Web));
}
