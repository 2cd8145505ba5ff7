using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class ScheduleTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Due = BrokerHost.Start.AddHours(1);

    private readonly BrokerHost host = new(
        """
        "Queues": [ { "Name": "work" } ],
        "Topics": [ { "Name": "news", "Subscriptions": [ { "Name": "a" }, { "Name": "b" } ] } ]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_scheduled_message_arrives_at_its_time(bool restart)
    {
        var number = await host.Client.CreateSender("work").ScheduleMessageAsync(Messages.Message("later"), Due);
        await host.Client.SendAsync("work", "now");
        if (restart)
            await host.RestartAsync();

        await host.AdvanceAsync(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.Equal(["now"], await host.Client.CreateReceiver("work").PeekBodiesAsync());
        await host.AdvanceAsync(TimeSpan.FromTicks(1));

        var messages = await host.Client.CreateReceiver("work").ReceiveMessagesAsync(10);
        Assert.Equal(["now", "later"], messages.Select(message => message.Text()));
        Assert.Equal((Due, Due), (messages[1].EnqueuedTime, messages[1].ScheduledEnqueueTime));
        Assert.True(messages[1].SequenceNumber > number);
    }

    [Fact]
    public async Task A_message_that_fell_due_while_the_broker_was_down_arrives_at_the_start()
    {
        await host.Client.CreateSender("work").ScheduleMessageAsync(Messages.Message("later"), Due);
        await host.RestartAsync(afterwards: TimeSpan.FromDays(1));

        Assert.Equal("later", (await host.Client.CreateReceiver("work").NextAsync()).Text());
    }

    [Fact]
    public async Task A_topic_fans_out_at_the_message_s_time()
    {
        var message = Messages.Message("later");
        message.ScheduledEnqueueTime = Due;
        await host.Client.CreateSender("news").SendMessageAsync(message);
        Assert.Empty(await host.Client.CreateReceiver("news", "a").PeekBodiesAsync());

        await host.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(["later"], await host.Client.CreateReceiver("news", "a").BodiesAsync());
        Assert.Equal(["later"], await host.Client.CreateReceiver("news", "b").BodiesAsync());
    }

    [Fact]
    public async Task A_cancelled_message_never_arrives()
    {
        var sender = host.Client.CreateSender("work");
        var number = await sender.ScheduleMessageAsync(Messages.Message("never"), Due);
        await sender.CancelScheduledMessageAsync(number);

        await Messages.FailsAsync(ServiceBusFailureReason.MessageNotFound, () => sender.CancelScheduledMessageAsync(number));
        await host.RestartAsync();
        await host.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Empty(await host.Client.CreateReceiver("work").PeekBodiesAsync());
    }

    [Fact]
    public async Task A_message_that_has_arrived_cannot_be_cancelled()
    {
        var sender = host.Client.CreateSender("work");
        var number = await sender.ScheduleMessageAsync(Messages.Message("arrived"), Due);
        await host.AdvanceAsync(TimeSpan.FromHours(1));

        await Messages.FailsAsync(ServiceBusFailureReason.MessageNotFound, () => sender.CancelScheduledMessageAsync(number));
        Assert.Equal(["arrived"], await host.Client.CreateReceiver("work").BodiesAsync());
    }
}
