using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask.Simulation;

/// <summary>Orchestrators whose right result is known beforehand, whatever happens to the engine under them.</summary>
internal static class SimulatedApp
{
    public static TestApp Create(Random random)
    {
        var failures = new Dictionary<string, int>();
        return new TestApp()
            .AsyncActivity<int>("Add", async number =>
            {
                for (var pauses = random.Next(3); pauses > 0; pauses--)
                {
                    await Task.Yield();
                }

                return number + 1;
            })
            .Activity<string>("Flaky", call =>
            {
                failures[call] = failures.GetValueOrDefault(call) + 1;
                return failures[call] > 2 ? call.Length : throw new InvalidOperationException("simulated failure");
            })
            .Orchestrator("Collector", Collect)
            .Orchestrator("Worker", Work)
            .Orchestrator("Racer", Race);
    }

    /// <summary>What <see cref="Work"/> has to return for an input.</summary>
    public static long Expected(int seed)
    {
        var plan = new Random(seed);
        var sum = 0L;
        for (var steps = plan.Next(1, 6); steps > 0; steps--)
        {
            sum += plan.Next(4) switch
            {
                0 => plan.Next(100) + 1,
                1 => Enumerable.Range(0, plan.Next(1, 5)).Sum(i => i + 1L),
                2 => 0 * plan.Next(1, 2_000),
                _ => $"{seed}/{steps}".Length,
            };
        }

        return sum;
    }

    /// <summary>The same plan as <see cref="Expected"/>, with activities, fan-outs, timers and retries.</summary>
    private static async Task<object?> Work(TaskOrchestrationContext context)
    {
        var seed = context.GetInput<int>();
        var plan = new Random(seed);
        var sum = 0L;
        var retrying = TaskOptions.FromRetryPolicy(new RetryPolicy(20, TimeSpan.FromMinutes(1), 2, TimeSpan.FromHours(2)));
        for (var steps = plan.Next(1, 6); steps > 0; steps--)
        {
            context.SetCustomStatus(steps);
            switch (plan.Next(4))
            {
                case 0:
                    sum += await context.CallActivityAsync<int>("Add", plan.Next(100));
                    break;
                case 1:
                    sum += (await Task.WhenAll(Enumerable.Range(0, plan.Next(1, 5)).Select(i => context.CallActivityAsync<int>("Add", i)))).Sum();
                    break;
                case 2:
                    using (var cancel = new CancellationTokenSource())
                    {
                        var never = context.CreateTimer(TimeSpan.FromDays(3_000), cancel.Token);
                        await Task.WhenAny(never, context.CreateTimer(TimeSpan.FromMinutes(plan.Next(1, 2_000)), CancellationToken.None));
                        cancel.Cancel();
                    }

                    break;
                default:
                    sum += await context.CallActivityAsync<int>("Flaky", $"{seed}/{steps}", retrying);
                    break;
            }
        }

        return sum;
    }

    /// <summary>Gathers numbers, a few a generation, until it is told to end.</summary>
    private static async Task<object?> Collect(TaskOrchestrationContext context)
    {
        var numbers = context.GetInput<List<int>>() ?? [];
        for (var taken = 0; taken < 3; taken++)
        {
            var number = await context.WaitForExternalEvent<int>("Number");
            if (number < 0)
            {
                return numbers;
            }

            numbers.Add(number);
            if (number % 2 == 0)
            {
                await context.CallActivityAsync<int>("Add", number);
            }
        }

        context.ContinueAsNew(numbers);
        return null;
    }

    /// <summary>Waits with time limits; what it gets does not matter, that it ends does.</summary>
    private static async Task<object?> Race(TaskOrchestrationContext context)
    {
        var won = 0;
        for (var rounds = 0; rounds < 4; rounds++)
        {
            try
            {
                await context.WaitForExternalEvent<int>("Number", TimeSpan.FromHours(1));
                won++;
            }
            catch (TaskCanceledException)
            {
                // Time was up.
            }
        }

        return won;
    }
}
