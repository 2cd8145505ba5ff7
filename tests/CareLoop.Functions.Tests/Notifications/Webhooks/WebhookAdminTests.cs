using System.Net.Http.Json;
using CareLoop.Functions.Notifications.Webhooks;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Notifications.Webhooks;

/// <summary>Endpoints over HTTP: who may, what is refused, what is kept secret.</summary>
[Collection(AppCollection.Name)]
public sealed class WebhookAdminTests(AppFixture app)
{
    private const string Path = "/api/webhooks";
    private const string Manager = "lao.he";

    private readonly ApiClient api = new(app.CreateClient());

    [Theory]
    [InlineData("http://partner.example/", "address")]
    [InlineData("https://10.0.0.8/", "address")]
    [InlineData("https://[::ffff:127.0.0.1]/", "address")]
    [InlineData("https://localhost/", "address")]
    [InlineData("https://me:pass@partner.example/", "address")]
    [InlineData("not an address", "address")]
    public async Task A_wrong_address_is_refused_by_name_when_it_is_entered_and_when_it_is_changed(string address, string field)
    {
        var refused = (await CreateAsync(new { address })).Problem(400, "request-invalid");
        Assert.Equal(field, (string)Assert.Single(refused["errors"]!.AsArray())!["field"]!);
        var endpoint = await CreatedAsync();
        refused = (await ChangeAsync(endpoint, new { address })).Problem(400, "request-invalid");
        Assert.Equal(field, (string)Assert.Single(refused["errors"]!.AsArray())!["field"]!);
        await DeleteAsync(endpoint);
    }

    [Fact]
    public async Task Events_and_sites_that_do_not_exist_are_named()
    {
        var refused = (await CreateAsync(new { address = "https://partner.example/", eventTypes = new[] { "Nothing" }, sites = new[] { "nowhere" }, colour = "red" }))
            .Problem(400, "request-invalid");
        Assert.Equal(["eventTypes", "sites", "colour"], refused["errors"]!.AsArray().Select(error => (string)error!["field"]!));
    }

    [Fact]
    public async Task A_secret_is_shown_to_whoever_made_it_and_stored_nowhere_in_the_clear()
    {
        var key = ApiClient.NewKey();
        var body = new { address = "https://partner.example/hook", eventTypes = new[] { "CaseArchived" } };
        var (first, again) = (await CreateAsync(body, key: key), await CreateAsync(body, key: key));
        Assert.Equal((201, 200), (first.Status, again.Status));
        Assert.Equal(first.Json["id"]!.ToString(), again.Json["id"]!.ToString());
        var secret = (string)first.Json["secret"]!;
        Assert.Equal(secret, (string)again.Json["secret"]!);
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", secret);
        (await CreateAsync(new { address = "https://other.example/" }, key: key)).Problem(422, "idempotency-key-reused");

        var id = (string)first.Json["id"]!;
        Assert.Null((await api.GetAsync($"{Path}/{id}", WebhookApp.Operator)).Json["secret"]);
        Assert.All(await api.ReadAllAsync(Path, WebhookApp.Operator), item => Assert.Null(item["secret"]));
        await foreach (var (where, text) in app.TableTextsAsync())
        {
            Assert.False(text.Contains(secret["whsec_".Length..], StringComparison.Ordinal), where);
        }

        Assert.DoesNotContain(secret, app.Log, StringComparison.Ordinal);
        Assert.Contains(
            await api.ReadAllAsync("/api/audit", "li.yan"),
            entry => ((string)entry["who"]!, (string)entry["what"]!, (string?)entry["why"]) == (WebhookApp.Operator, "CreateWebhook", id));
        await DeleteAsync(first);
        (await api.GetAsync($"{Path}/{id}", WebhookApp.Operator)).Problem(404, "not-found");
        (await CreateAsync(body, key: key)).Problem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_change_needs_the_version_it_was_made_from()
    {
        var endpoint = await CreatedAsync();
        var body = new { address = "https://partner.example/new", sites = new[] { "mall-sh-01" }, enabled = false };
        var path = $"{Path}/{endpoint.Json["id"]}";
        (await api.SendAsync(HttpMethod.Put, path, WebhookApp.Operator, JsonContent.Create(body))).Problem(428, "if-match-missing");
        (await api.SendAsync(HttpMethod.Put, path, WebhookApp.Operator, JsonContent.Create(body), headers: ("If-Match", "\"7\""))).Problem(412, "entry-changed");
        var changed = await ChangeAsync(endpoint, body);
        Assert.Equal((200, "\"2\""), (changed.Status, changed.ETag));
        Assert.Equal(("https://partner.example/new", false, "SwitchedOff"), ((string)changed.Json["address"]!, (bool)changed.Json["enabled"]!, (string)changed.Json["disabledReason"]!));
        (await ChangeAsync(endpoint, body)).Problem(412, "entry-changed");
        await DeleteAsync(changed);
    }

    [Fact]
    public async Task Managers_keep_the_endpoints_of_their_sites_and_see_those_of_all()
    {
        (await CreateAsync(new { address = "https://partner.example/" }, Manager)).Problem(403, "other-site");
        (await CreateAsync(new { address = "https://partner.example/", sites = new[] { "ecom-01", "mall-sh-01" } }, Manager)).Problem(403, "other-site");
        var own = await CreateAsync(new { address = "https://partner.example/", sites = new[] { "ecom-01" } }, Manager);
        Assert.Equal(201, own.Status);
        var (everybodys, others) = (await CreatedAsync(), await CreatedAsync("mall-sh-01"));
        Assert.Equal(
            new[] { Id(own), Id(everybodys) }.Order(), (await api.ReadAllAsync(Path, Manager)).Select(item => (string)item["id"]!).Order());
        (await api.GetAsync($"{Path}/{Id(others)}", Manager)).Problem(404, "not-found");
        (await api.SendAsync(HttpMethod.Post, $"{Path}/{Id(everybodys)}/secret", Manager, key: ApiClient.NewKey())).Problem(403, "other-site");
        (await api.SendAsync(HttpMethod.Post, $"{Path}/{Id(everybodys)}/replay-failed", Manager, key: ApiClient.NewKey())).Problem(403, "other-site");
        Assert.Equal(200, (await api.SendAsync(HttpMethod.Post, $"{Path}/{Id(own)}/secret", Manager, key: ApiClient.NewKey())).Status);
        foreach (var endpoint in new[] { own, everybodys, others })
        {
            await DeleteAsync(endpoint);
        }
    }

    [Fact]
    public async Task Twenty_endpoints_are_enough()
    {
        List<ApiAnswer> created = [];
        while ((await api.ReadAllAsync(Path, WebhookApp.Operator)).Count < WebhookAdmin.Most)
        {
            created.Add(await CreatedAsync());
        }

        (await CreateAsync(new { address = "https://partner.example/" })).Problem(409, "too-many-endpoints");
        await DeleteAsync(created[0]);
        created[0] = await CreatedAsync();
        foreach (var endpoint in created)
        {
            await DeleteAsync(endpoint);
        }
    }

    private static string Id(ApiAnswer endpoint) => (string)endpoint.Json["id"]!;

    private Task<ApiAnswer> CreateAsync(object body, string user = WebhookApp.Operator, string? key = null) =>
        api.SendAsync(HttpMethod.Post, Path, user, JsonContent.Create(body), key ?? ApiClient.NewKey());

    private async Task<ApiAnswer> CreatedAsync(params string[] sites)
    {
        var answer = await CreateAsync(new { address = "https://partner.example/", eventTypes = new[] { "CaseArchived" }, sites });
        Assert.Equal(201, answer.Status);
        return answer;
    }

    private Task<ApiAnswer> ChangeAsync(ApiAnswer endpoint, object body) => api.SendAsync(
        HttpMethod.Put, $"{Path}/{Id(endpoint)}", WebhookApp.Operator, JsonContent.Create(body), headers: ("If-Match", endpoint.ETag!));

    private async Task DeleteAsync(ApiAnswer endpoint) => Assert.Equal(
        204, (await api.SendAsync(HttpMethod.Delete, $"{Path}/{Id(endpoint)}", WebhookApp.Operator, headers: ("If-Match", "*"))).Status);
}
