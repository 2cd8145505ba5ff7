using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CareLoop.Embedded.Azurite;
using CareLoop.Functions.Development;
using CareLoop.Functions.Tests.Support;
using Xunit.Abstractions;

namespace CareLoop.Journeys;

/// <summary>Ten customers are served while the host dies again and again.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Cases = 10;
    private const int RequestsAtLeast = 225;

    /// <summary>25, or as many as the environment variable says (at most 200): <c>CARELOOP_KILLS=200 dotnet test --filter KillTests</c>.</summary>
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("CARELOOP_KILLS"), out var wanted) ? wanted : 25;

    [Fact]
    public async Task Ten_journeys_survive_kills_at_random_moments()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var folder = new TempFolder();
        await using var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.At("azurite"), InMemory = true });
        await using var host = new KilledHost(folder.At("careloop"), azurite.ConnectionString, FreeAddress());
        await host.StartAsync();

        // Fewer than the requests that ten journeys make at the least: every kill happens.
        var moments = Enumerable.Range(5, RequestsAtLeast - 5).OrderBy(_ => random.Next()).Take(Kills);
        var pauses = new ConcurrentQueue<TimeSpan>(Enumerable.Range(0, Kills).Select(_ => TimeSpan.FromMilliseconds(random.Next(250))));
        using var handler = new PatientHandler(
            async () =>
            {
                await host.KillAsync();
                await host.StartAsync();
            },
            moments,
            () => pauses.TryDequeue(out var pause) ? pause : TimeSpan.Zero);
        using var http = new HttpClient(handler) { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(5) };
        var runs = Enumerable.Range(1, Cases).Select(number => new JourneyCase(http, $"kill-{number}")).ToList();

        foreach (var step in JourneyJ01.Steps)
        {
            await host.AdvanceToAsync(http, step.At);
            await Task.WhenAll(runs.Select(run => step.Do(run)));
        }

        await host.AdvanceToAsync(http, JourneyJ01.Steps[^1].At.AddHours(2));
        output.WriteLine($"{handler.Sent} requests, {host.Kills} kills");
        Assert.Equal(Kills, host.Kills);
        Assert.Equal(Cases, runs.Select(run => run.Number).Distinct().Count());
        foreach (var run in runs)
        {
            await AssertServedOnceAsync(run);
        }

    }

    private static async Task AssertServedOnceAsync(JourneyCase run)
    {
        var record = await run.ReadAsync(JourneyJ01.Specialist, string.Empty);
        Assert.Equal("Archived", (string)record["status"]!["id"]!);
        Assert.Equal(7, record["evidence"]!.AsArray().Count);

        var events = (await run.ReadAsync(JourneyJ01.Specialist, "/timeline"))["timeline"]!.AsArray().Where(line => line!["sequence"] is not null).ToList();
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(line => (int)line!["sequence"]!));
        Assert.Equal(
            [
                "CaseReceived", "CaseRegistered", "FirstReplied", "CaseClassified", "InvestigationStarted", "InvestigationDone", "SolutionProposed",
                "SolutionAgreed", "ImplementationCompleted", "FeedbackGiven", "FollowUpPlanned", "FollowUpCompleted", "CaseArchived",
            ],
            events.Where(line => (string)line!["by"]! != "系统").Select(line => (string)line!["event"]!["id"]!));

        Assert.Equal(["case.registered", "solution.proposed", "case.feedback"], Kinds(await run.NoticesAsync(JourneyJ01.Customer)));
        Assert.Equal(["case.registered", "followup.due", "case.archived"], Kinds(await run.NoticesAsync(JourneyJ01.Specialist)));
    }

    private static IEnumerable<string> Kinds(IEnumerable<JsonObject> notices) => notices.Select(notice => (string)notice["kind"]!);

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }
}
