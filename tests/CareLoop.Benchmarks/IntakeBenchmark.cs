using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CareLoop.Embedded.Azurite;
using CareLoop.Functions.Development;

namespace CareLoop.Benchmarks;

/// <summary>
/// POST /api/cases to the whole application on real sockets and an Azurite that writes to disk, until the answer says that the case is
/// accepted: with <c>Prefer: respond-async</c>, so every answer is 202 and nothing but the way in is measured. The cases' first rounds
/// run meanwhile and take their part of the machine, as they would.
/// </summary>
internal sealed class IntakeBenchmark : IAsyncDisposable
{
    private readonly string folder;
    private readonly AzuriteServer azurite;
    private readonly CareLoopHost host;
    private readonly HttpClient http;
    private readonly StorageTime storage;

    private IntakeBenchmark(string folder, AzuriteServer azurite, CareLoopHost host, HttpClient http)
    {
        (this.folder, this.azurite, this.host, this.http) = (folder, azurite, host, http);
        storage = new StorageTime([azurite.Ports.Table, azurite.Ports.Blob]);
    }

    public static async Task RunAsync()
    {
        await using var benchmark = await StartAsync();
        await benchmark.PostAsync(clients: 32, count: 200);
        Report.Write("intake", "POST /api/cases to 202, 32 clients", await benchmark.PostAsync(clients: 32, count: 1_000));
        Report.Write("intake", "POST /api/cases to 202, alone", await benchmark.PostAsync(clients: 1, count: 300));
    }

    public async ValueTask DisposeAsync()
    {
        storage.Dispose();
        http.Dispose();
        await host.DisposeAsync();
        await azurite.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<IntakeBenchmark> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
        var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = Path.Combine(folder, "azurite") });
        // One customer sends what a whole city would: the limits on a caller are not what is measured.
        var settings = new Dictionary<string, string?> { ["Limits__RateFactor"] = "1000000" };
        var host = await CareLoopHost.StartAsync(new CareLoopHostOptions(
            Path.Combine(folder, "careloop"), azurite.ConnectionString, "http://127.0.0.1:0", VirtualClockStart: null, Settings: settings));
        var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", await http.GetStringAsync("/development/tokens/wang.li"));
        http.DefaultRequestHeaders.Add("Prefer", "respond-async");
        return new IntakeBenchmark(folder, azurite, host, http);
    }

    private async Task<Dictionary<string, object>> PostAsync(int clients, int count)
    {
        var latencies = new double[count];
        var next = -1;
        storage.Reset();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                latencies[i] = await PostAsync();
            }
        })));
        return new Dictionary<string, object>(Report.Latencies(latencies))
        {
            ["clients"] = clients,
            ["acceptedPerSecond"] = count / watch.Elapsed.TotalSeconds,
        }.Concat(storage.Figures()).ToDictionary();
    }

    /// <returns>Milliseconds until the answer was there.</returns>
    private async Task<double> PostAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases")
        {
            Content = JsonContent.Create(new { site = "mall-sh-01", channel = "WeChat", text = "沙发框架裂了,要求换新" }),
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        var begun = Stopwatch.GetTimestamp();
        using var response = await http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode == HttpStatusCode.Accepted
            ? Stopwatch.GetElapsedTime(begun).TotalMilliseconds
            : throw new InvalidOperationException($"A case was answered with {(int)response.StatusCode} instead of 202.");
    }
}
