using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;
using CareLoop.Functions.Tests.Support.Platforms;

namespace CareLoop.Functions.Tests.Notifications.Webhooks;

/// <summary>The application with this machine's loopback network allowed, and partners on it.</summary>
public sealed class WebhookApp : IAsyncLifetime
{
    /// <summary>Works for every site there is.</summary>
    public const string Operator = "xu.lei";

    public AppFixture App { get; } = new()
    {
        Settings = new Dictionary<string, string?>
        {
            ["Webhooks__AllowedNetworks"] = "127.0.0.0/8",

            // The days of a retry plan pass sooner without work that is not about it.
            ["InboxSweepSchedule"] = "30 0 3 * * *",
            ["ReceiptSweepSchedule"] = "45 0 3 * * *",
            ["DutyWatchSchedule"] = "0 5 3 * * *",
            ["CareWatchSchedule"] = "1 0 3 * * *",
            ["TableExportSchedule"] = "0 30 3 1 1 *",
        },
    };

    public Task InitializeAsync() => App.InitializeAsync();

    public Task DisposeAsync() => App.DisposeAsync();
}

/// <summary>One partner with one endpoint, which is deleted when the test is over.</summary>
internal sealed class Partner : IAsyncDisposable
{
    private readonly WebhookApp fixture;
    private readonly ApiClient api;

    private Partner(WebhookApp fixture, ApiClient api, WebhookReceiver server) => (this.fixture, this.api, Server) = (fixture, api, server);

    public WebhookReceiver Server { get; }

    public string Id { get; private set; } = string.Empty;

    public string Path => $"/api/webhooks/{Id}";

    public static Task<Partner> StartAsync(WebhookApp fixture, params string[] eventTypes) => StartAsync(fixture, eventTypes, sites: []);

    public static async Task<Partner> StartAsync(WebhookApp fixture, string[] eventTypes, string[] sites)
    {
        ApiClient api = new(fixture.App.CreateClient());
        Partner partner = new(fixture, api, await WebhookReceiver.StartAsync(fixture.App.Clock));
        var answer = await api.SendAsync(
            HttpMethod.Post, "/api/webhooks", WebhookApp.Operator, JsonContent.Create(new { address = partner.Server.Address, eventTypes, sites }), ApiClient.NewKey());
        Assert.Equal(201, answer.Status);
        partner.Id = (string)answer.Json["id"]!;
        partner.Server.Learn((string)answer.Json["secret"]!);
        return partner;
    }

    public async Task<JsonObject> ReadAsync() => (await api.GetAsync(Path, WebhookApp.Operator)).Json;

    public Task<List<JsonNode>> LogAsync(string query = "") => api.ReadAllAsync($"{Path}/deliveries{query}", WebhookApp.Operator);

    /// <summary>The one line of the log.</summary>
    public async Task<JsonNode> LineAsync() => Assert.Single(await LogAsync());

    public Task<ApiAnswer> PostAsync(string path, string? key = null) =>
        api.SendAsync(HttpMethod.Post, $"{Path}/{path}", WebhookApp.Operator, key: key ?? ApiClient.NewKey());

    public async Task<ApiAnswer> ChangeAsync(bool enabled, params string[] eventTypes) => await api.SendAsync(
        HttpMethod.Put,
        Path,
        WebhookApp.Operator,
        JsonContent.Create(new { address = Server.Address, eventTypes, enabled }),
        headers: ("If-Match", $"\"{(int)(await ReadAsync())["version"]!}\""));

    /// <summary>Whatever is under way comes to rest, without any time passing that anybody would notice.</summary>
    public Task SettleAsync() => fixture.App.Clock.AdvanceToAsync(fixture.App.Clock.GetUtcNow().AddMilliseconds(1));

    public async ValueTask DisposeAsync()
    {
        await api.SendAsync(HttpMethod.Delete, Path, WebhookApp.Operator, headers: ("If-Match", "*"));
        await Server.DisposeAsync();
    }
}
