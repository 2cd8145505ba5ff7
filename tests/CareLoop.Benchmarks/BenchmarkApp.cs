using System.Collections.Concurrent;
using System.Diagnostics;
using CareLoop.Embedded.DurableTask;

namespace CareLoop.Benchmarks;

/// <summary>The orchestrations that are measured: three trivial activities in a row, a wait for an event, a sleep.</summary>
internal sealed class BenchmarkApp : IDurableFunctions
{
    /// <summary>When the orchestrator went on after its event, by instance (timestamps of <see cref="Stopwatch"/>).</summary>
    public ConcurrentDictionary<string, TaskCompletionSource<long>> Resumed { get; } = new();

    public Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(TaskName name) => name.Name switch
    {
        "Sequence" => static async context =>
        {
            var number = 0;
            for (var i = 0; i < 3; i++)
            {
                number = await context.CallActivityAsync<int>("Next", number);
            }

            return number;
        }
        ,
        "Waiting" => async context =>
        {
            await context.WaitForExternalEvent<int>("Go");
            if (!context.IsReplaying && Resumed.TryGetValue(context.InstanceId, out var resumed))
            {
                resumed.TrySetResult(Stopwatch.GetTimestamp());
            }

            return null;
        }
        ,
        "Sleeping" => static async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(30), CancellationToken.None);
            return null;
        }
        ,
        _ => null,
    };

    public DurableActivity? FindActivity(TaskName name) => name == "Next"
        ? new DurableActivity(typeof(int), static (input, _, _) => Task.FromResult<object?>((int)input! + 1))
        : null;
}
