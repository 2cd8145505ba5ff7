using System.Collections.Concurrent;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask;

public sealed class CachedRestartTests() : RestartTests(cached: true);

public sealed class ReplayedRestartTests() : RestartTests(cached: false);

public abstract class RestartTests(bool cached) : EngineTest(cached)
{
    [Fact]
    public async Task Instances_finish_right_however_often_the_engine_is_dropped_under_them()
    {
        App.Activity<int>("Add", number => number + 1).Orchestrator("Mixed", async context =>
        {
            var number = context.GetInput<int>();
            for (var i = 0; i < 4; i++)
            {
                number = await context.CallActivityAsync<int>("Add", number);
                await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
                number += await context.WaitForExternalEvent<int>("More");
            }

            return number;
        });
        var host = await HostAsync();
        foreach (var i in Enumerable.Range(0, 10))
        {
            await host.StartAsync("Mixed", i, $"m{i}");
        }

        for (var round = 0; round < 12; round++)
        {
            // Neither waits for quiet: the engine is dropped with turns and activities under way.
            var raises = Enumerable.Range(0, 10)
                .Where(_ => round % 3 == 0)
                .Select(i => host.Client.RaiseEventAsync($"m{i}", "More", 10));
            await Task.WhenAll(raises);
            await host.RestartAsync(TimeSpan.FromMinutes(2));
        }

        await host.PassAsync(TimeSpan.FromHours(2));

        foreach (var i in Enumerable.Range(0, 10))
        {
            Assert.Equal(i + 44, (await host.FinishAsync($"m{i}")).ReadOutputAs<int>());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_activity_under_way_at_the_end_of_the_process_runs_again_however_it_took_its_end(bool asCancellation)
    {
        var runs = 0;
        var release = new TaskCompletionSource<object?>();
        App.Activity("Long", new DurableActivity(typeof(object), async (_, context, cancellation) =>
        {
            try
            {
                return Interlocked.Increment(ref runs) == 1 ? await release.Task.WaitAsync(cancellation) : context.InstanceId;
            }
            catch (OperationCanceledException) when (!asCancellation)
            {
                throw new ObjectDisposedException("connection");
            }
        }))
            .Orchestrator("Calling", async context => await context.CallActivityAsync<string>("Long"));
        var host = await HostAsync();
        await host.StartAsync("Calling", null, "caller");
        await ConditionAsync(() => Volatile.Read(ref runs) == 1);

        await host.RestartAsync();

        Assert.Equal("caller", (await host.FinishAsync("caller")).ReadOutputAs<string>());
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Stopping_waits_for_activities_under_way_and_keeps_their_results()
    {
        var runs = 0;
        var release = new TaskCompletionSource<object?>();
        App.AsyncActivity<object>("Long", _ =>
        {
            Interlocked.Increment(ref runs);
            return release.Task;
        }).Activity<int>("After", number => number + 1).Orchestrator("Calling", async context =>
            await context.CallActivityAsync<int>("After", await context.CallActivityAsync<int>("Long")));
        var host = await HostAsync();
        var id = await host.StartAsync("Calling");
        await ConditionAsync(() => Volatile.Read(ref runs) == 1);

        var stop = host.Engine.StopAsync();
        Assert.False(stop.IsCompleted);
        release.SetResult(1);
        await stop.WaitAsync(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => host.StartAsync("Calling"));
        await host.RestartAsync();

        Assert.Equal(2, (await host.FinishAsync(id)).ReadOutputAs<int>());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task An_activity_under_way_while_the_engine_stops_may_still_raise_events()
    {
        var release = new TaskCompletionSource();
        var runs = 0;
        EngineHost? host = null;
        App.AsyncActivity<object>("Telling", async _ =>
        {
            Interlocked.Increment(ref runs);
            await release.Task;
            await host!.Client.RaiseEventAsync("listener", "Told", 5);
            return 1;
        }).Orchestrator("Teller", async context => await context.CallActivityAsync<int>("Telling"))
            .Orchestrator("Listener", async context => await context.WaitForExternalEvent<int>("Told"));
        host = await HostAsync();
        await host.StartAsync("Listener", null, "listener");
        await host.StartAsync("Teller", null, "teller");
        await ConditionAsync(() => Volatile.Read(ref runs) == 1);

        var stop = host.Engine.StopAsync();
        release.SetResult();
        await stop.WaitAsync(TimeSpan.FromSeconds(20));
        await host.RestartAsync();

        Assert.Equal(5, (await host.FinishAsync("listener")).ReadOutputAs<int>());
        Assert.Equal(1, (await host.FinishAsync("teller")).ReadOutputAs<int>());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task No_more_activities_run_at_the_same_time_than_allowed()
    {
        int running = 0, most = 0;
        App.AsyncActivity<int>("Count", async number =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return number;
        }).Orchestrator("FanOut", async context =>
            (await Task.WhenAll(Enumerable.Range(0, 300).Select(i => context.CallActivityAsync<int>("Count", i)))).Length);
        var host = await HostAsync();

        Assert.Equal(300, (await host.RunAsync("FanOut")).ReadOutputAs<int>());
        Assert.InRange(most, 1, 64);
    }

    [Fact]
    public async Task Turns_of_one_instance_never_overlap()
    {
        var inside = new ConcurrentDictionary<string, int>();
        var overlaps = 0;
        App.Orchestrator("Serial", async context =>
        {
            for (var i = 0; i < 50; i++)
            {
                await context.WaitForExternalEvent<int>("Bell");
                overlaps += inside.AddOrUpdate(context.InstanceId, 1, (_, n) => n + 1) > 1 ? 1 : 0;
                inside.AddOrUpdate(context.InstanceId, 0, (_, n) => n - 1);
            }

            return null;
        });
        var host = await HostAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.StartAsync("Serial")));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => host.Client.RaiseEventAsync(ids[i % 4], "Bell", i)));

        foreach (var id in ids)
        {
            await host.FinishAsync(id);
        }

        Assert.Equal(0, overlaps);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private static async Task ConditionAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
