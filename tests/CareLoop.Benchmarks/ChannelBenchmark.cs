using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CareLoop.Embedded.Azurite;
using CareLoop.Functions.Channels.Webhook;
using CareLoop.Functions.Development;

namespace CareLoop.Benchmarks;

/// <summary>
/// A signed push to its acknowledgement, on real sockets and an Azurite that writes to disk: with the function that handles messages turned
/// off, so that nothing but the way in is measured, and with it running beside it.
/// </summary>
internal static class ChannelBenchmark
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static async Task RunAsync()
    {
        await RunAsync("push to acknowledgement, pipeline stopped", handles: false);
        await RunAsync("push to acknowledgement, pipeline running", handles: true);
    }

    private static async Task RunAsync(string what, bool handles)
    {
        var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
        try
        {
            await MeasureAsync(folder, what, handles);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string folder, string what, bool handles)
    {
        await using var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = Path.Combine(folder, "azurite") });
        var settings = new Dictionary<string, string?>
        {
            ["Channels__webhook__shop__Channel"] = "WeChat",
            ["Channels__webhook__shop__Site"] = "mall-sh-01",
            ["Channels__webhook__shop__Secret"] = Secret,
            ["AzureWebJobs__HandleInbound__Disabled"] = handles ? "false" : "true",
        };
        await using var host = await CareLoopHost.StartAsync(new CareLoopHostOptions(
            Path.Combine(folder, "careloop"), azurite.ConnectionString, "http://127.0.0.1:0", VirtualClockStart: null, Settings: settings));
        using var http = new HttpClient { BaseAddress = host.Address };
        await PushAsync(http, clients: 8, count: 200, "warm");
        Report.Write("channels", $"{what}, 8 at once", await PushAsync(http, clients: 8, count: 1_000, "busy"));
        Report.Write("channels", $"{what}, one after the other", await PushAsync(http, clients: 1, count: 300, "alone"));
    }

    private static async Task<Dictionary<string, object>> PushAsync(HttpClient http, int clients, int count, string name)
    {
        var latencies = new double[count];
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                latencies[i] = await PushAsync(http, $"{name}-{i}");
            }
        })));
        return new Dictionary<string, object>(Report.Latencies(latencies)) { ["clients"] = clients, ["acknowledgedPerSecond"] = count / watch.Elapsed.TotalSeconds };
    }

    /// <returns>Milliseconds until the answer was there.</returns>
    private static async Task<double> PushAsync(HttpClient http, string id)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            specversion = "1.0",
            id,
            source = "/benchmark",
            type = "com.careloop.message.v1",
            data = new { user = new { id = $"user-{id}" }, text = "沙发框架裂了,要求换新" },
        });
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/channels/webhook/shop") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", StandardWebhook.Sign(Secret, id, timestamp, body));
        var begun = Stopwatch.GetTimestamp();
        using var response = await http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode == HttpStatusCode.OK
            ? Stopwatch.GetElapsedTime(begun).TotalMilliseconds
            : throw new InvalidOperationException($"A push was answered with {(int)response.StatusCode}.");
    }
}
