using System.Collections.Concurrent;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class SessionProcessorTests : IAsyncLifetime
{
    private readonly BrokerHost host = new(
        """
        "Topics": [ { "Name": "events", "Subscriptions": [ { "Name": "customer", "Properties": { "RequiresSession": true } } ] } ]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Sessions_run_side_by_side_and_each_in_order_in_spite_of_failures()
    {
        ConcurrentDictionary<string, ConcurrentQueue<string>> completed = new();
        ConcurrentDictionary<string, int> inside = new();
        var overlaps = 0;
        Process(8, async (message, _, _) =>
        {
            if (inside.AddOrUpdate(message.SessionId!, 1, (_, count) => count + 1) > 1)
                Interlocked.Increment(ref overlaps);

            await Task.Yield();
            inside[message.SessionId!]--;
            if ((message.SequenceNumber + message.DeliveryCount) % 3 == 0)
                throw new InvalidOperationException("not this time");

            completed.GetOrAdd(message.SessionId!, _ => new()).Enqueue(message.Text());
        });
        var sender = host.Client.CreateSender("events");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async session =>
        {
            for (var number = 0; number < 20; number++)
                await sender.SendMessageAsync(Messages.Message($"{number}", $"s{session}"));
        }));

        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(0, overlaps);
        Assert.Equal(20, completed.Count);
        Assert.All(completed.Values, bodies => Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number}"), bodies));
    }

    [Fact]
    public async Task A_session_that_waits_for_its_retry_does_not_hold_up_the_others()
    {
        ConcurrentQueue<string> done = new();
        Process(1, (message, _, _) =>
        {
            if (message is { SessionId: "slow", DeliveryCount: 1 })
                throw new InvalidOperationException("later");

            done.Enqueue(message.Text());
            return Task.CompletedTask;
        });
        await host.Client.SendAsync("events", "slow 1", session: "slow");
        await host.Client.SendAsync("events", "slow 2", session: "slow");
        await host.Client.SendAsync("events", "fast 1", session: "fast");

        await host.QuietAsync();
        Assert.Equal(["fast 1"], done);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["fast 1", "slow 1", "slow 2"], done);
    }

    [Fact]
    public async Task A_handler_reads_and_writes_its_session_s_state()
    {
        ConcurrentQueue<string?> states = new();
        Process(4, async (message, settlement, _) =>
        {
            states.Enqueue(settlement.GetSessionState()?.ToString());
            await settlement.SetSessionStateAsync(new BinaryData(message.Text()));
        });
        foreach (var body in new[] { "1", "2", "3" })
            await host.Client.SendAsync("events", body, session: "a");

        await host.QuietAsync();

        Assert.Equal([null, "1", "2"], states);
    }

    [Fact]
    public async Task The_session_is_given_back_between_messages()
    {
        Process(1, (_, _, _) => Task.CompletedTask);
        await host.Client.SendAsync("events", "1", session: "a");
        await host.QuietAsync();

        await using var session = await host.Client.AcceptSessionAsync("events", "customer", "a");
        await host.Client.SendAsync("events", "2", session: "a");

        Assert.Equal("2", (await session.NextAsync()).Text());
    }

    [Fact]
    public async Task A_session_given_back_out_of_order_is_handled_in_order()
    {
        ConcurrentQueue<string> done = new();
        await host.Client.SendAsync("events", "1", session: "a");
        await host.Client.SendAsync("events", "2", session: "a");
        await using (var session = await host.Client.AcceptSessionAsync("events", "customer", "a"))
        {
            var both = await session.ReceiveMessagesAsync(2);
            await session.AbandonMessageAsync(both[0]);
            Assert.Equal("1", (await session.NextAsync()).Text());
            Process(4, (message, _, _) =>
            {
                done.Enqueue(message.Text());
                return Task.CompletedTask;
            });
        }

        await host.QuietAsync();

        Assert.Equal(["1", "2"], done);
    }

    private void Process(int sessions, Func<ServiceBusReceivedMessage, MessageSettlement, CancellationToken, Task> handler) =>
        host.Broker.Process("events", "customer", new ProcessorOptions { MaxConcurrentSessions = sessions }, handler);
}
