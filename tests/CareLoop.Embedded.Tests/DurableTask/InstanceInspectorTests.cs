using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask;

public sealed class InstanceInspectorTests() : EngineTest(cached: true)
{
    [Fact]
    public async Task An_instance_is_shown_with_its_turns_and_what_waits_for_it()
    {
        App.Activity<string>("Greet", name => name == "Li" ? $"Hello {name}" : throw new InvalidOperationException("unknown\nname"))
            .Orchestrator("Greeting", async context =>
            {
                context.SetCustomStatus("greeting");
                await context.CallActivityAsync<string>("Greet", "Li");
                await context.WaitForExternalEvent<int>("Again");
                var timer = context.CreateTimer(TimeSpan.FromDays(2), CancellationToken.None);
                await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<string>("Greet", "Mo"));
                await timer;
                return null;
            });
        var host = await HostAsync();
        await host.StartAsync("Greeting", new { Of = "all" }, "g1");
        await host.Client.RaiseEventAsync("g1", "Again", 7);
        await host.QuietAsync();
        await host.Client.SuspendInstanceAsync("g1", "audit");
        await host.Client.RaiseEventAsync("g1", "Late", 8);
        await host.QuietAsync();

        var lines = InstanceInspector.Describe(host.Store, "g1")!.Split(Environment.NewLine);

        Assert.Contains("status     Suspended", lines);
        Assert.Contains("wakes      2026-03-04 01:00:00.000", lines);
        Assert.Contains("""input      {"Of":"all"}""", lines);
        Assert.Contains("shows      \"greeting\"", lines);
        Assert.Contains(lines, line => Holds(line, "1", "2026-03-02 01:00:00.000", "←", "Started", "Greeting"));
        Assert.Contains(lines, line => Holds(line, "→", "ActivityScheduled", "0", "Greet", "\"Li\""));
        Assert.Contains(lines, line => Holds(line, "←", "ActivityCompleted", "0", "\"Hello Li\""));
        Assert.Contains(lines, line => Holds(line, "←", "EventRaised", "Again", "7"));
        Assert.Contains(lines, line => Holds(line, "→", "TimerCreated", "1", "due 2026-03-04"));
        Assert.Contains(lines, line => Holds(line, "←", "ActivityFailed", "2", "System.InvalidOperationException: unknown name"));
        Assert.Contains(lines, line => Holds(line, "-", "waiting", "EventRaised", "Late", "8"));

        var (turns, events) = InstanceInspector.Count(host.Store, "g1");
        Assert.Equal((2, 1, 1), (events["ActivityScheduled"], events["TimerCreated"], events["EventRaised"]));
        Assert.Equal(int.Parse(lines[^3].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), turns);
    }

    [Fact]
    public async Task An_unknown_instance_is_null()
    {
        var host = await HostAsync();

        Assert.Null(InstanceInspector.Describe(host.Store, "nobody"));
        Assert.Equal(0, InstanceInspector.Count(host.Store, "nobody").Turns);
    }

    private static bool Holds(string line, params string[] parts)
    {
        var from = 0;
        return parts.All(part => (from = line.IndexOf(part, from, StringComparison.Ordinal) + 1) > 0);
    }
}
