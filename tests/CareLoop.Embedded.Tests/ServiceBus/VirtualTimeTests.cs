using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

/// <summary>Time stands still while a message is worked on, and passes when nobody listens.</summary>
public sealed class VirtualTimeTests : IAsyncLifetime
{
    private readonly BrokerHost host = new(
        """
        "Queues": [ { "Name": "work" }, { "Name": "deaf", "Properties": { "DefaultMessageTimeToLive": "P1D" } } ]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Time_waits_for_the_message_a_processor_has_not_settled()
    {
        var (entered, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Broker.Process("work", null, new ProcessorOptions(), async (_, _, _) =>
        {
            entered.SetResult();
            await finish.Task;
        });
        await host.Client.SendAsync("work", "one");
        Assert.NotEqual(0, host.Work.Count);
        var advancing = host.AdvanceAsync(TimeSpan.FromDays(7));
        await entered.Task.WaitAsync(BrokerHost.Patience);
        Assert.Equal(BrokerHost.Start, host.Clock.GetUtcNow());

        finish.SetResult();
        await advancing;

        Assert.Equal((BrokerHost.Start.AddDays(7), 0), (host.Clock.GetUtcNow(), host.Work.Count));
        Assert.Empty(await host.Client.CreateReceiver("work").PeekBodiesAsync());
    }

    [Fact]
    public async Task A_message_nobody_listens_to_holds_up_nothing()
    {
        await host.Client.SendAsync("deaf", "one");
        await host.QuietAsync();

        await host.AdvanceAsync(TimeSpan.FromHours(23));
        Assert.Equal(["one"], await host.Client.CreateReceiver("deaf").PeekBodiesAsync());
    }

    [Fact]
    public async Task A_processor_that_is_attached_or_detached_changes_what_counts_as_work()
    {
        await host.Client.SendAsync("work", "one");
        await host.Client.SendAsync("work", "two");
        var (entered, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        var processor = host.Broker.Process("work", null, new ProcessorOptions { MaxConcurrentCalls = 1 }, async (_, _, _) =>
        {
            entered.TrySetResult();
            await finish.Task;
        });
        Assert.NotEqual(0, host.Work.Count);
        await entered.Task.WaitAsync(BrokerHost.Patience);

        var stopping = processor.StopAsync();
        finish.SetResult();
        await stopping.WaitAsync(BrokerHost.Patience);

        await host.QuietAsync();
        Assert.Equal(["two"], await host.Client.CreateReceiver("work").PeekBodiesAsync());
    }

    [Fact]
    public async Task A_scheduled_message_is_handled_at_its_own_instant_and_its_lock_costs_no_stop()
    {
        List<DateTimeOffset> handled = [];
        host.Broker.Process("work", null, new ProcessorOptions { MaxConcurrentCalls = 1 }, (_, _, _) =>
        {
            handled.Add(host.Clock.GetUtcNow());
            return Task.CompletedTask;
        });
        var sender = host.Client.CreateSender("work");
        for (var hour = 1; hour <= 100; hour++)
            await sender.ScheduleMessageAsync(Messages.Message($"{hour}"), BrokerHost.Start.AddHours(hour));

        await host.AdvanceAsync(TimeSpan.FromDays(30));

        Assert.Equal(Enumerable.Range(1, 100).Select(hour => BrokerHost.Start.AddHours(hour)), handled);
        Assert.Equal(101, host.ClockStops);
    }

    [Fact]
    public async Task On_the_system_clock_locks_run_out_in_real_time()
    {
        await using var real = new BrokerHost(
            """
            "Queues": [ { "Name": "work", "Properties": { "LockDuration": "PT0.2S" } }, { "Name": "later" } ]
            """,
            realTime: true);
        await real.Client.SendAsync("work", "one");
        await real.Client.CreateSender("later").ScheduleMessageAsync(
            Messages.Message("two"), TimeProvider.System.GetUtcNow().AddMilliseconds(300));
        var receiver = real.Client.CreateReceiver("work");
        var first = await receiver.NextAsync();

        var again = await receiver.NextAsync();
        await receiver.CompleteMessageAsync(again);
        var scheduled = await real.Client.CreateReceiver("later").NextAsync();

        Assert.Equal(("one", 2, "two"), (again.Text(), again.DeliveryCount, scheduled.Text()));
        await Messages.FailsAsync(ServiceBusFailureReason.MessageLockLost, () => receiver.CompleteMessageAsync(first));
    }

    [Fact]
    public async Task On_the_system_clock_a_handler_keeps_its_lock_while_it_runs()
    {
        await using var real = new BrokerHost(
            """
            "Queues": [ { "Name": "work", "Properties": { "LockDuration": "PT0.1S" } } ]
            """,
            realTime: true);
        var deliveries = 0;
        real.Broker.Process("work", null, new ProcessorOptions(), async (_, _, cancellation) =>
        {
            Interlocked.Increment(ref deliveries);
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellation);
        });
        await real.Client.SendAsync("work", "one");
        await real.QuietAsync();

        Assert.Equal(1, deliveries);
        Assert.Empty(await real.Client.CreateReceiver("work").PeekBodiesAsync());
    }
}
