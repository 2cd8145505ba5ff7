using System.Net;
using CareLoop.Embedded.Azurite;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Embedded.Time;
using CareLoop.Functions.Development;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Conversations;

/// <summary>An acknowledgement needs nothing of what comes after it.</summary>
public sealed class StoppedPipelineTests
{
    private const int Users = 20;

    [Fact]
    public async Task Every_push_is_acknowledged_while_nothing_is_handled_and_all_of_them_are_there_when_it_goes_on()
    {
        using var folder = new TempFolder();
        await using var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.At("azurite"), InMemory = true });
        await using (var stopped = await StartAsync(folder, azurite, handles: false))
        {
            using var http = new HttpClient { BaseAddress = stopped.Address };
            var clock = ClockOf(stopped);
            WebhookSender partner = new(http, clock.GetUtcNow);
            var answers = await Task.WhenAll(Enumerable.Range(0, 3 * Users).Select(number =>
                partner.SayAsync($"user-{number % Users}", $"push-{number % (2 * Users)}", $"沙发坏了{number % (2 * Users)}")));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
            await clock.AdvanceToAsync(clock.GetUtcNow().AddMinutes(10));
            Assert.Empty(await PlacesAsync(stopped));
        }

        await using var resumed = await StartAsync(folder, azurite, handles: true);
        await ClockOf(resumed).AdvanceToAsync(ClockOf(resumed).GetUtcNow().AddMinutes(10));
        var places = await PlacesAsync(resumed);
        Assert.Equal(2 * Users, places.Count);
        Assert.All(places, place => Assert.Contains("\"Case\"", place, StringComparison.Ordinal));
        Assert.Equal(Users, places.Distinct().Count());
    }

    private static Task<CareLoopHost> StartAsync(TempFolder folder, AzuriteServer azurite, bool handles) => CareLoopHost.StartAsync(new CareLoopHostOptions(
        folder.At("careloop"),
        azurite.ConnectionString,
        "http://127.0.0.1:0",
        JourneyJ01.Start,
        Settings: new Dictionary<string, string?>(ChatFixture.SettingsOf("shop", string.Empty)) { ["AzureWebJobs__HandleInbound__Disabled"] = handles ? "false" : "true" }));

    private static VirtualClock ClockOf(CareLoopHost host) => (VirtualClock)host.Services.GetRequiredService<TimeProvider>();

    /// <summary>Where every message of every conversation is.</summary>
    private static async Task<List<string>> PlacesAsync(CareLoopHost host)
    {
        List<string> places = [];
        var filter = TableClient.CreateQueryFilter($"RowKey ge {"message-"} and RowKey lt {"message-~"}");
        await foreach (var row in host.Services.GetRequiredService<Tables>().Conversations.QueryAsync<TableEntity>(filter))
        {
            places.Add(row.GetString("Place")!);
        }

        return places;
    }
}
