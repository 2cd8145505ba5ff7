using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class TopicTests : IAsyncLifetime
{
    private readonly BrokerHost host = new(
        """
        "Topics": [ { "Name": "news", "Subscriptions": [
            { "Name": "all" },
            { "Name": "urgent", "Rules": [
                { "Name": "a", "Properties": { "FilterType": "Correlation", "CorrelationFilter":
                    { "Label": "alarm", "Properties": { "level": 2, "loud": true } } } },
                { "Name": "b", "Properties": { "FilterType": "Correlation", "CorrelationFilter": { "Label": "fire" } } },
                { "Name": "c", "Properties": { "FilterType": "Correlation", "CorrelationFilter": { "ContentType": "fire" } } } ] },
            { "Name": "addressed", "Rules": [
                { "Name": "a", "Properties": { "FilterType": "Correlation", "CorrelationFilter":
                    { "MessageId": "m", "SessionId": "s", "CorrelationId": "c", "ContentType": "t", "To": "to", "ReplyTo": "r" } } } ] },
            { "Name": "ordered", "Properties": { "RequiresSession": true } } ] } ]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Each_subscription_gets_its_own_copy_of_what_its_filters_accept()
    {
        var sender = host.Client.CreateSender("news");
        await sender.SendMessageAsync(Alarm("loud", 2, true));
        await sender.SendMessageAsync(Alarm("quiet", 2, false));
        await sender.SendMessageAsync(Alarm("low", 1L, true));
        await sender.SendMessageAsync(new ServiceBusMessage("both rules") { Subject = "fire", ContentType = "fire" });
        await sender.SendMessageAsync(new ServiceBusMessage("other case") { Subject = "Fire" });

        Assert.Equal(["loud", "quiet", "low", "both rules", "other case"], await host.Client.CreateReceiver("news", "all").BodiesAsync());
        Assert.Equal(["loud", "both rules"], await host.Client.CreateReceiver("news", "urgent").BodiesAsync());
    }

    [Theory]
    [InlineData("m", "s", "c", "t", "to", "r", 1)]
    [InlineData("M", "s", "c", "t", "to", "r", 0)]
    [InlineData("m", "x", "c", "t", "to", "r", 0)]
    [InlineData("m", "s", "x", "t", "to", "r", 0)]
    [InlineData("m", "s", "c", "x", "to", "r", 0)]
    [InlineData("m", "s", "c", "t", "x", "r", 0)]
    [InlineData("m", "s", "c", "t", "to", null, 0)]
    public async Task All_conditions_of_a_filter_must_hold(
        string id, string session, string correlation, string type, string to, string? reply, int copies)
    {
        await host.Client.CreateSender("news").SendMessageAsync(new ServiceBusMessage("x")
        {
            MessageId = id,
            SessionId = session,
            CorrelationId = correlation,
            ContentType = type,
            To = to,
            ReplyTo = reply,
        });

        Assert.Equal(copies, (await host.Client.CreateReceiver("news", "addressed").PeekBodiesAsync()).Count);
    }

    [Fact]
    public async Task Copies_are_settled_apart_and_know_their_place_in_the_topic()
    {
        await host.Client.SendAsync("news", "one", session: "s");
        var all = host.Client.CreateReceiver("news", "all");
        var copy = await all.NextAsync();
        await all.CompleteMessageAsync(copy);

        await using var ordered = await host.Client.AcceptNextSessionAsync("news", "ordered");
        var other = await ordered.NextAsync();

        Assert.Equal(("one", "one"), (copy.Text(), other.Text()));
        Assert.Equal(copy.EnqueuedSequenceNumber, other.EnqueuedSequenceNumber);
        Assert.NotEqual(copy.SequenceNumber, other.SequenceNumber);
    }

    [Fact]
    public async Task A_subscription_with_sessions_dead_letters_a_message_without_one()
    {
        await host.Client.SendAsync("news", "lost");

        var dead = await host.Client.DeadLetters("news", "ordered").NextAsync();

        Assert.Equal(("lost", "Session ID is null"), (dead.Text(), dead.DeadLetterReason));
        Assert.Equal(["lost"], await host.Client.CreateReceiver("news", "all").BodiesAsync());
    }

    private static ServiceBusMessage Alarm(string body, object level, bool loud) =>
        new(body) { Subject = "alarm", ApplicationProperties = { ["level"] = level, ["loud"] = loud } };
}
