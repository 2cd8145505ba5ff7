using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class ExpiryTests : IAsyncLifetime
{
    private readonly BrokerHost host = new(
        """
        "Queues": [
            { "Name": "drop", "Properties": { "DefaultMessageTimeToLive": "PT1H" } },
            { "Name": "keep", "Properties": { "DefaultMessageTimeToLive": "PT1H", "DeadLetteringOnMessageExpiration": true } },
            { "Name": "chats", "Properties": { "RequiresSession": true, "DefaultMessageTimeToLive": "PT1H" } } ],
        "Topics": [ { "Name": "news", "Properties": { "DefaultMessageTimeToLive": "PT20M" }, "Subscriptions": [
            { "Name": "short", "Properties": { "DefaultMessageTimeToLive": "PT10M" } }, { "Name": "long" } ] } ]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task An_expired_message_is_dropped_or_kept_as_a_dead_letter()
    {
        await host.Client.SendAsync("drop", "a");
        await host.Client.SendAsync("keep", "b");
        await host.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Empty(await host.Client.CreateReceiver("drop").PeekBodiesAsync());
        Assert.Empty(await host.Client.DeadLetters("drop").PeekBodiesAsync());
        Assert.Empty(await host.Client.CreateReceiver("keep").PeekBodiesAsync());
        var dead = await host.Client.DeadLetters("keep").NextAsync();
        Assert.Equal(("b", "TTLExpiredException"), (dead.Text(), dead.DeadLetterReason));
        await host.RestartAsync(afterwards: TimeSpan.FromDays(30));
        Assert.Equal(["b"], await host.Client.DeadLetters("keep").PeekBodiesAsync());
    }

    [Fact]
    public async Task The_shortest_of_message_topic_and_subscription_counts()
    {
        await host.Client.SendAsync("news", "usual");
        var brief = Messages.Message("brief");
        brief.TimeToLive = TimeSpan.FromMinutes(5);
        await host.Client.CreateSender("news").SendMessageAsync(brief);

        var shown = await host.Client.CreateReceiver("news", "short").PeekMessagesAsync(2);
        var longer = await host.Client.CreateReceiver("news", "long").PeekMessagesAsync(2);

        Assert.Equal([10, 5], shown.Select(message => (message.ExpiresAt - BrokerHost.Start).TotalMinutes));
        Assert.Equal([20, 5], longer.Select(message => (message.ExpiresAt - BrokerHost.Start).TotalMinutes));
    }

    [Fact]
    public async Task A_message_that_expired_while_the_broker_was_down_is_not_delivered()
    {
        await host.Client.SendAsync("drop", "a");
        await host.RestartAsync(afterwards: TimeSpan.FromHours(1));

        Assert.Empty(await host.Client.CreateReceiver("drop").BodiesAsync());
    }

    [Fact]
    public async Task A_locked_message_does_not_expire_until_it_comes_back()
    {
        await host.Client.SendAsync("drop", "completed");
        await host.Client.SendAsync("drop", "abandoned");
        await host.AdvanceAsync(TimeSpan.FromMinutes(59.5));
        var receiver = host.Client.CreateReceiver("drop");
        var messages = await receiver.ReceiveMessagesAsync(2);
        await host.AdvanceAsync(TimeSpan.FromSeconds(40));

        await receiver.CompleteMessageAsync(messages[0]);
        await receiver.AbandonMessageAsync(messages[1]);

        Assert.Empty(await receiver.BodiesAsync());
        await host.RestartAsync();
        Assert.Empty(await host.Client.CreateReceiver("drop").PeekBodiesAsync());
    }

    [Fact]
    public async Task A_session_goes_on_behind_an_expired_message()
    {
        var brief = Messages.Message("brief", session: "s");
        brief.TimeToLive = TimeSpan.FromMinutes(5);
        await host.Client.CreateSender("chats").SendMessageAsync(brief);
        await host.Client.SendAsync("chats", "next", session: "s");
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        await using var session = await host.Client.AcceptNextSessionAsync("chats");
        Assert.Equal(["next"], await session.BodiesAsync());
    }
}
