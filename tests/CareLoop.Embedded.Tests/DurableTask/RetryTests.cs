using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask;

public sealed class CachedRetryTests() : RetryTests(cached: true);

public sealed class ReplayedRetryTests() : RetryTests(cached: false);

public abstract class RetryTests(bool cached) : EngineTest(cached)
{
    private readonly List<DateTimeOffset> attempts = [];

    [Fact]
    public async Task A_policy_tries_exactly_as_often_as_it_says_with_growing_pauses()
    {
        var host = await FailingHostAsync(failures: 99, new RetryPolicy(4, TimeSpan.FromSeconds(10), 2.0));

        var id = await host.StartAsync("Retrying");
        await host.PassAsync(TimeSpan.FromMinutes(5));
        var done = await host.FinishAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal([0, 10, 30, 70], attempts.Select(at => (at - EngineHost.Start).TotalSeconds));
    }

    [Fact]
    public async Task The_first_success_ends_the_retries_and_their_timers_use_up_task_numbers()
    {
        App.Orchestrator("Numbered", async context =>
        {
            await context.CallActivityAsync("Flaky", 0, TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(1))));
            try
            {
                await context.CallActivityAsync("Broken");
                return -1;
            }
            catch (TaskFailedException failed)
            {
                return failed.TaskId;
            }
        }).Activity<object>("Broken", _ => throw new InvalidOperationException("always"));
        var host = await FailingHostAsync(failures: 2, new RetryPolicy(1, TimeSpan.FromSeconds(1)));

        var id = await host.StartAsync("Numbered");
        await host.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(5, (await host.FinishAsync(id)).ReadOutputAs<int>());
        Assert.Equal(3, attempts.Count);
    }

    [Fact]
    public async Task A_longest_pause_and_a_time_limit_bound_the_retries()
    {
        var policy = new RetryPolicy(99, TimeSpan.FromSeconds(10), 10, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));
        var host = await FailingHostAsync(failures: 99, policy);

        var id = await host.StartAsync("Retrying");
        await host.PassAsync(TimeSpan.FromHours(1));
        await host.FinishAsync(id);

        Assert.Equal([0, 10, 30, 50, 70], attempts.Select(at => (at - EngineHost.Start).TotalSeconds));
    }

    [Fact]
    public async Task A_failure_that_the_policy_does_not_handle_surfaces_at_once()
    {
        var policy = new RetryPolicy(5, TimeSpan.FromSeconds(1)) { HandleFailure = failure => !failure.IsCausedBy<ArgumentException>() };
        App.Activity<int>("Flaky", _ =>
        {
            attempts.Add(default);
            throw new ArgumentOutOfRangeException("stock");
        }).Orchestrator("Retrying", async context =>
        {
            await context.CallActivityAsync("Flaky", 0, TaskOptions.FromRetryPolicy(policy));
            return null;
        });
        var host = await HostAsync();

        var done = await host.RunAsync("Retrying");

        Assert.Single(attempts);
        Assert.Equal(typeof(TaskFailedException).FullName, done.FailureDetails!.ErrorType);
        Assert.True(done.FailureDetails.InnerFailure!.IsCausedBy<ArgumentOutOfRangeException>());
        Assert.True(done.FailureDetails.InnerFailure!.IsCausedBy<ArgumentException>());
        Assert.False(done.FailureDetails.InnerFailure!.IsCausedBy<InvalidOperationException>());
    }

    [Fact]
    public async Task Retries_go_on_where_they_were_after_a_restart()
    {
        var host = await FailingHostAsync(failures: 2, new RetryPolicy(3, TimeSpan.FromHours(1)));

        var id = await host.StartAsync("Retrying");
        await host.QuietAsync();
        await host.RestartAsync();
        await host.PassAsync(TimeSpan.FromMinutes(90));
        await host.RestartAsync();
        await host.PassAsync(TimeSpan.FromMinutes(90));
        await host.FinishAsync(id);

        Assert.Equal([0, 1, 2], attempts.Select(at => (at - EngineHost.Start).TotalHours));
    }

    [Fact]
    public async Task An_unknown_activity_is_named_and_not_retried()
    {
        var host = await FailingHostAsync(failures: 0, new RetryPolicy(5, TimeSpan.FromDays(1)));
        App.Without("Flaky");

        var done = await host.RunAsync("Retrying");

        Assert.Equal("ActivityTaskNotFound", done.FailureDetails!.InnerFailure!.ErrorType);
        Assert.Contains("'Flaky'", done.FailureDetails.ErrorMessage);
    }

    [Fact]
    public async Task An_unknown_orchestrator_fails_by_name()
    {
        var host = await HostAsync();

        var done = await host.RunAsync("Nowhere");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal("OrchestratorTaskNotFound", done.FailureDetails!.ErrorType);
        Assert.Contains("'Nowhere'", done.SerializedOutput);
    }

    [Theory]
    [InlineData(0, 1, 1.0, null, null)]
    [InlineData(1, 0, 1.0, null, null)]
    [InlineData(1, 1, 0.5, null, null)]
    [InlineData(1, 10, 1.0, 5, null)]
    [InlineData(1, 10, 1.0, null, 5)]
    public void A_policy_that_could_never_work_is_refused(int tries, int first, double backoff, int? longest, int? limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(
            tries,
            TimeSpan.FromSeconds(first),
            backoff,
            longest is null ? null : TimeSpan.FromSeconds(longest.Value),
            limit is null ? null : TimeSpan.FromSeconds(limit.Value)));

    private async Task<EngineHost> FailingHostAsync(int failures, RetryPolicy policy)
    {
        EngineHost? host = null;
        App.Activity<int>("Flaky", _ =>
        {
            attempts.Add(host!.Clock.GetUtcNow());
            return attempts.Count <= failures ? throw new InvalidOperationException("not yet") : attempts.Count;
        }).Orchestrator("Retrying", async context =>
            await context.CallActivityAsync<int>("Flaky", 0, TaskOptions.FromRetryPolicy(policy)));
        return host = await HostAsync();
    }
}
