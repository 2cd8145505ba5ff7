using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class PeekLockTests : IAsyncLifetime
{
    private readonly BrokerHost host = new(
        """
        "Queues": [ { "Name": "work", "Properties": { "LockDuration": "PT30S", "MaxDeliveryCount": 3 } } ]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_locked_message_is_hidden_until_its_lock_runs_out()
    {
        await host.Client.SendAsync("work", "one");
        var receiver = host.Client.CreateReceiver("work");
        var first = await receiver.NextAsync();

        await host.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.Empty(await receiver.BodiesAsync());
        Assert.Equal(["one"], await receiver.PeekBodiesAsync());
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));

        var second = await receiver.NextAsync();
        Assert.Equal((1, 2), (first.DeliveryCount, second.DeliveryCount));
        Assert.Equal(first.SequenceNumber, second.SequenceNumber);
        await Messages.FailsAsync(ServiceBusFailureReason.MessageLockLost, () => receiver.CompleteMessageAsync(first));
        await receiver.CompleteMessageAsync(second);
    }

    [Fact]
    public async Task Renewal_starts_the_lock_again()
    {
        await host.Client.SendAsync("work", "one");
        var receiver = host.Client.CreateReceiver("work");
        var message = await receiver.NextAsync();

        await host.AdvanceAsync(TimeSpan.FromSeconds(20));
        await receiver.RenewMessageLockAsync(message);
        await host.AdvanceAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(BrokerHost.Start.AddSeconds(50), message.LockedUntil);
        await receiver.CompleteMessageAsync(message);
        Assert.Empty(await receiver.PeekBodiesAsync());
    }

    [Fact]
    public async Task An_abandoned_message_comes_back_in_its_place_with_the_changes_of_its_consumer()
    {
        await host.Client.SendAsync("work", "one");
        await host.Client.SendAsync("work", "two");
        var receiver = host.Client.CreateReceiver("work");
        var first = await receiver.NextAsync();

        await receiver.AbandonMessageAsync(first, new Dictionary<string, object> { ["tried"] = "yes" });
        await host.RestartAsync();

        receiver = host.Client.CreateReceiver("work");
        var again = await receiver.NextAsync();
        Assert.Equal(("one", 2, "yes"), (again.Text(), again.DeliveryCount, again.ApplicationProperties["tried"]));
        Assert.Equal("two", (await receiver.NextAsync()).Text());
    }

    [Fact]
    public async Task A_message_received_for_good_is_gone_at_once()
    {
        await host.Client.SendAsync("work", "one");
        var receiver = host.Client.CreateReceiver(
            "work", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });

        var message = await receiver.NextAsync();

        Assert.Equal(("one", 1), (message.Text(), message.DeliveryCount));
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.CompleteMessageAsync(message));
        await host.RestartAsync();
        Assert.Empty(await host.Client.CreateReceiver("work").PeekBodiesAsync());
    }

    [Fact]
    public async Task A_waiting_receiver_is_woken_by_the_message()
    {
        var waiting = host.Client.CreateReceiver("work").NextAsync();
        Assert.False(waiting.IsCompleted);

        await host.Client.SendAsync("work", "one");

        Assert.Equal("one", (await waiting.WaitAsync(BrokerHost.Patience)).Text());
    }

    [Fact]
    public async Task A_receiver_that_gives_up_takes_nothing_with_it()
    {
        var receiver = host.Client.CreateReceiver("work");
        using var cancellation = new CancellationTokenSource();
        var cancelled = receiver.ReceiveMessageAsync(cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromMilliseconds(20)));
        await host.Client.SendAsync("work", "one");
        Assert.Equal(1, (await receiver.NextAsync()).DeliveryCount);
    }

    [Fact]
    public async Task Peeking_goes_on_where_it_ended_and_settles_nothing()
    {
        for (var number = 1; number <= 5; number++)
            await host.Client.SendAsync("work", $"{number}");

        var receiver = host.Client.CreateReceiver("work");
        var first = await receiver.PeekMessagesAsync(2);
        var rest = await receiver.PeekMessagesAsync(10);

        Assert.Equal(["1", "2"], first.Select(message => message.Text()));
        Assert.Equal(["3", "4", "5"], rest.Select(message => message.Text()));
        Assert.Equal(["4", "5"], (await receiver.PeekMessagesAsync(10, fromSequenceNumber: 4)).Select(message => message.Text()));
        Assert.Equal(0, first[0].DeliveryCount);
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.CompleteMessageAsync(first[0]));
    }
}
