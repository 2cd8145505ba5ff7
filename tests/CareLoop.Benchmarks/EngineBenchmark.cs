using System.Diagnostics;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace CareLoop.Benchmarks;

/// <summary>The durable engine on a real file with synchronous=FULL: every step is on disk before the next begins.</summary>
internal sealed class EngineBenchmark : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
    private readonly BenchmarkApp app = new();
    private EmbeddedStore store;
    private DurableEngine engine;

    private EngineBenchmark() => (store, engine) = Open();

    public static async Task RunAsync()
    {
        await using var benchmark = new EngineBenchmark();
        await benchmark.engine.StartAsync();
        await benchmark.SequencesAsync(inFlight: 256, count: 1_000);
        Report.Write("engine", "sequence of 3, 256 in flight", await benchmark.SequencesAsync(inFlight: 256, count: 10_000));
        Report.Write("engine", "sequence of 3, alone", await benchmark.SequencesAsync(inFlight: 1, count: 1_000));
        Report.Write("engine", "event resumes its instance", await benchmark.EventsAsync(1_000));
        Report.Write("engine", "start with 10,000 sleeping instances", await benchmark.StartAsync(10_000));
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(folder, recursive: true);
    }

    private (EmbeddedStore Store, DurableEngine Engine) Open()
    {
        var opened = EmbeddedStore.Open(Path.Combine(folder, "store.db"));
        return (opened, new DurableEngine(
            opened, new WorkTracker(), TimeProvider.System, app, NullLoggerFactory.Instance, new DurableEngineOptions()));
    }

    private async Task CloseAsync()
    {
        await engine.StopAsync();
        await engine.DisposeAsync();
        await store.DisposeAsync();
    }

    private async Task<Dictionary<string, object>> SequencesAsync(int inFlight, int count)
    {
        var latencies = new double[count];
        var next = -1;
        var commits = store.Commits;
        var rows = await RowsWrittenAsync();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var begun = Stopwatch.GetTimestamp();
                await engine.Client.WaitForInstanceCompletionAsync(await engine.Client.ScheduleNewOrchestrationInstanceAsync("Sequence"));
                latencies[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        })));
        return new Dictionary<string, object>(Report.Latencies(latencies))
        {
            ["orchestrationsPerSecond"] = count / watch.Elapsed.TotalSeconds,
            ["fsyncsPerOrchestration"] = (store.Commits - commits) / (double)count,
            ["rowsPerOrchestration"] = (await RowsWrittenAsync() - rows) / (double)count,
        };
    }

    private Task<long> RowsWrittenAsync() => store.WriteAsync(connection => (long)connection.Scalar("SELECT total_changes()")!);

    private async Task<Dictionary<string, object>> EventsAsync(int count)
    {
        var latencies = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var id = $"event-{i}";
            var resumed = app.Resumed.GetOrAdd(id, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", new StartOrchestrationOptions(id));
            while ((await engine.Client.GetInstanceAsync(id))!.RuntimeStatus != OrchestrationRuntimeStatus.Running)
            {
                await Task.Yield();
            }

            var begun = Stopwatch.GetTimestamp();
            await engine.Client.RaiseEventAsync(id, "Go", 1);
            latencies.Add(Stopwatch.GetElapsedTime(begun, await resumed.Task).TotalMilliseconds);
            await engine.Client.WaitForInstanceCompletionAsync(id);
        }

        return Report.Latencies(latencies);
    }

    private async Task<Dictionary<string, object>> StartAsync(int count)
    {
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (_, cancellation) =>
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Sleeping", cancellation: cancellation));
        await CloseAsync();

        var watch = Stopwatch.StartNew();
        (store, engine) = Open();
        await engine.StartAsync();
        return new() { ["startMs"] = watch.Elapsed.TotalMilliseconds, ["workingSetMb"] = Environment.WorkingSet / 1_048_576.0 };
    }
}
