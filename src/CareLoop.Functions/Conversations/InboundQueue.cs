namespace CareLoop.Functions.Conversations;

/// <summary>
/// Queue <c>inbound</c>: one session for each conversation, so that messages of one are handled one after the other. A message carries the
/// id of a receipt and nothing else. Duplicates are not detected by the broker: the sweep sends the same receipt again on purpose.
/// </summary>
public sealed class InboundQueue(ServiceBusSender sender)
{
    public const string Name = "inbound";

    /// <summary>Body of a message that only says that time has passed.</summary>
    private const string Wake = "wake";

    public Task SendAsync(string conversation, string? receiptId, CancellationToken cancellation) =>
        sender.SendMessageAsync(Message(conversation, receiptId), cancellation);

    /// <summary>Has the conversation woken at an instant. Being woken twice is harmless.</summary>
    public Task WakeAsync(string conversation, DateTimeOffset at, CancellationToken cancellation) =>
        sender.ScheduleMessageAsync(Message(conversation, receiptId: null), at, cancellation);

    /// <summary>The receipt a message is about; null for a wake-up.</summary>
    public static string? ReceiptOf(ServiceBusReceivedMessage message) => message.Body.ToString() is var body && body == Wake ? null : body;

    private static ServiceBusMessage Message(string conversation, string? receiptId) =>
        new(BinaryData.FromString(receiptId ?? Wake)) { SessionId = conversation, ContentType = "text/plain" };
}
