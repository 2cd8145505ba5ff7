using CareLoop.Functions.Notifications;

namespace CareLoop.Functions.Telemetry;

/// <summary>What the way of a notice tells operators.</summary>
internal static class NoticeSignals
{
    /// <summary>Deliveries after which the broker gives a message up: <c>MaxDeliveryCount</c> of every subscription.</summary>
    public const int MaxDeliveries = 10;

    public static void Published(IEnumerable<string> kinds)
    {
        foreach (var kind in kinds)
        {
            Signals.NoticesPublished.Add(1, new KeyValuePair<string, object?>("kind", kind));
        }
    }

    /// <summary>Handles one delivery of a notice inside a span.</summary>
    public static Task HandleAsync(string subscription, ServiceBusReceivedMessage message, Func<NoticeMessage, Task> handle) => HandleAsync(
        subscription,
        message,
        async () =>
        {
            var notice = NoticeMessage.Read(message);
            await handle(notice);
            return notice.Kind;
        });

    /// <summary>Handles one delivery inside a span. The last failure the broker allows is counted as a dead letter.</summary>
    /// <param name="handle">Says of what kind it was.</param>
    public static async Task HandleAsync(string subscription, ServiceBusReceivedMessage message, Func<Task<string>> handle)
    {
        using var span = Signals.Source.StartActivity("handle notice", System.Diagnostics.ActivityKind.Consumer);
        span?.SetTag("careloop.subscription", subscription).SetTag("messaging.message.id", message.MessageId);
        var tag = new KeyValuePair<string, object?>("subscription", subscription);
        try
        {
            Signals.NoticesHandled.Add(1, tag, new KeyValuePair<string, object?>("kind", await handle()));
        }
        catch (Exception error)
        {
            span.Fail(error);
            Signals.NoticesFailed.Add(1, tag);
            if (message.DeliveryCount >= MaxDeliveries)
            {
                Signals.DeadLetters.Add(1, tag);
            }

            throw;
        }
    }
}
