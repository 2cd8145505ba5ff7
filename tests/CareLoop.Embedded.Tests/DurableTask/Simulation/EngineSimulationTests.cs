using Xunit.Abstractions;

namespace CareLoop.Embedded.Tests.DurableTask.Simulation;

/// <summary>
/// <c>CARELOOP_SIMULATION_SEEDS=100000 dotnet test --filter EngineSimulation</c> runs more seeds;
/// <c>CARELOOP_SIMULATION_SEED=4711 dotnet test --filter EngineSimulation</c> repeats one.
/// </summary>
public sealed class EngineSimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void Whatever_the_order_the_faults_and_the_deaths_nothing_is_lost_doubled_or_stuck()
    {
        var seeds = Number("CARELOOP_SIMULATION_SEED") is { } one ? [one] : Enumerable.Range(1, Number("CARELOOP_SIMULATION_SEEDS") ?? 1_000);
        long deaths = 0, commits = 0;

        Parallel.ForEach(seeds, seed =>
        {
            using var simulation = new EngineSimulation(seed);
            try
            {
                simulation.Run();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException(
                    $"Seed {seed} fails: {error.Message} Repeat it with CARELOOP_SIMULATION_SEED={seed} dotnet test --filter EngineSimulation", error);
            }

            Interlocked.Add(ref deaths, simulation.Deaths);
            Interlocked.Add(ref commits, simulation.Commits);
        });

        output.WriteLine($"{seeds.Count()} seeds, {deaths} deaths, {commits} commits");
        Assert.True(deaths >= seeds.Count() / 2, $"Only {deaths} deaths: the simulation has become too kind.");
    }

    [Fact]
    public void A_seed_always_runs_the_same_way()
    {
        static (int, long) Run(int seed)
        {
            using var simulation = new EngineSimulation(seed);
            simulation.Run();
            return (simulation.Deaths, simulation.Commits);
        }

        foreach (var seed in Enumerable.Range(1, 5))
        {
            Assert.Equal(Run(seed), Run(seed));
        }
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : null;
}
