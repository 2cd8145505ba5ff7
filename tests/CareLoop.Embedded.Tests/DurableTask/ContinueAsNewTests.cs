using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask;

public sealed class CachedContinueAsNewTests() : ContinueAsNewTests(cached: true);

public sealed class ReplayedContinueAsNewTests() : ContinueAsNewTests(cached: false);

public abstract class ContinueAsNewTests(bool cached) : EngineTest(cached)
{
    [Fact]
    public async Task Generations_follow_each_other_without_an_end_in_sight()
    {
        App.Activity<int>("Next", number => number + 1).Orchestrator("Counting", async context =>
        {
            var number = await context.CallActivityAsync<int>("Next", context.GetInput<int>());
            if (number < 50)
            {
                context.ContinueAsNew(number);
                return "discarded";
            }

            return number;
        });
        var host = await HostAsync();

        var done = await host.RunAsync("Counting", 0);

        Assert.Equal(50, done.ReadOutputAs<int>());
        Assert.Equal(49, done.ReadInputAs<int>());
    }

    [Fact]
    public async Task Unprocessed_events_go_with_it_in_their_order()
    {
        App.Orchestrator("Relay", Relay(preserve: true));
        var host = await HostAsync();

        var id = await host.StartAsync("Relay", "");
        foreach (var letter in "abcdefgh")
        {
            await host.Client.RaiseEventAsync(id, "Letter", letter.ToString());
        }

        await host.Client.RaiseEventAsync(id, "Go");
        await host.QuietAsync();
        for (var i = 0; i < 3; i++)
        {
            await host.RestartAsync();
            await host.Client.RaiseEventAsync(id, "Go");
            await host.QuietAsync();
        }

        Assert.Equal("abcdefgh", (await host.FinishAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Unprocessed_events_are_dropped_on_request()
    {
        App.Orchestrator("Relay", Relay(preserve: false));
        var host = await HostAsync();

        var id = await host.StartAsync("Relay", "");
        foreach (var letter in "abcd")
        {
            await host.Client.RaiseEventAsync(id, "Letter", letter.ToString());
        }

        await host.Client.RaiseEventAsync(id, "Go");
        await host.QuietAsync();
        foreach (var letters in (string[])["wx", "yz", "st"])
        {
            await host.Client.RaiseEventAsync(id, "Letter", letters[..1]);
            await host.Client.RaiseEventAsync(id, "Letter", letters[1..]);
            await host.Client.RaiseEventAsync(id, "Go");
            await host.QuietAsync();
        }

        Assert.Equal("abwxyzst", (await host.FinishAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_custom_status_does_not_survive()
    {
        App.Orchestrator("Status", async context =>
        {
            if (context.GetInput<int>() == 0)
            {
                context.SetCustomStatus("first");
                context.ContinueAsNew(1);
                return null;
            }

            await context.WaitForExternalEvent<int>("End");
            return null;
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Status", 0);

        Assert.Null((await host.LookAsync(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task An_open_timer_holds_the_next_generation_back()
    {
        App.Orchestrator("Holding", context =>
        {
            if (context.GetInput<int>() == 0)
            {
                _ = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                context.ContinueAsNew(1);
            }

            return Task.FromResult<object?>(context.CurrentUtcDateTime);
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Holding", 0);
        Assert.True((await host.LookAsync(id)).IsRunning);
        await host.PassAsync(TimeSpan.FromDays(1));

        Assert.Equal(EngineHost.Start.AddDays(1).UtcDateTime, (await host.FinishAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task An_exception_after_the_request_fails_the_instance()
    {
        App.Orchestrator("Confused", context =>
        {
            context.ContinueAsNew(1);
            throw new InvalidOperationException("after all");
        });
        var host = await HostAsync();

        Assert.Equal("after all", (await host.RunAsync("Confused")).SerializedOutput);
    }

    /// <summary>Two letters a generation, after a word to go on; ends with eight letters.</summary>
    private static Func<TaskOrchestrationContext, Task<object?>> Relay(bool preserve) => async context =>
    {
        await context.WaitForExternalEvent<object>("Go");
        var text = context.GetInput<string>();
        text += await context.WaitForExternalEvent<string>("Letter");
        text += await context.WaitForExternalEvent<string>("Letter");
        if (text.Length >= 8)
        {
            return text;
        }

        context.ContinueAsNew(text, preserve);
        return null;
    };
}
