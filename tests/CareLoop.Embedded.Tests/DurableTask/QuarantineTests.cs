using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.DurableTask.Core.Exceptions;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Tests.DurableTask.Harness;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.Tests.DurableTask;

public sealed class CachedQuarantineTests() : QuarantineTests(cached: true);

public sealed class ReplayedQuarantineTests() : QuarantineTests(cached: false);

public abstract class QuarantineTests(bool cached) : EngineTest(cached)
{
    [Theory]
    [InlineData("another activity", "expected ActivityScheduled #0 'Old', actual ActivityScheduled #0 'New'")]
    [InlineData("a timer instead", "expected ActivityScheduled #0 'Old', actual TimerCreated #0")]
    [InlineData("a step less", "expected ActivityScheduled #0 'Old', actual no further step")]
    [InlineData("a step more", "expected no further step, actual ActivityScheduled #1 'New'")]
    [InlineData("an early end", "expected ActivityScheduled #0 'Old', actual no further step")]
    [InlineData("nothing", "There is no orchestrator named 'Changing'")]
    public async Task Code_that_does_not_fit_its_history_quarantines_the_instance_until_it_is_put_right(string change, string report)
    {
        App.Activity<object>("Old", _ => 1).Activity<object>("New", _ => 2).Orchestrator("Changing", Original);
        var host = await HostAsync();
        var id = await host.StartAsync("Changing");
        await host.QuietAsync();

        Func<TaskOrchestrationContext, Task<object?>>? changed = change switch
        {
            "another activity" => async context => await context.CallActivityAsync<int>("New") + await context.WaitForExternalEvent<int>("Go"),
            "a timer instead" => async context =>
            {
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                return null;
            }
            ,
            "a step less" => async context => await context.WaitForExternalEvent<int>("Go"),
            "a step more" => async context =>
            {
                _ = context.CallActivityAsync("Old");
                _ = context.CallActivityAsync("New");
                return await context.WaitForExternalEvent<int>("Go");
            }
            ,
            "an early end" => _ => Task.FromResult<object?>(0),
            _ => null,
        };
        App.Without("Changing");
        if (changed is not null)
        {
            App.Orchestrator("Changing", changed);
        }

        await host.RestartAsync();
        await host.Client.RaiseEventAsync(id, "Go", 41);
        var held = await host.LookAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Running, held.RuntimeStatus);
        Assert.Equal(typeof(NonDeterministicOrchestrationException).FullName, held.FailureDetails!.ErrorType);
        Assert.Contains(report, held.FailureDetails.ErrorMessage);
        Assert.Single(host.Logs.At(LogLevel.Error));

        App.Orchestrator("Changing", Original);
        Assert.True(await host.Engine.ReleaseAsync(id));
        Assert.False(await host.Engine.ReleaseAsync(id));
        Assert.Equal(42, (await host.FinishAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_quarantined_instance_stays_so_over_a_restart_and_can_be_terminated()
    {
        App.Activity<object>("Old", _ => 1).Orchestrator("Changing", Original);
        var host = await HostAsync();
        var id = await host.StartAsync("Changing");
        await host.QuietAsync();
        App.Orchestrator("Changing", context => context.WaitForExternalEvent<object?>("Else"));
        await host.RestartAsync();
        await host.Client.RaiseEventAsync(id, "Go", 1);
        await host.QuietAsync();
        await host.RestartAsync();

        Assert.NotNull((await host.LookAsync(id)).FailureDetails);
        await host.Client.TerminateInstanceAsync(id, "given up");

        var done = await host.FinishAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, done.RuntimeStatus);
        Assert.Null(done.FailureDetails);
    }

    [Fact]
    public async Task A_store_that_fails_for_a_while_delays_a_turn_and_loses_nothing()
    {
        var runs = 0;
        App.Activity<int>("Count", _ => Interlocked.Increment(ref runs)).Orchestrator("Steady", async context =>
            await context.CallActivityAsync<int>("Count", 0) + await context.WaitForExternalEvent<int>("Go"));
        var faults = new FailingStore();
        var host = await HostAsync(faults);
        var id = await host.StartAsync("Steady");
        await host.QuietAsync();

        await host.Client.RaiseEventAsync(id, "Nothing");
        await host.QuietAsync();
        faults.Failures = 3;
        await Assert.ThrowsAsync<IOException>(() => host.Client.RaiseEventAsync(id, "Go", 1));
        faults.Failures = 0;
        faults.SkipThenFail = (1, 3);
        await host.Client.RaiseEventAsync(id, "Go", 1);
        await host.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(2, (await host.FinishAsync(id)).ReadOutputAs<int>());
        Assert.Equal(1, runs);
        Assert.Equal(3, host.Logs.At(LogLevel.Warning).Count(line => line.Contains("is taken again")));
    }

    [Fact]
    public async Task A_turn_that_cannot_be_stored_at_all_is_quarantined_after_its_tries()
    {
        App.Orchestrator("Steady", async context => await context.WaitForExternalEvent<int>("Go"));
        var faults = new FailingStore();
        var host = await HostAsync(faults);
        var id = await host.StartAsync("Steady");
        await host.QuietAsync();

        faults.SkipThenFail = (1, 5);
        await host.Client.RaiseEventAsync(id, "Go", 7);
        await host.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("System.IO.IOException", (await host.LookAsync(id)).FailureDetails!.ErrorType);

        Assert.True(await host.Engine.ReleaseAsync(id));
        Assert.Equal(7, (await host.FinishAsync(id)).ReadOutputAs<int>());
    }

    private static async Task<object?> Original(TaskOrchestrationContext context)
    {
        var first = context.CallActivityAsync<int>("Old");
        return await context.WaitForExternalEvent<int>("Go") + await first;
    }

    private sealed class FailingStore : StoreFaults
    {
        public int Failures { get; set; }

        public (int Skip, int Fail) SkipThenFail { get; set; }

        public override void BeforeCommit()
        {
            if (Failures > 0)
            {
                throw new IOException("disk full");
            }

            var (skip, fail) = SkipThenFail;
            SkipThenFail = skip > 0 ? (skip - 1, fail) : (0, Math.Max(0, fail - 1));
            if (skip == 0 && fail > 0)
            {
                throw new IOException("disk full");
            }
        }
    }
}
