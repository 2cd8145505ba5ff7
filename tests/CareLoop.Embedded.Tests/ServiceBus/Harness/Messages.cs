using CareLoop.Embedded.ServiceBus;

namespace CareLoop.Embedded.Tests.ServiceBus.Harness;

/// <summary>Short forms that keep tests readable.</summary>
internal static class Messages
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    public static ServiceBusMessage Message(string body, string? session = null, string? id = null)
    {
        var message = new ServiceBusMessage(body) { SessionId = session };
        if (id is not null)
            message.MessageId = id;

        return message;
    }

    public static Task SendAsync(this ServiceBusClient client, string entity, string body, string? session = null, string? id = null) =>
        client.CreateSender(entity).SendMessageAsync(Message(body, session, id));

    public static string Text(this ServiceBusReceivedMessage message) => message.Body.ToString();

    /// <summary>The next message; the test fails if there is none.</summary>
    public static async Task<ServiceBusReceivedMessage> NextAsync(this ServiceBusReceiver receiver)
    {
        var message = await receiver.ReceiveMessageAsync(BrokerHost.Patience);
        Assert.NotNull(message);
        return message;
    }

    /// <summary>Everything that can be had now, in order.</summary>
    public static async Task<List<string>> BodiesAsync(this ServiceBusReceiver receiver) =>
        [.. (await receiver.ReceiveMessagesAsync(1000, Moment)).Select(Text)];

    public static async Task<List<string>> PeekBodiesAsync(this ServiceBusReceiver receiver) =>
        [.. (await receiver.PeekMessagesAsync(1000, fromSequenceNumber: 1)).Select(Text)];

    public static ServiceBusReceiver DeadLetters(this ServiceBusClient client, string queue) =>
        client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    public static ServiceBusReceiver DeadLetters(this ServiceBusClient client, string topic, string subscription) =>
        client.CreateReceiver(topic, subscription, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    public static async Task FailsAsync(ServiceBusFailureReason reason, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<ServiceBusException>(action);
        Assert.Equal(reason, error.Reason);
    }
}
