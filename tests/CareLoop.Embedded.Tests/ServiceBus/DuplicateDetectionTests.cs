using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class DuplicateDetectionTests : IAsyncLifetime
{
    private readonly BrokerHost host = new(
        """
        "Queues": [ { "Name": "once", "Properties": { "RequiresDuplicateDetection": true, "DuplicateDetectionHistoryTimeWindow": "PT1M" } },
                    { "Name": "other", "Properties": { "RequiresDuplicateDetection": true } },
                    { "Name": "any" } ]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_repeated_id_is_dropped_inside_the_window_even_when_the_first_is_long_completed()
    {
        await host.Client.SendAsync("once", "first", id: "m");
        var receiver = host.Client.CreateReceiver("once");
        await receiver.CompleteMessageAsync(await receiver.NextAsync());
        await host.AdvanceAsync(TimeSpan.FromSeconds(59));
        await host.RestartAsync();

        await host.Client.SendAsync("once", "again", id: "m");
        await host.Client.SendAsync("once", "case differs", id: "M");
        await host.Client.SendAsync("other", "other queue", id: "m");

        Assert.Equal(["case differs"], await host.Client.CreateReceiver("once").PeekBodiesAsync());
        Assert.Equal(["other queue"], await host.Client.CreateReceiver("other").PeekBodiesAsync());
    }

    [Fact]
    public async Task The_window_starts_with_the_first_message_and_repeats_do_not_extend_it()
    {
        await host.Client.SendAsync("once", "first", id: "m");
        await host.AdvanceAsync(TimeSpan.FromSeconds(40));
        await host.Client.SendAsync("once", "repeat", id: "m");
        await host.AdvanceAsync(TimeSpan.FromSeconds(20));
        await host.Client.SendAsync("once", "after", id: "m");
        await host.Client.SendAsync("once", "repeat of after", id: "m");

        Assert.Equal(["first", "after"], await host.Client.CreateReceiver("once").PeekBodiesAsync());
    }

    [Fact]
    public async Task Repeats_are_dropped_inside_a_batch_and_between_concurrent_senders()
    {
        var sender = host.Client.CreateSender("once");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            sender.SendMessagesAsync([Messages.Message("x", id: "x"), Messages.Message("y", id: "y"), Messages.Message("x", id: "x")])));

        Assert.Equal(["x", "y"], (await host.Client.CreateReceiver("once").PeekBodiesAsync()).Order());
    }

    [Fact]
    public async Task Messages_without_an_id_and_queues_without_a_window_keep_everything()
    {
        for (var round = 0; round < 2; round++)
        {
            await host.Client.SendAsync("once", "no id");
            await host.Client.SendAsync("any", "same id", id: "m");
        }

        Assert.Equal(2, (await host.Client.CreateReceiver("once").PeekBodiesAsync()).Count);
        Assert.Equal(2, (await host.Client.CreateReceiver("any").PeekBodiesAsync()).Count);
    }

    [Fact]
    public async Task A_scheduled_message_counts_from_the_moment_it_is_scheduled()
    {
        var due = BrokerHost.Start.AddSeconds(30);
        await host.Client.CreateSender("once").ScheduleMessageAsync(Messages.Message("later", id: "m"), due);
        await host.Client.SendAsync("once", "now", id: "m");
        await host.AdvanceAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["later"], await host.Client.CreateReceiver("once").PeekBodiesAsync());
    }

    [Fact]
    public async Task Old_ids_are_forgotten_on_disk_too()
    {
        for (var number = 0; number < 10; number++)
        {
            await host.Client.SendAsync("once", "x", id: $"{number}");
            await host.AdvanceAsync(TimeSpan.FromSeconds(30));
        }

        var kept = host.Store.Read(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM broker_duplicate";
            return (long)command.ExecuteScalar()!;
        });
        Assert.InRange(kept, 1, 3);
    }
}
