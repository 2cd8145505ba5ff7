using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class QueueTests : IAsyncLifetime
{
    private readonly BrokerHost host = new(
        """
        "Queues": [ { "Name": "work", "Properties": { "LockDuration": "PT30S", "MaxDeliveryCount": 3 } } ]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_message_arrives_with_everything_its_sender_set()
    {
        var due = BrokerHost.Start.AddDays(-1);
        var sent = new ServiceBusMessage("hello")
        {
            MessageId = "m-1",
            PartitionKey = "p",
            Subject = "greeting",
            CorrelationId = "c-1",
            ContentType = "text/plain",
            To = "you",
            ReplyTo = "me",
            TimeToLive = TimeSpan.FromHours(2),
            ScheduledEnqueueTime = due,
            ApplicationProperties = { ["count"] = 3, ["when"] = due, ["id"] = Guid.Empty, ["flag"] = true, ["none"] = null! },
        };
        await host.Client.CreateSender("work").SendMessageAsync(sent);

        var message = await host.Client.CreateReceiver("WORK").NextAsync();

        Assert.Equal(
            ("hello", "m-1", "p", "greeting", "c-1", "text/plain", "you", "me"),
            (message.Text(), message.MessageId, message.PartitionKey, message.Subject, message.CorrelationId, message.ContentType,
                message.To, message.ReplyTo));
        Assert.Equal(sent.ApplicationProperties, message.ApplicationProperties);
        Assert.Equal((TimeSpan.FromHours(2), due), (message.TimeToLive, message.ScheduledEnqueueTime));
        Assert.Equal((1, 1L, 1L), (message.DeliveryCount, message.SequenceNumber, message.EnqueuedSequenceNumber));
        Assert.Equal((BrokerHost.Start, BrokerHost.Start.AddHours(2)), (message.EnqueuedTime, message.ExpiresAt));
        Assert.Equal(BrokerHost.Start.AddSeconds(30), message.LockedUntil);
    }

    [Fact]
    public async Task Messages_are_received_in_the_order_of_sending()
    {
        var sender = host.Client.CreateSender("work");
        await sender.SendMessagesAsync(Enumerable.Range(0, 20).Select(number => Messages.Message($"{number}")));
        await sender.SendMessageAsync(Messages.Message("20"));

        Assert.Equal(Enumerable.Range(0, 21).Select(number => $"{number}"), await host.Client.CreateReceiver("work").BodiesAsync());
    }

    [Fact]
    public async Task A_completed_message_is_gone_and_a_second_settlement_is_refused()
    {
        await host.Client.SendAsync("work", "once");
        var receiver = host.Client.CreateReceiver("work");
        var message = await receiver.NextAsync();

        await receiver.CompleteMessageAsync(message);

        await Messages.FailsAsync(ServiceBusFailureReason.MessageLockLost, () => receiver.CompleteMessageAsync(message));
        await host.RestartAsync();
        Assert.Empty(await host.Client.CreateReceiver("work").PeekBodiesAsync());
    }
}
