using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Tests.ServiceBus.Harness;
using Xunit.Abstractions;

namespace CareLoop.Embedded.Tests.ServiceBus;

/// <summary>What a message costs on disk: rows and commits, counted, never timed.</summary>
public sealed class WriteCostTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly BrokerHost host = new(
        """
        "Queues": [ { "Name": "work" } ],
        "Topics": [ { "Name": "events", "Subscriptions": [ { "Name": "customer", "Properties": { "RequiresSession": true } } ] } ]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_message_for_an_idle_handler_costs_its_row_once_in_and_once_out()
    {
        host.Broker.Process("work", null, new ProcessorOptions(), (_, _, _) => Task.CompletedTask);
        var (rows, commits) = await CostAsync(async () =>
        {
            for (var number = 0; number < 100; number++)
            {
                await host.Client.SendAsync("work", $"{number}");
                await host.QuietAsync();
            }
        });

        // In: the message and the sequence number. Out: the message. A commit for each.
        Assert.Equal((300, 200), (rows, commits));
    }

    [Fact]
    public async Task A_batch_is_one_commit()
    {
        var (_, commits) = await CostAsync(() => host.Client.CreateSender("work").SendMessagesAsync(
            Enumerable.Range(0, 500).Select(number => Messages.Message($"{number}"))));

        Assert.Equal(1, commits);
    }

    [Fact]
    public async Task Many_senders_and_sessions_share_their_commits()
    {
        const int Count = 4000;
        host.Broker.Process("events", "customer", new ProcessorOptions { MaxConcurrentSessions = 64 }, (_, _, _) => Task.CompletedTask);
        var sender = host.Client.CreateSender("events");
        var started = TimeProvider.System.GetTimestamp();
        var (rows, commits) = await CostAsync(async () =>
        {
            await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 128 }, async (number, _) =>
                await sender.SendMessageAsync(Messages.Message($"{number}", $"s{number % 200}"), CancellationToken.None));
            await host.QuietAsync();
        });

        output.WriteLine(
            $"{Count / TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} messages/s, "
            + $"{(double)rows / Count:F2} rows and {(double)commits / Count:F3} commits a message");
        Assert.InRange(rows, 2 * Count, 3 * Count + commits);
        Assert.InRange(commits, 1, Count);
        Assert.Equal(0, host.Broker.Entities.Mailbox("events/Subscriptions/customer", SubQueue.None).Shelf.Count);
    }

    private async Task<(long Rows, long Commits)> CostAsync(Func<Task> action)
    {
        var (rows, commits) = (await RowsAsync(), host.Store.Commits);
        await action();
        await host.QuietAsync();
        commits = host.Store.Commits - commits;
        return (await RowsAsync() - rows, commits);
    }

    private Task<long> RowsAsync() => host.Store.WriteAsync(connection => (long)connection.Scalar("SELECT total_changes()")!);
}
