using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Tests.DurableTask.Harness;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.Tests.DurableTask;

public sealed class CachedExternalEventTests() : ExternalEventTests(cached: true);

public sealed class ReplayedExternalEventTests() : ExternalEventTests(cached: false);

public abstract class ExternalEventTests(bool cached) : EngineTest(cached)
{
    [Fact]
    public async Task Early_events_are_kept_and_handed_out_oldest_first()
    {
        App.Orchestrator("Late", async context =>
        {
            await context.WaitForExternalEvent<int>("Open");
            List<int> taken = [];
            for (var i = 0; i < 5; i++)
            {
                taken.Add(await context.WaitForExternalEvent<int>("Number"));
            }

            return taken;
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Late");
        foreach (var number in Enumerable.Range(1, 4))
        {
            await host.Client.RaiseEventAsync(id, "Number", number);
        }

        await host.QuietAsync();
        await host.RestartAsync();
        await host.Client.RaiseEventAsync(id, "Open", 0);
        await host.Client.RaiseEventAsync(id, "Number", 5);

        Assert.Equal([1, 2, 3, 4, 5], (await host.FinishAsync(id)).ReadOutputAs<List<int>>());
    }

    [Fact]
    public async Task Several_waiters_of_one_name_are_served_newest_first()
    {
        App.Orchestrator("Stacked", async context =>
        {
            var first = context.WaitForExternalEvent<string>("E");
            var second = context.WaitForExternalEvent<string>("E");
            return new[] { await first, await second };
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Stacked");
        await host.QuietAsync();
        await host.Client.RaiseEventAsync(id, "E", "a");
        await host.Client.RaiseEventAsync(id, "E", "b");

        Assert.Equal(["b", "a"], (await host.FinishAsync(id)).ReadOutputAs<List<string>>());
    }

    [Fact]
    public async Task A_dead_waiter_swallows_an_event_and_the_log_says_so()
    {
        App.Orchestrator("Swallowing", async context =>
        {
            try
            {
                await context.WaitForExternalEvent<string>("E", TimeSpan.FromHours(1));
            }
            catch (TaskCanceledException)
            {
                await context.WaitForExternalEvent<int>("Continue");
            }

            return await context.WaitForExternalEvent<string>("E");
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Swallowing");
        await host.PassAsync(TimeSpan.FromHours(2));
        await host.Client.RaiseEventAsync(id, "E", "lost");
        await host.Client.RaiseEventAsync(id, "Continue", 0);
        await host.Client.RaiseEventAsync(id, "E", "seen");

        Assert.Equal("seen", (await host.FinishAsync(id)).ReadOutputAs<string>());
        Assert.Contains("Event E", Assert.Single(host.Logs.At(LogLevel.Warning)));
    }

    [Fact]
    public async Task A_new_wait_registered_before_the_event_gets_it_in_spite_of_a_dead_one()
    {
        App.Orchestrator("Renewing", async context =>
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return (await context.WaitForExternalEvent<string>("E", TimeSpan.FromHours(1))) + tries;
                }
                catch (TaskCanceledException)
                {
                    // Waits again at once: the dead wait lies below the new one.
                }
            }
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Renewing");
        await host.PassAsync(TimeSpan.FromMinutes(150));
        await host.Client.RaiseEventAsync(id, "E", "seen");

        Assert.Equal("seen3", (await host.FinishAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Two_waits_for_one_name_must_have_one_type()
    {
        App.Orchestrator("Mixed", context =>
        {
            _ = context.WaitForExternalEvent<string>("E");
            _ = context.WaitForExternalEvent<int>("e");
            return Task.FromResult<object?>(null);
        });
        var host = await HostAsync();

        Assert.Equal("System.ArgumentException", (await host.RunAsync("Mixed")).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task A_payload_of_the_wrong_shape_fails_the_instance_past_its_own_catch()
    {
        App.Orchestrator("Typed", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<int>("E");
            }
            catch (System.Text.Json.JsonException)
            {
                return -1;
            }
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Typed");
        await host.QuietAsync();
        await host.Client.RaiseEventAsync(id, "E", "text");

        Assert.Equal("System.Text.Json.JsonException", (await host.FinishAsync(id)).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task No_payload_is_the_default_value()
    {
        App.Orchestrator("Bell", async context => new object?[] { await context.WaitForExternalEvent<int>("A"), await context.WaitForExternalEvent<string>("B") });
        var host = await HostAsync();

        var id = await host.StartAsync("Bell");
        await host.Client.RaiseEventAsync(id, "A");
        await host.Client.RaiseEventAsync(id, "B", CancellationToken.None);

        Assert.Equal("[0,null]", (await host.FinishAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_burst_of_events_is_one_turn_and_keeps_its_order()
    {
        var release = new TaskCompletionSource<object?>();
        App.AsyncActivity<object>("Hold", _ => release.Task).Orchestrator("Busy", async context =>
        {
            var hold = context.CallActivityAsync("Hold");
            List<int> taken = [];
            while (taken.Count < 200)
            {
                taken.Add(await context.WaitForExternalEvent<int>("Number"));
            }

            await hold;
            return taken;
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Busy");
        await Task.WhenAll(Enumerable.Range(1, 200).Select(i => host.Client.RaiseEventAsync(id, "Number", i)));
        release.SetResult(null);

        Assert.Equal(Enumerable.Range(1, 200), (await host.FinishAsync(id)).ReadOutputAs<List<int>>());
        Assert.InRange(host.Store.Commits, 1, 200);
    }
}
