using CareLoop.Embedded.Hosting;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Time;
using CareLoop.Embedded.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Tests.Hosting;

public sealed class MessageTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MessageFunctions.Inbox inbox = new();

    [Fact]
    public async Task A_message_starts_its_function_and_is_gone_afterwards()
    {
        await using var app = await StartAsync();
        var client = app.Services.GetRequiredService<ServiceBusClient>();
        await client.CreateSender("texts").SendMessageAsync(new ServiceBusMessage("one"));
        await client.CreateSender("news").SendMessageAsync(new ServiceBusMessage("two") { Subject = "hello", MessageId = "id-2" });
        await QuietAsync(app);

        Assert.Equal(["one 1", "two hello id-2"], inbox.Seen.Order());
        Assert.Empty(await client.CreateReceiver("texts").PeekMessagesAsync(10));
        Assert.Empty(await client.CreateReceiver("news", "all").PeekMessagesAsync(10));
    }

    [Fact]
    public async Task A_failing_function_gets_the_message_again_until_it_is_dead_lettered()
    {
        inbox.FailOn = "poison";
        await using var app = await StartAsync();
        var client = app.Services.GetRequiredService<ServiceBusClient>();
        await client.CreateSender("texts").SendMessageAsync(new ServiceBusMessage("poison"));
        await app.AdvanceToAsync(Start.AddHours(1));

        Assert.Equal(["poison 1", "poison 2", "poison 3"], inbox.Seen);
        var dead = await client.CreateReceiver("texts", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter }).PeekMessagesAsync(10);
        Assert.Equal("poison", Assert.Single(dead).Body.ToString());
        Assert.Equal(3, app.Logs.Entries.Count(entry => entry.StartsWith("Error Function.Texts", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_function_may_settle_its_message_itself()
    {
        await using var app = await StartAsync();
        var client = app.Services.GetRequiredService<ServiceBusClient>();
        await client.CreateSender("manual").SendMessagesAsync([new ServiceBusMessage("good"), new ServiceBusMessage("bad")]);
        await QuietAsync(app);

        Assert.Equal(["bad", "good"], inbox.Seen.Order());
        var dead = Assert.Single(
            await client.CreateReceiver("manual", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter }).PeekMessagesAsync(10));
        Assert.Equal(("bad", "bad", "cannot be read"), (dead.Body.ToString(), dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Empty(await client.CreateReceiver("manual").PeekMessagesAsync(10));
    }

    [Fact]
    public async Task Messages_of_a_session_come_in_order_and_one_at_a_time()
    {
        await using var app = await StartAsync();
        await app.Services.GetRequiredService<ServiceBusClient>().CreateSender("turns")
            .SendMessagesAsync(Enumerable.Range(0, 20).Select(number => new ServiceBusMessage($"{number}") { SessionId = "s" }));
        await QuietAsync(app);

        Assert.Equal(Enumerable.Range(0, 20).SelectMany(number => new[] { $"begin {number}", $"end {number}" }), inbox.Seen);
    }

    [Fact]
    public async Task Messages_sent_before_a_restart_are_handled_after_it()
    {
        inbox.FailOn = "later";
        await using var app = await StartAsync();
        await app.Services.GetRequiredService<ServiceBusClient>().CreateSender("texts").SendMessageAsync(new ServiceBusMessage("later"));
        await QuietAsync(app);
        await app.StopAsync();
        Assert.NotEmpty(inbox.Seen);

        (inbox.FailOn, var before) = (null, inbox.Seen.Count);
        await app.RestartAsync([typeof(MessageFunctions)], Options, Configure);
        await app.AdvanceToAsync(Start.AddHours(1));

        Assert.Equal(before + 1, inbox.Seen.Count);
        Assert.Empty(await app.Services.GetRequiredService<ServiceBusClient>().CreateReceiver("texts").PeekMessagesAsync(10));
    }

    [Theory]
    [InlineData("""{ "UserConfig": { "Namespaces": [ { "Name": "test", "Queues": [], "Topics": [] } ] } }""", "there is no queue texts; add it")]
    [InlineData("""{ "UserConfig": { "Namespaces": [ { "Name": "test", "Queues": [ { "Name": "turns", "Properties": {} } ], "Topics": [] } ] } }""", "queue turns has no sessions")]
    [InlineData("{", "cannot be read")]
    public async Task A_wrong_entity_stops_the_host(string config, string expected)
    {
        await using var app = new TestApp();
        app.WriteFile("Config.json", config);
        var error = Assert.Throws<EmbeddedHostException>(() => app.Build([typeof(MessageFunctions)], Options, Configure));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_connection_stops_the_host()
    {
        await using var app = new TestApp();
        app.WriteFile("Config.json", MessageFunctions.Config);
        var error = Assert.Throws<EmbeddedHostException>(() => app.Build(
            [typeof(MessageFunctions)], options => options.ServiceBusConfigFile = "Config.json", Configure));
        Assert.Contains("connection Bus is not set; add Bus or Bus__fullyQualifiedNamespace", error.Message, StringComparison.Ordinal);
        Assert.Contains("%TextQueue%, which is not set", error.Message, StringComparison.Ordinal);
    }

    private async Task<TestApp> StartAsync()
    {
        var app = new TestApp();
        app.WriteFile("Config.json", MessageFunctions.Config);
        await app.RestartAsync([typeof(MessageFunctions)], Options, Configure);
        return app;
    }

    private static Task QuietAsync(TestApp app) =>
        app.Services.GetRequiredService<WorkTracker>().WhenQuietAsync().WaitAsync(TimeSpan.FromMinutes(2));

    private static void Options(EmbeddedHostOptions options)
    {
        options.VirtualClockStart = Start;
        options.ServiceBusConfigFile = "Config.json";
        options.Settings["Bus__fullyQualifiedNamespace"] = "embedded";
        options.Settings["TextQueue"] = "texts";
    }

    private void Configure(FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton(inbox);
    }
}
