using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.DurableTask.Core.Exceptions;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Tests.DurableTask.Harness;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.Tests.DurableTask;

public sealed class CachedKnownFailuresTests() : KnownFailuresOfOtherEnginesTests(cached: true);

public sealed class ReplayedKnownFailuresTests() : KnownFailuresOfOtherEnginesTests(cached: false);

/// <summary>Each test bears the number under which another engine's users reported the failure.</summary>
public abstract class KnownFailuresOfOtherEnginesTests(bool cached) : EngineTest(cached)
{
    private TaskCompletionSource<object?> Release { get; } = new();

    [Fact]
    public async Task Durabletask_1252_history_written_but_status_not()
    {
        App.Orchestrator("Stepping", async context =>
        {
            for (var i = 0; i < 5; i++)
            {
                context.SetCustomStatus(i);
                await context.WaitForExternalEvent<int>("Step");
            }

            return "end";
        });
        var host = await HostAsync();
        var id = await host.StartAsync("Stepping");
        await host.QuietAsync();

        for (var i = 0; i < 5; i++)
        {
            var turns = host.Store.Read(connection => (long)connection.Scalar("SELECT count(*) FROM durable_history")!);
            Assert.Equal(i + 1, turns);
            Assert.Equal(i, (await host.LookAsync(id)).ReadCustomStatusAs<int>());
            await host.Client.RaiseEventAsync(id, "Step", i);
            await host.QuietAsync();
            await host.RestartAsync();
        }

        Assert.Equal("end", (await host.FinishAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Durabletask_720_event_lost_while_pending()
    {
        App.Orchestrator("Waiting", async context => await context.WaitForExternalEvent<int>("E"));
        var host = await HostAsync();

        foreach (var i in Enumerable.Range(0, 50))
        {
            // Raised before the first turn, or during it, or after it: chance decides, often enough to meet each.
            var started = await host.StartAsync("Waiting");
            await host.Client.RaiseEventAsync(started, "E", i);
            Assert.Equal(i, (await host.FinishAsync(started)).ReadOutputAs<int>());
        }
    }

    [Fact]
    public async Task Durabletask_dotnet_387_event_lost_across_continue_as_new()
    {
        App.Orchestrator("Summing", async context =>
        {
            var sum = context.GetInput<int>() + await context.WaitForExternalEvent<int>("Add");
            if (sum < 150)
            {
                context.ContinueAsNew(sum);
            }

            return sum;
        });
        var host = await HostAsync();
        var id = await host.StartAsync("Summing", 0);

        await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => host.Client.RaiseEventAsync(id, "Add", 1)));

        Assert.Equal(150, (await host.FinishAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Durable_extension_3255_event_swallowed_by_a_cancelled_waiter_as_on_azure_but_with_a_warning()
    {
        App.Orchestrator("Cancelling", async context =>
        {
            using var cancel = new CancellationTokenSource();
            var first = context.WaitForExternalEvent<string>("Wake", cancel.Token);
            await context.WaitForExternalEvent<int>("Cancel");
            cancel.Cancel();
            await context.WaitForExternalEvent<int>("Wait");
            return $"{first.IsCanceled} {await context.WaitForExternalEvent<string>("Wake")}";
        });
        var host = await HostAsync();
        var id = await host.StartAsync("Cancelling");

        await host.Client.RaiseEventAsync(id, "Cancel", 0);
        await host.Client.RaiseEventAsync(id, "Wake", "swallowed");
        await host.Client.RaiseEventAsync(id, "Wait", 0);
        await host.Client.RaiseEventAsync(id, "Wake", "seen");

        Assert.Equal("True seen", (await host.FinishAsync(id)).ReadOutputAs<string>());
        Assert.Contains(id, Assert.Single(host.Logs.At(LogLevel.Warning)));
    }

    [Fact]
    public async Task Durabletask_dotnet_713_uncancelled_timer_keeps_a_finished_case_running()
    {
        App.Orchestrator("Forgetful", async context =>
        {
            _ = context.CreateTimer(TimeSpan.FromDays(14), CancellationToken.None);
            return await context.WaitForExternalEvent<string>("Done");
        });
        var host = await HostAsync();
        var id = await host.StartAsync("Forgetful");
        await host.Client.RaiseEventAsync(id, "Done", "closed");

        Assert.True((await host.LookAsync(id)).IsRunning);
        await host.PassAsync(TimeSpan.FromDays(13));
        Assert.True((await host.LookAsync(id)).IsRunning);
        await host.PassAsync(TimeSpan.FromDays(1));

        Assert.Equal("closed", (await host.FinishAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Durable_extension_3414_out_of_order_timers()
    {
        App.Orchestrator("Ordering", async context =>
        {
            List<int> fired = [];
            await Task.WhenAll(((int[])[50, 10, 40, 20, 30, 10]).Select(async minutes =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                fired.Add(minutes);
            }));
            return fired;
        });
        var host = await HostAsync();
        var id = await host.StartAsync("Ordering");
        await host.QuietAsync();

        // All are overdue at once after the downtime.
        await host.RestartAsync(downtime: TimeSpan.FromHours(3));
        await host.PassAsync(TimeSpan.Zero);

        Assert.Equal([10, 10, 20, 30, 40, 50], (await host.FinishAsync(id)).ReadOutputAs<List<int>>());
    }

    [Fact]
    public async Task Durable_extension_367_two_starts_of_one_id_at_the_same_time()
    {
        var started = 0;
        App.Orchestrator("Once", async context =>
        {
            if (!context.IsReplaying)
            {
                Interlocked.Increment(ref started);
            }

            return await context.WaitForExternalEvent<int>("End");
        });
        var host = await HostAsync();

        var refused = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() =>
            Record.ExceptionAsync(() => host.StartAsync("Once", null, "one")))));
        await host.QuietAsync();

        Assert.Single(refused, error => error is null);
        Assert.All(refused.Where(error => error is not null), error => Assert.IsType<OrchestrationAlreadyExistsException>(error));
        Assert.Equal(1, started);
    }

    [Fact]
    public async Task Durabletask_842_poison_without_end()
    {
        App.Activity<object>("Any", _ => 1).Orchestrator("Poison", async context => await context.CallActivityAsync<int>("Any") + await context.WaitForExternalEvent<int>("Go"));
        var host = await HostAsync();
        var id = await host.StartAsync("Poison");
        await host.QuietAsync();
        await host.Store.WriteAsync(connection => connection.Run("UPDATE durable_history SET body = CAST('{ not json' AS BLOB)"));

        await host.RestartAsync();
        await host.Client.RaiseEventAsync(id, "Go", 1);
        await host.PassAsync(TimeSpan.FromHours(1));
        var commits = host.Store.Commits;
        await host.PassAsync(TimeSpan.FromDays(1));

        Assert.Equal(commits, host.Store.Commits);
        Assert.Contains("Json", (await host.LookAsync(id)).FailureDetails!.ErrorType);
        Assert.Equal(4, host.Logs.At(LogLevel.Warning).Count());
        Assert.Single(host.Logs.At(LogLevel.Error));
    }

    [Fact]
    public async Task An_activity_that_runs_on_after_terminate_changes_nothing()
    {
        App.AsyncActivity<object>("Long", _ => Release.Task).Orchestrator("Calling", async context => await context.CallActivityAsync<string>("Long"));
        var host = await HostAsync();
        await host.StartAsync("Calling", null, "one");
        await host.Client.TerminateInstanceAsync("one", "enough");
        await host.FinishAsync("one");

        // The next bearer of the id waits for the same call under the same number.
        await host.StartAsync("Calling", null, "one");
        await host.Client.TerminateInstanceAsync("one", "again");
        await host.FinishAsync("one");
        Release.SetResult("late");

        var instance = await host.LookAsync("one");
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, instance.RuntimeStatus);
        Assert.Equal("again", instance.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Durable_extension_502_exception_message_of_64_kilobytes()
    {
        var message = new string('错', 64 * 1024);
        App.Activity<object>("Verbose", _ => throw new InvalidOperationException(message, new TimeoutException(message)))
            .Orchestrator("Calling", async context => await context.CallActivityAsync<string>("Verbose"));
        var host = await HostAsync();

        var done = await host.RunAsync("Calling");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains("cut, 65536 characters", done.FailureDetails!.InnerFailure!.ErrorMessage);
        var size = host.Store.Read(connection => (long)connection.Scalar(
            "SELECT (SELECT sum(length(body)) FROM durable_history) + (SELECT sum(length(failure)) FROM durable_instances)")!);
        Assert.InRange(size, 1, 300_000);
    }
}
