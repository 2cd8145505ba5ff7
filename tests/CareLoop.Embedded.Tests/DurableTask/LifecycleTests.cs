using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.DurableTask.Core.Exceptions;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask;

public sealed class CachedLifecycleTests() : LifecycleTests(cached: true);

public sealed class ReplayedLifecycleTests() : LifecycleTests(cached: false);

public abstract class LifecycleTests(bool cached) : EngineTest(cached)
{
    private async Task<EngineHost> WaitingHostAsync()
    {
        App.Orchestrator("Waiting", async context =>
        {
            var sum = context.GetInput<int>();
            while (true)
            {
                var number = await context.WaitForExternalEvent<int>("Add");
                if (number == 0)
                {
                    return sum;
                }

                sum += number;
                context.SetCustomStatus(sum);
            }
        });
        return await HostAsync();
    }

    [Fact]
    public async Task An_unfinished_id_cannot_be_started_again_and_a_finished_one_is_replaced()
    {
        var host = await WaitingHostAsync();
        await host.StartAsync("Waiting", 1, "one");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => host.StartAsync("Waiting", 2, "one"));
        await host.Client.SuspendInstanceAsync("one");
        await host.QuietAsync();
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => host.StartAsync("Waiting", 2, "one"));
        await host.Client.ResumeInstanceAsync("one");
        await host.Client.RaiseEventAsync("one", "Add", 0);
        Assert.Equal(1, (await host.FinishAsync("one")).ReadOutputAs<int>());

        await host.StartAsync("Waiting", 3, "one");
        await host.Client.RaiseEventAsync("one", "Add", 0);
        Assert.Equal(3, (await host.FinishAsync("one")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_message_for_nobody_or_for_the_finished_is_refused()
    {
        var host = await WaitingHostAsync();
        await host.StartAsync("Waiting", 1, "one");
        await host.Client.TerminateInstanceAsync("one");
        await host.FinishAsync("one");

        var unknown = await Assert.ThrowsAsync<InstanceUnavailableException>(() => host.Client.RaiseEventAsync("nobody", "Add", 1));
        var finished = await Assert.ThrowsAsync<InstanceUnavailableException>(() => host.Client.RaiseEventAsync("one", "Add", 1));
        await Assert.ThrowsAsync<InstanceUnavailableException>(() => host.Client.TerminateInstanceAsync("one"));

        Assert.Null(unknown.Status);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, finished.Status);
    }

    [Fact]
    public async Task Suspension_holds_events_and_survives_a_restart()
    {
        var host = await WaitingHostAsync();
        await host.StartAsync("Waiting", 0, "one");
        await host.Client.SuspendInstanceAsync("one", "audit");
        await host.Client.RaiseEventAsync("one", "Add", 5);
        await host.QuietAsync();
        await host.RestartAsync();
        await host.Client.RaiseEventAsync("one", "Add", 7);

        var held = await host.LookAsync("one");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, held.RuntimeStatus);
        Assert.False(held.IsRunning || held.IsCompleted);
        Assert.Null(held.SerializedCustomStatus);

        await host.Client.ResumeInstanceAsync("one");
        Assert.Equal("12", (await host.LookAsync("one")).SerializedCustomStatus);
        await host.Client.RaiseEventAsync("one", "Add", 0);
        Assert.Equal(12, (await host.FinishAsync("one")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_result_and_a_timer_that_come_during_suspension_are_taken_at_resumption_once()
    {
        var release = new TaskCompletionSource<object?>();
        var runs = 0;
        App.AsyncActivity<object>("Hold", _ =>
        {
            Interlocked.Increment(ref runs);
            return release.Task;
        }).Orchestrator("Both", async context =>
        {
            var timer = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            var result = await context.CallActivityAsync<int>("Hold");
            await timer;
            return result;
        });
        var host = await HostAsync();
        var id = await host.StartAsync("Both");
        await host.Client.SuspendInstanceAsync(id);
        release.SetResult(42);
        await host.QuietAsync();
        await host.PassAsync(TimeSpan.FromHours(2));
        await host.RestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.LookAsync(id)).RuntimeStatus);

        await host.Client.ResumeInstanceAsync(id);

        Assert.Equal(42, (await host.FinishAsync(id)).ReadOutputAs<int>());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Termination_ends_an_instance_whatever_it_waits_for_with_a_json_output()
    {
        var host = await WaitingHostAsync();
        await host.StartAsync("Waiting", 0, "running");
        await host.StartAsync("Waiting", 0, "suspended");
        await host.Client.SuspendInstanceAsync("suspended");
        await host.QuietAsync();

        foreach (var id in (string[])["running", "suspended"])
        {
            await host.Client.TerminateInstanceAsync(id, new { Why = "closed" });
            var done = await host.FinishAsync(id);
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, done.RuntimeStatus);
            Assert.Equal("""{"Why":"closed"}""", done.SerializedOutput);
        }
    }

    [Fact]
    public async Task Only_finished_instances_are_purged()
    {
        var host = await WaitingHostAsync();
        await host.StartAsync("Waiting", 0, "old");
        await host.Client.RaiseEventAsync("old", "Add", 0);
        await host.FinishAsync("old");
        await host.PassAsync(TimeSpan.FromDays(1));
        await host.StartAsync("Waiting", 0, "new");
        await host.Client.RaiseEventAsync("new", "Add", 0);
        await host.FinishAsync("new");
        await host.StartAsync("Waiting", 0, "open");
        await host.QuietAsync();

        Assert.Equal(0, (await host.Client.PurgeInstanceAsync("open")).PurgedInstanceCount);
        Assert.Equal(0, (await host.Client.PurgeInstanceAsync("nobody")).PurgedInstanceCount);
        Assert.Equal(1, (await host.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(CreatedTo: EngineHost.Start.AddHours(1)))).PurgedInstanceCount);
        Assert.Null(await host.Client.GetInstanceAsync("old"));
        Assert.Equal(1, (await host.Client.PurgeInstanceAsync("new")).PurgedInstanceCount);
        Assert.NotNull(await host.Client.GetInstanceAsync("open"));
    }

    [Fact]
    public async Task A_query_filters_and_continues_where_its_page_ended()
    {
        var host = await WaitingHostAsync();
        foreach (var number in Enumerable.Range(0, 25))
        {
            await host.StartAsync("Waiting", number, $"case-{number:00}");
        }

        await host.StartAsync("Waiting", 0, "other");
        await host.Client.TerminateInstanceAsync("case-07");
        await host.FinishAsync("case-07");
        await host.QuietAsync();

        var running = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running], InstanceIdPrefix: "case-", PageSize: 10);
        List<Page<OrchestrationMetadata>> pages = [];
        await foreach (var page in host.Client.GetAllInstancesAsync(running).AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal([10, 10, 4], pages.Select(page => page.Values.Count));
        Assert.DoesNotContain(pages.SelectMany(page => page.Values), instance => instance.InstanceId is "case-07" or "other");
        List<string> rest = [];
        await foreach (var instance in host.Client.GetAllInstancesAsync(running with { ContinuationToken = pages[1].ContinuationToken }))
        {
            rest.Add(instance.InstanceId);
        }

        Assert.Equal(["case-21", "case-22", "case-23", "case-24"], rest);
        Assert.Empty(await CollectAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery(CreatedFrom: EngineHost.Start.AddSeconds(1)))));
    }

    [Fact]
    public async Task What_was_not_fetched_cannot_be_read()
    {
        var host = await WaitingHostAsync();
        await host.StartAsync("Waiting", 1, "one");

        var instance = (await host.Client.GetInstanceAsync("one"))!;

        Assert.Null(instance.SerializedInput);
        Assert.Throws<InvalidOperationException>(() => instance.ReadInputAs<int>());
        Assert.Null(await host.Client.GetInstanceAsync("nobody"));
        await Assert.ThrowsAsync<ArgumentNullException>(() => host.Client.GetInstanceAsync(""));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.RaiseEventAsync("one", ""));
    }

    [Theory]
    [InlineData("@entity")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    public async Task An_id_that_the_functions_host_refuses_is_refused(string id)
    {
        var host = await WaitingHostAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync("Waiting", 1, id));
        await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync("Waiting", 1, new string('x', 257)));
    }

    private static async Task<List<T>> CollectAsync<T>(AsyncPageable<T> pages)
        where T : notnull
    {
        List<T> all = [];
        await foreach (var item in pages)
        {
            all.Add(item);
        }

        return all;
    }
}
