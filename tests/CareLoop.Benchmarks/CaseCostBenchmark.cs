using System.Globalization;
using CareLoop.Embedded.Azurite;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;
using CareLoop.Functions.Development;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Benchmarks;

/// <summary>
/// What one standard case costs: journey J01 through HTTP on the virtual clock, every storage transaction and broker operation counted
/// and put down to the step and the part of the application that asked for it. The case pays for its requests, rounds and notices; what
/// the journey's people look up, and the timers and the directory that all cases share, are listed beside it.
/// </summary>
internal static class CaseCostBenchmark
{
    private const string Name = "case-cost";
    private const string Journey = "J01";
    private const int Aim = 60;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
        try
        {
            await RunAsync(JourneyScript.Load(Journey), folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(JourneyScript script, string folder)
    {
        await using var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = Path.Combine(folder, "azurite"), InMemory = true });
        await using var host = await CareLoopHost.StartAsync(
            new CareLoopHostOptions(Path.Combine(folder, "careloop"), azurite.ConnectionString, "http://127.0.0.1:0", script.Start));
        var clock = (VirtualClock)host.Services.GetRequiredService<TimeProvider>();
        using var requests = new RequestWatch();
        using var http = new HttpClient(requests) { BaseAddress = host.Address };
        using var calls = new CaseCalls([azurite.Ports.Table, azurite.Ports.Blob], clock, () => requests.IsReading);

        var player = new JourneyPlayer(script, http, clock, Name);
        await player.PlayAsync((_, _) => { });
        Write(script, calls.All, clock.GetUtcNow() - script.Start);

        var (turns, events) = InstanceInspector.Count(
            host.Services.GetRequiredService<EmbeddedStore>(), $"{player.Cases.Single().Value.Number}.1");
        Report.Write(Name, $"{Journey}: durable backend, modelled for Azure Storage", DurableModel.Figures(turns, events));
    }

    private static void Write(JourneyScript script, IReadOnlyList<CaseCall> calls, TimeSpan length)
    {
        var ofCase = calls.Where(call => call.Cause is CaseCalls.Request or CaseCalls.Round or CaseCalls.Notice).ToList();
        foreach (var moment in ofCase.GroupBy(call => call.At).OrderBy(moment => moment.Key))
        {
            var step = script.Steps.FirstOrDefault(step => step.At == moment.Key);
            var at = moment.Key.ToOffset(script.Start.Offset).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
            Report.Write(Name, $"{Journey}: {at} {step?.What ?? "时限 deadline"}", Figures([.. moment]));
        }

        Report.Write(Name, $"{Journey}: the whole case", new(Figures(ofCase)) { ["together"] = ofCase.Count, ["aim"] = Aim });
        Report.Write(Name, $"{Journey}: read by its people, not counted", Figures([.. calls.Where(call => call.Cause == CaseCalls.Reading)]));
        var background = calls.Where(call => call.Cause == CaseCalls.Background).ToList();
        Report.Write(Name, $"{Journey}: timers and directory, shared by all cases, not counted", new(Figures(background))
        {
            ["hours"] = length.TotalHours,
            ["perHour"] = background.Count / length.TotalHours,
            ["schedules"] = "those of the virtual clock: sweep and duty watch hourly; the directory at most once a minute",
        });
    }

    private static Dictionary<string, object> Figures(IReadOnlyList<CaseCall> calls) => new()
    {
        ["storageTransactions"] = calls.Count(call => !call.IsBroker),
        ["brokerOperations"] = calls.Count(call => call.IsBroker),
        ["items"] = calls.GroupBy(call => $"{call.Cause}: {call.Kind}")
            .OrderBy(item => item.Key, StringComparer.Ordinal).ToDictionary(item => item.Key, item => item.Count()),
    };

    /// <summary>Knows what the journey's one request at a time is about.</summary>
    private sealed class RequestWatch() : DelegatingHandler(new SocketsHttpHandler())
    {
        private volatile bool isReading;

        public bool IsReading => isReading;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            isReading = request.Method == HttpMethod.Get;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
