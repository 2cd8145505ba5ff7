using System.Runtime.Serialization;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class MessageRulesTests
{
    [Fact]
    public void A_new_message_has_no_ids_no_end_and_an_empty_body()
    {
        var message = new ServiceBusMessage();

        Assert.Equal(
            (null, null, null, null, TimeSpan.MaxValue, default(DateTimeOffset), 0),
            (message.MessageId, message.SessionId, message.PartitionKey, message.Subject, message.TimeToLive,
                message.ScheduledEnqueueTime, message.Body.ToMemory().Length));
    }

    [Fact]
    public void Limits_are_checked_when_a_property_is_set()
    {
        var message = new ServiceBusMessage();

        Assert.Throws<ArgumentException>(() => message.MessageId = "");
        Assert.Throws<ArgumentOutOfRangeException>(() => message.MessageId = new string('x', 129));
        Assert.Throws<ArgumentOutOfRangeException>(() => message.SessionId = new string('x', 129));
        Assert.Throws<ArgumentOutOfRangeException>(() => message.PartitionKey = new string('x', 129));
        Assert.Throws<ArgumentOutOfRangeException>(() => message.TimeToLive = TimeSpan.Zero);
        Assert.Throws<ArgumentNullException>(() => message.Body = null!);
    }

    [Fact]
    public void A_session_id_decides_the_partition_key()
    {
        var message = new ServiceBusMessage { PartitionKey = "p", SessionId = "s" };

        Assert.Equal("s", message.PartitionKey);
        Assert.Throws<ArgumentOutOfRangeException>(() => message.PartitionKey = "p");
    }

    [Fact]
    public async Task Properties_of_foreign_types_and_messages_over_the_limit_are_refused()
    {
        await using var host = new BrokerHost("""
            "Queues": [ { "Name": "q" } ]
            """);
        var sender = host.Client.CreateSender("q");

        await Assert.ThrowsAsync<SerializationException>(
            () => sender.SendMessageAsync(new ServiceBusMessage("x") { ApplicationProperties = { ["list"] = new List<int>() } }));
        await Messages.FailsAsync(
            ServiceBusFailureReason.MessageSizeExceeded, () => sender.SendMessageAsync(new ServiceBusMessage(new byte[256 * 1024])));
        Assert.Empty(await host.Client.CreateReceiver("q").PeekBodiesAsync());
    }

    [Fact]
    public async Task Entities_that_are_not_configured_are_reported_by_the_first_operation()
    {
        await using var host = new BrokerHost("""
            "Queues": [ { "Name": "q" } ], "Topics": [ { "Name": "t" } ]
            """);

        await Messages.FailsAsync(ServiceBusFailureReason.MessagingEntityNotFound, () => host.Client.SendAsync("nowhere", "x"));
        await Messages.FailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound, () => host.Client.CreateReceiver("t", "nobody").ReceiveMessageAsync());
        await Messages.FailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound, () => host.Client.CreateReceiver("t").ReceiveMessageAsync());
    }

    [Fact]
    public async Task A_closed_client_does_nothing_more()
    {
        await using var host = new BrokerHost("""
            "Queues": [ { "Name": "q" } ]
            """);
        var (sender, receiver) = (host.Client.CreateSender("q"), host.Client.CreateReceiver("q"));
        await host.Client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => sender.SendMessageAsync(new ServiceBusMessage("x")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => receiver.ReceiveMessageAsync());
    }
}
