using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask.CrashWalk;

/// <summary>The process ends after the first commit, then after the second, and so on: each time the next one finishes as if nothing had been.</summary>
public sealed class CrashWalkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("walk-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public Task Activities_in_sequence_in_parallel_and_with_retries() => WalkAsync(atLeast: 12, () =>
    {
        var attempts = 0;
        return new Scenario(new TestApp()
            .Activity<int>("Add", number => number + 1)
            .Activity<int>("Flaky", number => Interlocked.Increment(ref attempts) % 3 == 0 ? number : throw new InvalidOperationException("not yet"))
            .Orchestrator("Work", async context =>
            {
                var number = await context.CallActivityAsync<int>("Add", context.GetInput<int>());
                number = await context.CallActivityAsync<int>(
                    "Flaky", number, TaskOptions.FromRetryPolicy(new RetryPolicy(9, TimeSpan.FromMinutes(1))));
                var sums = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => context.CallActivityAsync<int>("Add", number + i)));
                context.SetCustomStatus(sums.Length);
                return sums.Sum();
            }))
            .Start("Work", "a", 1).Start("Work", "b", 2).Start("Work", "c", 3).Until(1);
    });

    [Fact]
    public Task Events_timers_and_generations() => WalkAsync(atLeast: 12, () => new Scenario(new TestApp()
        .Activity<string>("Note", text => text.ToUpperInvariant())
        .Orchestrator("Collect", async context =>
        {
            var seen = context.GetInput<SortedSet<string>>() ?? [];
            for (var rounds = 0; rounds < 2; rounds++)
            {
                using var cancel = new CancellationTokenSource();
                var deadline = context.CreateTimer(context.CurrentUtcDateTime.AddHours(40), cancel.Token);
                var letter = context.WaitForExternalEvent<string>("Letter");
                if (await Task.WhenAny(letter, deadline) == deadline)
                {
                    return string.Join("", seen);
                }

                cancel.Cancel();
                seen.Add(await context.CallActivityAsync<string>("Note", await letter));
            }

            context.ContinueAsNew(seen);
            return null;
        }))
        .Start("Collect", "a").Raise("a", "Letter", "p").Raise("a", "Letter", "q").Quiet().Until(5)
        .Raise("a", "Letter", "r").Until(20).Raise("a", "Letter", "s").Raise("a", "Letter", "t").Until(21).Until(99));

    [Fact]
    public Task Suspension_resumption_termination_and_results_between_them() => WalkAsync(atLeast: 12, () => new Scenario(new TestApp()
        .Activity<int>("Add", number => number + 1)
        .Orchestrator("Long", async context =>
        {
            await context.CreateTimer(EngineHost.Start.AddHours(2).UtcDateTime, CancellationToken.None);
            var first = await context.CallActivityAsync<int>("Add", 1);
            return first + await context.WaitForExternalEvent<int>("Go");
        }))
        .Start("Long", "a").Start("Long", "b").Start("Long", "c").Until(1)
        .Send(client => client.SuspendInstanceAsync("a")).Send(client => client.SuspendInstanceAsync("b")).Until(3)
        .Raise("a", "Go", 10).Raise("c", "Go", 30).Until(4)
        .Send(client => client.ResumeInstanceAsync("a")).Send(client => client.TerminateInstanceAsync("b", "over")).Until(5));

    private async Task WalkAsync(int atLeast, Func<Scenario> scenario)
    {
        var (expected, _) = await LiveAsync(scenario(), 0, long.MaxValue);

        var crashes = 0;
        for (var dieAfter = 1; ; dieAfter++)
        {
            var (outcome, died) = await LiveAsync(scenario(), dieAfter, dieAfter);
            Assert.True(expected == outcome, $"Dying after commit {dieAfter} changed the outcome.\nexpected {expected}\nactual   {outcome}");
            if (!died)
            {
                break;
            }

            crashes++;
        }

        Assert.True(crashes >= atLeast, $"Only {crashes} crashes.");
    }

    /// <summary>Lives on, in a second life if need be, until all steps are done.</summary>
    private async Task<(string Outcome, bool Died)> LiveAsync(Scenario scenario, int number, long dieAfter)
    {
        var file = Path.Combine(folder, $"{number}.db");
        var grave = Path.Combine(folder, $"{number}-grave.db");
        var now = EngineHost.Start;
        var done = 0;
        await using (var first = new Mortal(file, scenario.App, dieAfter, grave, now))
        {
            var alive = await first.StartAsync();
            while (alive && done < scenario.Steps.Count)
            {
                var step = scenario.Steps[done];
                alive = await first.SurvivesAsync(() => step(first));
                done += alive ? 1 : 0;
            }

            if (alive)
            {
                return (await DescribeAsync(first, scenario), false);
            }

            now = first.Clock.GetUtcNow();
        }

        await using var second = new Mortal(grave, scenario.App, long.MaxValue, "", now);
        await second.StartAsync();
        foreach (var step in scenario.Steps.Skip(done))
        {
            await second.SurvivesAsync(() => step(second));
        }

        return (await DescribeAsync(second, scenario), true);
    }

    private static async Task<string> DescribeAsync(Mortal life, Scenario scenario)
    {
        await life.SurvivesAsync(life.QuietAsync);
        var lines = new List<string>();
        foreach (var id in scenario.Ids)
        {
            var instance = await life.Client.GetInstanceAsync(id, true);
            lines.Add($"{id} {instance?.RuntimeStatus} {instance?.SerializedOutput} {instance?.SerializedCustomStatus} {instance?.FailureDetails?.ErrorMessage}");
        }

        var left = life.Store.Read(connection => connection.Scalar(
            "SELECT (SELECT count(*) FROM durable_inbox) + (SELECT count(*) FROM durable_instances WHERE ready = 1 OR open_activities > 0 OR wake_at IS NOT NULL)"));
        lines.Add($"left over: {left}");
        return string.Join("; ", lines);
    }
}
