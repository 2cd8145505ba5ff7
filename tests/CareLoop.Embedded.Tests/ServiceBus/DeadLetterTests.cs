using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class DeadLetterTests : IAsyncLifetime
{
    private readonly BrokerHost host = new(
        """
        "Queues": [ { "Name": "work", "Properties": { "LockDuration": "PT30S", "MaxDeliveryCount": 3 } },
                    { "Name": "chats", "Properties": { "RequiresSession": true } } ]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_consumer_can_dead_letter_with_reason_description_and_properties()
    {
        await host.Client.SendAsync("work", "bad");
        var receiver = host.Client.CreateReceiver("work");
        await receiver.DeadLetterMessageAsync(
            await receiver.NextAsync(), new Dictionary<string, object> { ["field"] = 7 }, "Unreadable", "no JSON");
        await host.RestartAsync();

        var dead = await host.Client.DeadLetters("work").NextAsync();

        Assert.Equal(("bad", "Unreadable", "no JSON", 7), (
            dead.Text(), dead.DeadLetterReason, dead.DeadLetterErrorDescription, dead.ApplicationProperties["field"]));
        Assert.Empty(await host.Client.CreateReceiver("work").PeekBodiesAsync());
    }

    [Fact]
    public async Task The_last_failed_delivery_dead_letters()
    {
        await host.Client.SendAsync("work", "poison");
        var receiver = host.Client.CreateReceiver("work");
        await receiver.AbandonMessageAsync(await receiver.NextAsync());
        await receiver.NextAsync();
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var last = await receiver.NextAsync();
        await receiver.AbandonMessageAsync(last);

        var dead = await host.Client.DeadLetters("work").NextAsync();

        Assert.Equal((3, "poison", "MaxDeliveryCountExceeded"), (last.DeliveryCount, dead.Text(), dead.DeadLetterReason));
        Assert.Empty(await receiver.BodiesAsync());
    }

    [Fact]
    public async Task A_message_whose_deliveries_all_ended_in_a_crash_is_dead_lettered()
    {
        await host.Client.SendAsync("work", "killer");
        for (var crash = 0; crash < 3; crash++)
        {
            Assert.Equal(crash + 1, (await host.Client.CreateReceiver("work").NextAsync()).DeliveryCount);
            await host.RestartAsync();
        }

        var dead = await host.Client.DeadLetters("work").NextAsync();
        Assert.Equal(("killer", "MaxDeliveryCountExceeded"), (dead.Text(), dead.DeadLetterReason));
        await host.RestartAsync();
        Assert.Equal(["killer"], await host.Client.DeadLetters("work").PeekBodiesAsync());
        Assert.Empty(await host.Client.CreateReceiver("work").PeekBodiesAsync());
    }

    [Fact]
    public async Task Operators_list_replay_and_discard_dead_letters()
    {
        var receiver = host.Client.CreateReceiver("work");
        foreach (var body in new[] { "keep", "replay", "discard" })
        {
            await host.Client.SendAsync("work", body, id: body);
            await receiver.DeadLetterMessageAsync(await receiver.NextAsync(), "Testing");
        }

        var dead = host.Client.DeadLetters("work");
        Assert.Equal(["keep", "replay", "discard"], await dead.PeekBodiesAsync());
        foreach (var message in await dead.ReceiveMessagesAsync(10))
        {
            if (message.Text() == "replay")
                await host.Client.CreateSender("work").SendMessageAsync(new ServiceBusMessage(message));

            if (message.Text() == "keep")
                await dead.AbandonMessageAsync(message);
            else
                await dead.CompleteMessageAsync(message);
        }

        Assert.Equal(["keep"], await dead.PeekBodiesAsync());
        var replayed = await receiver.NextAsync();
        Assert.Equal(("replay", "replay", null, 1), (
            replayed.Text(), replayed.MessageId, replayed.DeadLetterReason, replayed.DeliveryCount));
    }

    [Fact]
    public async Task Dead_letters_have_no_delivery_limit_and_stay_dead()
    {
        await host.Client.SendAsync("work", "bad");
        var receiver = host.Client.CreateReceiver("work");
        await receiver.DeadLetterMessageAsync(await receiver.NextAsync(), "Testing");
        var dead = host.Client.DeadLetters("work");
        for (var attempt = 0; attempt < 10; attempt++)
            await dead.AbandonMessageAsync(await dead.NextAsync());

        var message = await dead.NextAsync();

        Assert.Equal(12, message.DeliveryCount);
        await Assert.ThrowsAsync<InvalidOperationException>(() => dead.DeadLetterMessageAsync(message, "again"));
        await dead.CompleteMessageAsync(message);
    }

    [Fact]
    public async Task Dead_letters_of_a_queue_with_sessions_are_read_without_sessions()
    {
        await host.Client.SendAsync("chats", "a", session: "s");
        await using (var session = await host.Client.AcceptNextSessionAsync("chats"))
            await session.DeadLetterMessageAsync(await session.NextAsync(), "Testing");

        var dead = await host.Client.DeadLetters("chats").NextAsync();

        Assert.Equal(("a", "s"), (dead.Text(), dead.SessionId));
    }
}
