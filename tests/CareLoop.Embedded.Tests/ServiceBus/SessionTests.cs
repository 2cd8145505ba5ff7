using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class SessionTests : IAsyncLifetime
{
    private readonly BrokerHost host = new(
        """
        "Queues": [ { "Name": "chats", "Properties": { "RequiresSession": true, "LockDuration": "PT30S", "MaxDeliveryCount": 3 } },
                    { "Name": "plain" } ]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_session_has_one_consumer_at_a_time()
    {
        await host.Client.SendAsync("chats", "a1", session: "a");
        await host.Client.SendAsync("chats", "b1", session: "b");

        await using var first = await host.Client.AcceptNextSessionAsync("chats");
        await using var second = await host.Client.AcceptNextSessionAsync("chats");

        Assert.Equal(["a", "b"], [first.SessionId, second.SessionId]);
        await Messages.FailsAsync(
            ServiceBusFailureReason.SessionCannotBeLocked, () => host.Client.AcceptSessionAsync("chats", "a"));
        Assert.Equal(["a1"], await first.BodiesAsync());
        Assert.Equal(["b1"], await second.BodiesAsync());
        Assert.Equal(["b1"], await second.PeekBodiesAsync());
    }

    [Fact]
    public async Task The_holder_is_woken_by_its_session_s_messages_only()
    {
        await using var session = await host.Client.AcceptSessionAsync("chats", "a");
        var waiting = session.NextAsync();
        await host.Client.SendAsync("chats", "b1", session: "b");
        Assert.False(waiting.IsCompleted);

        await host.Client.SendAsync("chats", "a1", session: "a");

        Assert.Equal("a1", (await waiting.WaitAsync(BrokerHost.Patience)).Text());
    }

    [Fact]
    public async Task Closing_a_receiver_gives_back_the_session_and_what_it_had_not_settled()
    {
        await host.Client.SendAsync("chats", "a1", session: "a");
        await host.Client.SendAsync("chats", "a2", session: "a");
        await using (var first = await host.Client.AcceptNextSessionAsync("chats"))
        {
            await first.CompleteMessageAsync(await first.NextAsync());
            await first.NextAsync();
        }

        await using var second = await host.Client.AcceptNextSessionAsync("chats");
        var message = await second.NextAsync();

        Assert.Equal(("a2", 2), (message.Text(), message.DeliveryCount));
    }

    [Fact]
    public async Task A_session_whose_lock_runs_out_goes_to_the_next_consumer_in_order()
    {
        for (var number = 1; number <= 3; number++)
            await host.Client.SendAsync("chats", $"a{number}", session: "a");

        var slow = await host.Client.AcceptNextSessionAsync("chats");
        var taken = await slow.ReceiveMessagesAsync(2);
        var next = host.Client.AcceptNextSessionAsync("chats");
        await host.AdvanceAsync(TimeSpan.FromSeconds(30));
        await using var second = await next.WaitAsync(BrokerHost.Patience);

        Assert.Equal(["a1", "a2", "a3"], await second.BodiesAsync());
        await Messages.FailsAsync(ServiceBusFailureReason.SessionLockLost, () => slow.CompleteMessageAsync(taken[0]));
        await Messages.FailsAsync(ServiceBusFailureReason.SessionLockLost, () => slow.ReceiveMessageAsync());
        await Messages.FailsAsync(ServiceBusFailureReason.SessionLockLost, () => slow.RenewSessionLockAsync());
        await Messages.FailsAsync(ServiceBusFailureReason.SessionLockLost, () => slow.SetSessionStateAsync(null));
        await slow.DisposeAsync();
        await Messages.FailsAsync(
            ServiceBusFailureReason.SessionCannotBeLocked, () => host.Client.AcceptSessionAsync("chats", "a"));
    }

    [Fact]
    public async Task Renewal_keeps_the_session_and_its_messages()
    {
        await host.Client.SendAsync("chats", "a1", session: "a");
        await using var session = await host.Client.AcceptNextSessionAsync("chats");
        var message = await session.NextAsync();

        await host.AdvanceAsync(TimeSpan.FromSeconds(20));
        await session.RenewSessionLockAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(BrokerHost.Start.AddSeconds(50), session.SessionLockedUntil);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.RenewMessageLockAsync(message));
        await session.CompleteMessageAsync(message);
    }

    [Fact]
    public async Task An_abandoned_message_is_next_again_in_its_session()
    {
        await host.Client.SendAsync("chats", "a1", session: "a");
        await host.Client.SendAsync("chats", "a2", session: "a");
        await using var session = await host.Client.AcceptNextSessionAsync("chats");

        await session.AbandonMessageAsync(await session.NextAsync());

        Assert.Equal(["a1", "a2"], await session.BodiesAsync());
    }

    [Fact]
    public async Task State_stays_with_the_session_across_receivers_and_restarts()
    {
        await using (var session = await host.Client.AcceptSessionAsync("chats", "a"))
        {
            Assert.Null(await session.GetSessionStateAsync());
            await session.SetSessionStateAsync(new BinaryData("step 2"));
        }

        await host.RestartAsync();
        await using var later = await host.Client.AcceptSessionAsync("chats", "a");
        await using var other = await host.Client.AcceptSessionAsync("chats", "b");
        Assert.Equal("step 2", (await later.GetSessionStateAsync())!.ToString());
        Assert.Null(await other.GetSessionStateAsync());
        await later.SetSessionStateAsync(null);
        Assert.Null(await later.GetSessionStateAsync());
    }

    [Fact]
    public async Task Sessions_are_neither_forgotten_nor_invented()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.SendAsync("chats", "x"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.CreateReceiver("chats").ReceiveMessageAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.AcceptNextSessionAsync("plain"));
        await host.Client.SendAsync("plain", "x", session: "a");
        Assert.Equal("a", (await host.Client.CreateReceiver("plain").NextAsync()).SessionId);
    }

    [Fact]
    public async Task A_caller_who_waits_for_a_session_can_give_up()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = host.Client.AcceptNextSessionAsync("chats", cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await host.Client.SendAsync("chats", "a1", session: "a");
        await using var session = await host.Client.AcceptNextSessionAsync("chats");
        Assert.Equal("a", session.SessionId);
    }
}
