using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus.CrashWalk;

/// <summary>The process dies after every single commit in turn: each time the next one ends where the undisturbed one does.</summary>
public sealed class BrokerCrashWalkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("broker-walk-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public Task Fan_out_sessions_retries_and_dead_letters() => WalkAsync(atLeast: 20, () => new Story()
        .Send("events", "e1", "a").Send("events", "e2", "a").Send("events", "e3", "b").Send("events", "e4", "a")
        .Send("work", "w1").Send("work", "second time").Send("work", "poison").Send("work", "unreadable")
        .Until(TimeSpan.FromMinutes(5)).Send("events", "e5", "b").Until(TimeSpan.FromMinutes(10)));

    [Fact]
    public Task Scheduled_repeated_expired_and_replayed_messages() => WalkAsync(atLeast: 15, () => new Story()
        .Send("work", "later", after: TimeSpan.FromHours(3)).Send("events", "soon", "a", after: TimeSpan.FromMinutes(1))
        .Send("slow", "missed").Send("slow", "missed").Send("slow", "also missed")
        .Until(TimeSpan.FromMinutes(2)).Send("events", "soon", "a").Until(TimeSpan.FromHours(2))
        .Replay("slow").Until(TimeSpan.FromHours(4)));

    private async Task WalkAsync(int atLeast, Func<Story> story)
    {
        var (expected, _) = await PlayAsync(story(), 0, long.MaxValue);

        var deaths = 0;
        for (var dieAfter = 1; ; dieAfter++)
        {
            var (outcome, died) = await PlayAsync(story(), dieAfter, dieAfter);
            Assert.True(expected == outcome, $"After commit {dieAfter} the story ends differently.\n{expected}\n--- but ---\n{outcome}");
            if (!died)
                break;

            deaths++;
        }

        Assert.InRange(deaths, atLeast, int.MaxValue);
    }

    private async Task<(string Outcome, bool Died)> PlayAsync(Story story, int number, long dieAfter)
    {
        var (file, grave) = (Path.Combine(folder, $"{number}.db"), Path.Combine(folder, $"{number}-grave.db"));
        int done;
        DateTimeOffset now;
        await using (var first = new Life(story, file, grave, dieAfter, BrokerHost.Start))
        {
            done = await first.LiveAsync(0);
            if (done == story.Steps.Count && !File.Exists(grave))
                return (await story.TellAsync(first), false);

            now = first.Now;
        }

        await using var second = new Life(story, grave, "", long.MaxValue, now);
        await second.LiveAsync(done);
        return (await story.TellAsync(second), true);
    }
}
