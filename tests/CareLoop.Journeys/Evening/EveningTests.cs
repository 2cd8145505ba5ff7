using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CareLoop.Domain.Conversations;
using CareLoop.Embedded.Azurite;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Development;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Xunit.Abstractions;

namespace CareLoop.Journeys.Evening;

/// <summary>
/// An evening on five channels: everything comes at least once, some of it twice or out of order, with photos, and the host is killed twice.
/// In the morning every message is in exactly one place, counted against the platforms' own books.
/// </summary>
public sealed class EveningTests(ITestOutputHelper output)
{
    private const int Kills = 2;
    private const string Manager = "zhao.qiang";

    private static readonly DateTimeOffset Start = new(2026, 3, 4, 18, 0, 0, TimeSpan.FromHours(8));
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(5);

    /// <summary>15 customers with 100 messages, or the whole evening of 300 with 2,000: <c>CARELOOP_EVENING=300 dotnet test --filter EveningTests</c>.</summary>
    private static readonly int Customers = int.TryParse(Environment.GetEnvironmentVariable("CARELOOP_EVENING"), out var wanted) ? wanted : 15;

    private static readonly int Messages = Customers * 20 / 3;

    [Fact]
    public async Task Every_message_of_an_evening_is_in_exactly_one_case_or_in_its_conversation()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var folder = new TempFolder();
        await using var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.At("azurite"), InMemory = true });
        var address = FreeAddress();
        var clock = new EveningClock(Start);
        await using var platforms = await EveningPlatforms.StartAsync(clock, address, folder.At("root.pem"));
        await using var host = new KilledHost(folder.At("careloop"), azurite.ConnectionString, address, platforms.Settings);
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };

        var script = EveningScript.Write(random, Customers, Messages, platforms.Channels.Count, again: 0.3, late: 0.05);
        await PlayAsync(script, platforms, host, http, clock, random);
        await host.AdvanceToAsync(http, Start + (EveningScript.Ticks * Tick) + TimeSpan.FromHours(2));

        var said = await ReadAsync(http, azurite.ConnectionString);
        Report(platforms, host, said);
        Assert.Equal(Kills, host.Kills);
        Assert.All(platforms.Deliveries, delivery => Assert.True(delivery.IsAcknowledged, delivery.Key));
        Assert.Equal(script.Count, platforms.Deliveries.Count());
        Assert.Equal(platforms.Deliveries.Count(), said.Count);
        Assert.Equal(script.Select(message => message.Text).OfType<string>().Order(), said.Select(message => message.Text).OfType<string>().Order());
        Assert.DoesNotContain(said, message => message.Place == nameof(PlacementKind.Waiting));
        await AssertCasesHoldThemAsync(http, said);
    }

    /// <summary>Plays tick after tick. In two of them the host dies while platforms are delivering.</summary>
    private static async Task PlayAsync(
        List<EveningMessage> script, EveningPlatforms platforms, KilledHost host, HttpClient http, EveningClock clock, Random random)
    {
        HashSet<int> deadly = [BusyTickFrom(script, EveningScript.Ticks / 3), BusyTickFrom(script, EveningScript.Ticks * 2 / 3)];
        Dictionary<EveningMessage, Prepared> prepared = [];
        for (var tick = 0; tick < EveningScript.Ticks; tick++)
        {
            clock.Now = Start + (tick * Tick);
            await host.AdvanceToAsync(http, clock.Now);
            foreach (var message in script.Where(message => message.Written == tick))
            {
                var channel = platforms.Channels[message.Channel];
                prepared[message] = message.Text is { } text ? channel.Words(message.User, text) : channel.Photo(message.User, message.Photo!);
            }

            var due = script.Where(message => message.Sent == tick).Concat(script.Where(message => message.Again == tick)).OrderBy(_ => random.Next()).ToList();
            var sent = 0;
            var death = Task.CompletedTask;
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (message, _) =>
            {
                if (Interlocked.Increment(ref sent) == (due.Count + 1) / 2 && deadly.Contains(tick))
                {
                    death = KillAsync(host);
                }

                await prepared[message].Send();
            });
            await death;
        }
    }

    // A short evening has moments in which nobody writes: dying there would be no feat.
    private static int BusyTickFrom(List<EveningMessage> script, int tick) => script.Select(message => message.Sent).Where(sent => sent >= tick).Min();

    private static async Task KillAsync(KilledHost host)
    {
        await host.KillAsync();
        await host.StartAsync();
    }

    /// <summary>Every message of every conversation, as a manager of the site sees it.</summary>
    private static async Task<List<Said>> ReadAsync(HttpClient http, string storage)
    {
        var tables = new Tables(new TableServiceClient(storage));
        HashSet<string> conversations = [];
        await foreach (var row in tables.Conversations.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey eq {"conversation"}")))
        {
            conversations.Add(row.PartitionKey);
        }

        var token = await http.GetStringAsync($"/development/tokens/{Manager}");
        List<Said> said = [];
        foreach (var conversation in conversations)
        {
            for (var next = $"/api/conversations/{conversation}"; next is not null;)
            {
                var page = await GetAsync(http, next, token);
                said.AddRange(page["items"]!.AsArray().Select(item => new Said(
                    conversation, (string)item!["kind"]!, (string?)item["text"], (string)item["place"]!, (string?)item["caseNumber"])));
                next = (string?)page["next"];
            }
        }

        return said;
    }

    /// <summary>What is said to be in a case is there once, and nowhere else.</summary>
    private static async Task AssertCasesHoldThemAsync(HttpClient http, List<Said> said)
    {
        var token = await http.GetStringAsync($"/development/tokens/{Manager}");
        Dictionary<string, List<string>> lines = [];
        foreach (var number in said.Select(message => message.Case).OfType<string>().Distinct())
        {
            var timeline = (await GetAsync(http, $"/api/cases/{number}/timeline", token))["timeline"]!.AsArray();
            lines[number] = [.. timeline.Select(line => (string?)line!["texts"]?["text"]).OfType<string>().SelectMany(text => text.Split('\n'))];
            Assert.Equal(
                said.Count(message => message.Case == number && message.Kind == nameof(ChatKind.Photo)),
                timeline.Count(line => (string)line!["event"]!["id"]! == "EvidenceAdded"));
        }

        foreach (var (number, texts) in lines)
        {
            Assert.Equal(said.Where(message => message.Case == number).Select(message => message.Text).OfType<string>().Order(), texts.Order());
        }
    }

    private void Report(EveningPlatforms platforms, KilledHost host, List<Said> said)
    {
        var attempts = platforms.Deliveries.SelectMany(delivery => delivery.Attempts).ToList();
        var took = attempts.Where(attempt => attempt.Status == 200).Select(attempt => attempt.Took.TotalMilliseconds).Order().ToList();
        output.WriteLine(
            $"{Customers} customers, {platforms.Deliveries.Count()} messages, {attempts.Count} deliveries, {attempts.Count(attempt => attempt.Status != 200)} of them failed, {host.Kills} kills; "
            + $"in {said.Select(message => message.Case).OfType<string>().Distinct().Count()} cases {said.Count(message => message.Case is not null)} messages, on record {said.Count(message => message.Case is null)}; "
            + $"acknowledged in p50 {took[took.Count / 2]:F0} ms, p99 {took[took.Count * 99 / 100]:F0} ms");
    }

    private static async Task<JsonObject> GetAsync(HttpClient http, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    private sealed record Said(string Conversation, string Kind, string? Text, string Place, string? Case);
}
