using System.Globalization;
using CareLoop.Domain.Notices;
using CareLoop.Functions.Telemetry;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>Takes the messages of queue <c>deliveries</c> and settles them itself: what is given up goes to the dead letters with its reason.</summary>
public sealed class WebhookSending(WebhookDelivering delivering)
{
    [Function("SendWebhook")]
    public async Task Send(
        [ServiceBusTrigger(DeliveryQueue.Name, Connection = "ServiceBusConnection", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation)
    {
        using var span = Signals.Source.StartActivity("send webhook", System.Diagnostics.ActivityKind.Consumer);
        span?.SetTag("messaging.message.id", message.MessageId);
        try
        {
            if (await CarryOutAsync(message, cancellation) is { } error)
            {
                Signals.DeadLetters.Add(1, new KeyValuePair<string, object?>("subscription", DeliveryQueue.Name));
                await actions.DeadLetterMessageAsync(
                    message,
                    propertiesToModify: null,
                    deadLetterReason: $"Webhook{error}",
                    deadLetterErrorDescription: string.Create(CultureInfo.InvariantCulture, $"Not taken in {WebhookRetries.Attempts} attempts."),
                    cancellation);
                return;
            }
        }
        catch (Exception error)
        {
            span.Fail(error);
            if (message.DeliveryCount >= NoticeSignals.MaxDeliveries)
            {
                Signals.DeadLetters.Add(1, new KeyValuePair<string, object?>("subscription", DeliveryQueue.Name));
            }

            throw;
        }

        await actions.CompleteMessageAsync(message, cancellation);
    }

    private async Task<WebhookError?> CarryOutAsync(ServiceBusReceivedMessage message, CancellationToken cancellation)
    {
        switch (DeliveryQueue.Read(message))
        {
            case DeliveryOrder.Attempt order when message.ApplicationProperties.ContainsKey(NoticeMessage.ReplayFor):
                await delivering.RestartAsync(order, message.MessageId!, cancellation);
                return null;
            case DeliveryOrder.Attempt order:
                return await delivering.AttemptAsync(order, cancellation);
            case DeliveryOrder.ReplayFailed order:
                await delivering.ReplayFailedAsync(order, cancellation);
                return null;
            case var order:
                throw new InvalidOperationException($"Nobody carries out orders of type {order.GetType().Name}.");
        }
    }
}
