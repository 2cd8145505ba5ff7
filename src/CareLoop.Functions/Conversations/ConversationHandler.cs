using CareLoop.Functions.Telemetry;

namespace CareLoop.Functions.Conversations;

/// <summary>Handles what is on its way into conversations, one after the other within each: its session is the conversation's only writer.</summary>
public sealed class ConversationHandler(ConversationKeeper keeper)
{
    [Function("HandleInbound")]
    public async Task HandleInbound(
        [ServiceBusTrigger(InboundQueue.Name, Connection = "ServiceBusConnection", IsSessionsEnabled = true)] ServiceBusReceivedMessage message,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        using var span = Signals.Source.StartActivity("handle inbound", System.Diagnostics.ActivityKind.Consumer);
        span?.SetTag("messaging.message.id", message.MessageId);
        try
        {
            await keeper.HandleAsync(message.SessionId!, InboundQueue.ReceiptOf(message), client, cancellation);
        }
        catch (Exception error)
        {
            span.Fail(error);
            throw;
        }
    }
}
