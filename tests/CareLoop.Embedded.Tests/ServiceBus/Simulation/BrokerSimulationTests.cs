using System.Globalization;
using Xunit.Abstractions;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>
/// Runs 1,000 seeds; <c>BROKER_SEEDS=50000</c> runs more, <c>BROKER_SEED=17</c> runs one again:
/// <c>BROKER_SEED=17 dotnet test tests/CareLoop.Embedded.Tests --filter BrokerSimulationTests</c>.
/// </summary>
public sealed class BrokerSimulationTests(ITestOutputHelper output)
{
    private const int Steps = 250;

    [Fact]
    public void Nothing_is_lost_doubled_or_overtaken_whatever_happens()
    {
        var one = Setting("BROKER_SEED");
        var count = Setting("BROKER_SEEDS") ?? 1000;
        var seeds = one is { } seed ? [seed] : Enumerable.Range(1, count);
        var total = new SimulationCounts(0, 0, 0, 0, 0, 0, 0);
        foreach (var next in seeds)
            total += Run(next);

        output.WriteLine($"{total}");
        if (one is null)
        {
            Assert.All(
                [
                    total.Deliveries, total.Crashes, total.Refusals, total.DeadLetters, total.Redelivered, total.Cancelled, total.Expired,
                ],
                seen => Assert.InRange(seen, count / 2, int.MaxValue));
        }
    }

    private static SimulationCounts Run(int seed)
    {
        try
        {
            return new BrokerSimulation(new SeededChoices(seed), Steps).Run();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"Seed {seed} breaks a promise: {error.Message} "
                + $"Again: BROKER_SEED={seed} dotnet test tests/CareLoop.Embedded.Tests --filter BrokerSimulationTests",
                error);
        }
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;
}
