using System.Globalization;
using System.Net.Http.Headers;
using CareLoop.Embedded.Azurite;
using CareLoop.Functions.Development;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Security;

/// <summary>An application of its own with a fiftieth of the documented rates: two reads of a route at once, then one a second.</summary>
public sealed class RateLimitTests : IAsyncLifetime
{
    private const int Crowd = 40;

    private readonly TempFolder folder = new();
    private AzuriteServer azurite = null!;
    private CareLoopHost host = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.At("azurite"), InMemory = true });
        var settings = new Dictionary<string, string?> { ["Limits__RateFactor"] = "0.02" };
        host = await CareLoopHost.StartAsync(new CareLoopHostOptions(
            folder.At("careloop"), azurite.ConnectionString, "http://127.0.0.1:0", JourneyJ01.Start, new LogRecorder(), settings));
        http = new HttpClient { BaseAddress = host.Address };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
        await azurite.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Too_many_requests_are_told_when_to_come_back_and_cost_nobody_else_anything()
    {
        var api = new ApiClient(http);
        var answers = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => api.GetAsync("/api/inbox")));

        var refused = answers.Where(answer => answer.Status != 200).ToList();
        Assert.InRange(refused.Count, 1, Crowd - 2);
        Assert.All(refused, answer =>
        {
            answer.Problem(429, "too-many-requests");
            Assert.InRange(int.Parse(answer.Headers.RetryAfter!.ToString(), CultureInfo.InvariantCulture), 1, 60);
        });
        Assert.Equal(200, (await api.GetAsync("/api/inbox", "zhou.jie")).Status);
    }

    [Fact]
    public async Task Guessing_at_tokens_is_counted_by_address()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(async guess =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/inbox");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", $"track.MALL-20260304-000000000.{guess:D32}");
            using var response = await http.SendAsync(request);
            return (int)response.StatusCode;
        }));

        Assert.Equal([401, 429], statuses.Distinct().Order());
    }
}
