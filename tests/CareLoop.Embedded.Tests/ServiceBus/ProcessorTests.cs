using System.Collections.Concurrent;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class ProcessorTests : IAsyncLifetime
{
    private readonly BrokerHost host = new(
        """
        "Queues": [ { "Name": "work", "Properties": { "LockDuration": "PT30S", "MaxDeliveryCount": 3 } } ]
        """);

    private readonly ConcurrentQueue<string> seen = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Messages_are_pushed_to_the_handler_and_completed_when_it_returns()
    {
        await host.Client.SendAsync("work", "before");
        Process((_, _, _) => Task.CompletedTask);
        await host.Client.SendAsync("work", "after");

        await host.QuietAsync();

        Assert.Equal(["before", "after"], seen);
        Assert.Empty(await host.Client.CreateReceiver("work").PeekBodiesAsync());
    }

    [Fact]
    public async Task A_failing_handler_is_tried_again_after_growing_waits_and_then_the_message_is_dead_lettered()
    {
        ConcurrentQueue<TimeSpan> times = new();
        Process((_, _, _) =>
        {
            times.Enqueue(host.Clock.GetUtcNow() - BrokerHost.Start);
            throw new InvalidOperationException("no");
        });
        await host.Client.SendAsync("work", "poison");

        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([0, 100, 300], times.Select(time => time.TotalMilliseconds));
        var dead = Assert.Single(await host.Client.DeadLetters("work").PeekMessagesAsync(10));
        Assert.Equal(
            ("MaxDeliveryCountExceeded", "Delivered 3 times without being completed."),
            (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
    }

    [Fact]
    public async Task The_handler_s_own_settlement_is_honoured()
    {
        Process(async (message, settlement, _) =>
        {
            if (message.Text() == "bad")
                await settlement.DeadLetterAsync(new Dictionary<string, object> { ["line"] = 3 }, "Unreadable", "no JSON");
            else if (message.DeliveryCount == 1)
                await settlement.AbandonAsync(new Dictionary<string, object> { ["tried"] = true });
            else
                await settlement.CompleteAsync();

            Assert.True(settlement.IsSettled);
        });
        await host.Client.SendAsync("work", "bad");
        await host.Client.SendAsync("work", "good");

        await host.QuietAsync();

        Assert.Equal(["bad", "good", "good"], seen);
        Assert.Empty(await host.Client.CreateReceiver("work").PeekBodiesAsync());
        Assert.Equal("Unreadable", (await host.Client.DeadLetters("work").NextAsync()).DeadLetterReason);
    }

    [Fact]
    public async Task A_handler_that_settles_and_then_throws_has_settled()
    {
        Process(async (_, settlement, _) =>
        {
            await settlement.CompleteAsync();
            throw new InvalidOperationException("too late");
        });
        await host.Client.SendAsync("work", "one");

        await host.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(["one"], seen);
    }

    [Fact]
    public async Task Without_auto_completion_an_unsettled_message_comes_back_when_its_lock_runs_out()
    {
        Process((message, settlement, _) => message.DeliveryCount == 2 ? settlement.CompleteAsync() : Task.CompletedTask,
            new ProcessorOptions { AutoCompleteMessages = false });
        await host.Client.SendAsync("work", "one");
        await host.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.Equal(["one"], seen);

        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        await host.QuietAsync();

        Assert.Equal(["one", "one"], seen);
        Assert.Empty(await host.Client.CreateReceiver("work").PeekBodiesAsync());
    }

    [Fact]
    public async Task No_more_messages_are_worked_on_than_allowed()
    {
        var (running, most) = (0, 0);
        var open = new TaskCompletionSource();
        Process(
            async (_, _, cancellation) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                if (now == 3)
                    open.SetResult();

                await open.Task.WaitAsync(BrokerHost.Patience, cancellation);
                Interlocked.Decrement(ref running);
            },
            new ProcessorOptions { MaxConcurrentCalls = 3 });
        await host.Client.CreateSender("work").SendMessagesAsync(Enumerable.Range(0, 30).Select(number => Messages.Message($"{number}")));

        await host.QuietAsync();

        Assert.Equal((30, 3), (seen.Count, most));
    }

    [Fact]
    public async Task Stopping_waits_for_the_handlers_and_takes_nothing_new()
    {
        var (entered, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        var processor = Process(async (_, _, _) =>
        {
            entered.SetResult();
            await finish.Task;
        }, new ProcessorOptions { MaxConcurrentCalls = 1 });
        await host.Client.SendAsync("work", "one");
        await host.Client.SendAsync("work", "two");
        await entered.Task.WaitAsync(BrokerHost.Patience);

        var stopping = processor.StopAsync();
        Assert.False(stopping.IsCompleted);
        finish.SetResult();
        await stopping.WaitAsync(BrokerHost.Patience);

        Assert.Equal(["one"], seen);
        Assert.Equal(["two"], await host.Client.CreateReceiver("work").PeekBodiesAsync());
    }

    [Fact]
    public async Task A_handler_that_is_cut_off_gives_its_message_back()
    {
        var entered = new TaskCompletionSource();
        var processor = Process((_, _, cancellation) =>
        {
            entered.SetResult();
            return Task.Delay(Timeout.Infinite, cancellation);
        });
        await host.Client.SendAsync("work", "one");
        await entered.Task.WaitAsync(BrokerHost.Patience);

        await processor.DisposeAsync().AsTask().WaitAsync(BrokerHost.Patience);

        Assert.Equal(2, (await host.Client.CreateReceiver("work").NextAsync()).DeliveryCount);
    }

    private BrokerProcessor Process(
        Func<ServiceBusReceivedMessage, MessageSettlement, CancellationToken, Task> handler, ProcessorOptions? options = null) =>
        host.Broker.Process("work", null, options ?? new ProcessorOptions { MaxConcurrentCalls = 1 }, (message, settlement, cancellation) =>
        {
            seen.Enqueue(message.Text());
            return handler(message, settlement, cancellation);
        });

    private static void InterlockedMax(ref int target, int value)
    {
        for (var known = target; known < value; known = target)
            Interlocked.CompareExchange(ref target, value, known);
    }
}
