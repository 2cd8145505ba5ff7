using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask;

public sealed class CachedFailureTests() : FailureTests(cached: true);

public sealed class ReplayedFailureTests() : FailureTests(cached: false);

public abstract class FailureTests(bool cached) : EngineTest(cached)
{
    [Fact]
    public async Task A_failed_activity_can_be_caught_with_its_details()
    {
        App.Activity<int>("Broken", _ => throw new InvalidOperationException("outer", new TimeoutException("inner")))
            .Orchestrator("Careful", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Broken", 1);
                    return null;
                }
                catch (TaskFailedException failed)
                {
                    return new[] { failed.Message, failed.TaskName, failed.FailureDetails.ErrorType, failed.FailureDetails.InnerFailure!.ErrorMessage };
                }
            });
        var host = await HostAsync();

        Assert.Equal(
            ["Task 'Broken' (#0) failed with an unhandled exception: outer", "Broken", "System.InvalidOperationException", "inner"],
            (await host.RunAsync("Careful")).ReadOutputAs<List<string>>());
    }

    [Fact]
    public async Task An_unhandled_exception_fails_the_instance_with_a_plain_text_output()
    {
        App.Orchestrator("Throwing", _ => throw new InvalidOperationException("no such \"thing\""));
        var host = await HostAsync();

        var done = await host.RunAsync("Throwing");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.True(done.IsCompleted);
        Assert.Equal("no such \"thing\"", done.SerializedOutput);
        Assert.Equal("System.InvalidOperationException", done.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Options_in_the_place_of_the_input_are_refused()
    {
        App.Orchestrator("Careless", async context =>
        {
            await context.CallActivityAsync("Any", (object)TaskOptions.FromRetryPolicy(new RetryPolicy(1, TimeSpan.FromSeconds(1))));
            return null;
        });
        var host = await HostAsync();

        Assert.Equal("System.ArgumentException", (await host.RunAsync("Careless")).FailureDetails!.ErrorType);
    }

    [Theory]
    [InlineData("delay")]
    [InlineData("run")]
    [InlineData("unconfigured")]
    [InlineData("never")]
    [InlineData("beside a wait")]
    [InlineData("cancel async")]
    public async Task Awaiting_something_foreign_fails_the_instance(string kind)
    {
        App.Orchestrator("Foreign", async context =>
        {
            switch (kind)
            {
                case "delay":
                    await Task.Delay(5);
                    break;
                case "run":
                    await Task.Run(() => { });
                    break;
                case "unconfigured":
                    await Task.Delay(5).ConfigureAwait(false);
                    await context.CallActivityAsync("Any");
                    break;
                case "never":
                    await new TaskCompletionSource().Task;
                    break;
                case "beside a wait":
                    await Task.WhenAny(context.WaitForExternalEvent<int>("Never"), Task.Delay(5));
                    break;
                case "cancel async":
                    using (var cancel = new CancellationTokenSource())
                    {
                        var timer = context.CreateTimer(TimeSpan.FromDays(1), cancel.Token);
                        await cancel.CancelAsync();
                        await timer;
                    }

                    break;
            }

            return null;
        });
        var host = await HostAsync();

        var done = await host.RunAsync("Foreign");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains("An invalid asynchronous invocation was detected", done.FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task A_result_of_the_wrong_shape_surfaces_where_it_is_awaited()
    {
        App.Activity<int>("Text", _ => "text").Orchestrator("Typed", async context =>
        {
            try
            {
                return await context.CallActivityAsync<int>("Text", 0);
            }
            catch (System.Text.Json.JsonException)
            {
                return -1;
            }
        });
        var host = await HostAsync();

        Assert.Equal(-1, (await host.RunAsync("Typed")).ReadOutputAs<int>());
    }
}
