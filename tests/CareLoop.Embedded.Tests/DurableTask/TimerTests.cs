using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask;

public sealed class CachedTimerTests() : TimerTests(cached: true);

public sealed class ReplayedTimerTests() : TimerTests(cached: false);

public abstract class TimerTests(bool cached) : EngineTest(cached)
{
    [Fact]
    public async Task A_timer_of_many_weeks_fires_at_its_instant()
    {
        App.Orchestrator("Patient", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(70), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Patient");
        await host.PassAsync(TimeSpan.FromDays(69.9));
        Assert.True((await host.LookAsync(id)).IsRunning);
        await host.PassAsync(TimeSpan.FromDays(0.2));

        Assert.Equal(EngineHost.Start.AddDays(70).UtcDateTime, (await host.FinishAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task A_timer_that_fell_due_while_the_engine_was_down_fires_at_the_start()
    {
        App.Orchestrator("Patient", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return "late";
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Patient");
        await host.QuietAsync();
        await host.RestartAsync(downtime: TimeSpan.FromDays(3));
        await host.PassAsync(TimeSpan.Zero);

        Assert.Equal("late", (await host.FinishAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_past_time_fires_at_once()
    {
        App.Orchestrator("Past", async context =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddYears(-1), CancellationToken.None);
            return 1;
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Past");
        await host.PassAsync(TimeSpan.Zero);

        Assert.Equal(1, (await host.FinishAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_cancelled_timer_throws_and_does_not_hold_the_instance()
    {
        App.Orchestrator("Canceling", async context =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(30), cancel.Token);
            await context.WaitForExternalEvent<int>("Go");
            cancel.Cancel();
            try
            {
                await timer;
                return "fired";
            }
            catch (TaskCanceledException)
            {
                return "canceled";
            }
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Canceling");
        await host.Client.RaiseEventAsync(id, "Go", 1);

        Assert.Equal("canceled", (await host.FinishAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_cancelled_timer_stays_cancelled_after_a_restart()
    {
        App.Orchestrator("Racing", async context =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), cancel.Token);
            await context.WaitForExternalEvent<int>("First");
            cancel.Cancel();
            await context.WaitForExternalEvent<int>("Second");
            return timer.IsCanceled;
        });
        var host = await HostAsync();

        var id = await host.StartAsync("Racing");
        await host.Client.RaiseEventAsync(id, "First", 1);
        await host.QuietAsync();
        await host.RestartAsync();
        await host.PassAsync(TimeSpan.FromDays(2));
        await host.Client.RaiseEventAsync(id, "Second", 1);

        Assert.True((await host.FinishAsync(id)).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_makes_no_timer()
    {
        App.Orchestrator("Early", async context =>
        {
            await Assert.ThrowsAsync<TaskCanceledException>(() => context.CreateTimer(TimeSpan.FromDays(1), new CancellationToken(true)));
            return 1;
        });
        var host = await HostAsync();

        Assert.Equal(1, (await host.RunAsync("Early")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Ten_instances_wake_in_the_order_of_their_times_each_at_its_own()
    {
        App.Orchestrator("Sleeper", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(context.GetInput<int>()), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });
        var host = await HostAsync();

        var ids = await Task.WhenAll(Enumerable.Range(1, 10).Reverse().Select(hours => host.StartAsync("Sleeper", hours, $"sleeper-{hours}")));
        await host.PassAsync(TimeSpan.FromDays(1));

        foreach (var hours in Enumerable.Range(1, 10))
        {
            Assert.Equal(EngineHost.Start.AddHours(hours).UtcDateTime, (await host.FinishAsync($"sleeper-{hours}")).ReadOutputAs<DateTime>());
        }
    }
}
