using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask;

public sealed class CachedSequenceTests() : SequenceTests(cached: true);

public sealed class ReplayedSequenceTests() : SequenceTests(cached: false);

public abstract class SequenceTests(bool cached) : EngineTest(cached)
{
    [Fact]
    public async Task A_sequence_hands_each_result_to_the_next_activity()
    {
        App.Activity<int>("Double", number => number * 2).Orchestrator("Sequence", async context =>
        {
            var number = context.GetInput<int>();
            for (var i = 0; i < 3; i++)
            {
                number = await context.CallActivityAsync<int>("Double", number);
            }

            return number;
        });
        var host = await HostAsync();

        var done = await host.RunAsync("Sequence", 5);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal(40, done.ReadOutputAs<int>());
        Assert.Equal(5, done.ReadInputAs<int>());
    }

    [Fact]
    public async Task A_fan_out_waits_for_all_its_activities()
    {
        App.AsyncActivity<int>("Square", async number =>
        {
            await Task.Yield();
            return number * number;
        }).Orchestrator("FanOut", async context =>
        {
            var squares = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => context.CallActivityAsync<int>("Square", i)));
            return squares.Sum();
        });
        var host = await HostAsync();

        Assert.Equal(338_350, (await host.RunAsync("FanOut")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Names_differ_in_case_and_mean_the_same()
    {
        App.Activity<string>("Greet", name => $"Hello {name}").Orchestrator("Polite", async context =>
        {
            var name = await context.WaitForExternalEvent<string>("Name");
            return await context.CallActivityAsync<string>("gREET", name);
        });
        var host = await HostAsync();

        var id = await host.StartAsync("POLITE");
        await host.Client.RaiseEventAsync(id, "nAME", "Lin");

        Assert.Equal("Hello Lin", (await host.FinishAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Records_keep_their_values_and_are_read_without_regard_to_case()
    {
        App.Activity<Order>("Ship", order => order with { Count = order.Count + 1 })
            .Orchestrator("Shipping", async context => await context.CallActivityAsync<Order>("Ship", context.GetInput<Order>()));
        var host = await HostAsync();

        var done = await host.RunAsync("Shipping", new { name = "沙发", COUNT = 2 });

        Assert.Equal(new Order("沙发", 3), done.ReadOutputAs<Order>());
    }

    [Fact]
    public async Task Time_and_guids_are_the_same_on_every_replay()
    {
        List<(DateTime, Guid, Guid)> seen = [];
        App.Activity<int>("Nothing", _ => null).Orchestrator("Determined", async context =>
        {
            seen.Add((context.CurrentUtcDateTime, context.NewGuid(), context.NewGuid()));
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            await context.CallActivityAsync("Nothing", 0);
            return null;
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Determined");
        await host.QuietAsync();
        await host.RestartAsync();
        await host.PassAsync(TimeSpan.FromDays(2));
        await host.FinishAsync(id);

        Assert.True(seen.Count >= 2);
        Assert.Single(seen.Distinct());
        Assert.NotEqual(seen[0].Item2, seen[0].Item3);
        Assert.Equal(DateTimeKind.Utc, seen[0].Item1.Kind);
    }

    [Fact]
    public async Task The_custom_status_is_visible_from_the_end_of_its_turn()
    {
        App.Orchestrator("Reporting", async context =>
        {
            context.SetCustomStatus(new { Stage = "waiting" });
            await context.WaitForExternalEvent<object>("Go");
            context.SetCustomStatus(new { Stage = "done" });
            return null;
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Reporting");
        Assert.Equal("""{"Stage":"waiting"}""", (await host.LookAsync(id)).SerializedCustomStatus);
        await host.Client.RaiseEventAsync(id, "Go");

        Assert.Equal("""{"Stage":"done"}""", (await host.FinishAsync(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task The_replay_safe_logger_writes_each_line_once()
    {
        App.Activity<int>("Nothing", _ => null).Orchestrator("Chatty", async context =>
        {
            var logger = context.CreateReplaySafeLogger("Chatty");
            for (var i = 0; i < 4; i++)
            {
                Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(logger, "line {Number}", i);
                await context.CallActivityAsync("Nothing", i);
            }

            return null;
        });
        var host = await HostAsync();

        await host.RunAsync("Chatty");

        Assert.Equal(["line 0", "line 1", "line 2", "line 3"], host.Logs.At(Microsoft.Extensions.Logging.LogLevel.Information));
    }

    private sealed record Order(string Name, int Count);
}
