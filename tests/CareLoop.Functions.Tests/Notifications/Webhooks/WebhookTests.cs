using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Functions.Notifications.Webhooks;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Notifications.Webhooks;

/// <summary>From a case to a partner's own books, over real HTTP, on the virtual clock.</summary>
public sealed class WebhookTests(WebhookApp fixture) : IClassFixture<WebhookApp>
{
    private const string Received = "CaseReceived";

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private readonly ApiClient api = new(fixture.App.CreateClient());

    [Fact]
    public async Task A_partner_gets_every_event_of_a_case_once_signed_as_a_CloudEvent_without_anything_personal()
    {
        await using var partner = await Partner.StartAsync(fixture);
        var number = await OpenAsync();
        await api.CommandAsync(number, new { command = "reply", text = "王女士您好,马上为您核实。" });
        await partner.SettleAsync();

        var timeline = (await api.GetAsync($"/api/cases/{number}/timeline")).Json["timeline"]!.AsArray().Where(entry => entry!["sequence"] is not null).ToList();
        Assert.True(timeline.Count > 2);
        Assert.Equal(timeline.Select(entry => $"{number}-{entry!["sequence"]}").Order(), partner.Server.Calls.Select(call => call.Id).Order());
        Assert.All(partner.Server.Calls, call =>
        {
            Assert.Equal([true], call.Fits);
            Assert.Equal(("application/cloudevents+json", 1), (call.ContentType, call.Signatures));
            Assert.InRange((call.At - call.SignedAt).TotalSeconds, 0, 1);
            Assert.Equal((call.Id, "1.0", "urn:careloop:demo", number), (Text(call.Json, "id"), Text(call.Json, "specversion"), Text(call.Json, "source"), Text(call.Json, "subject")));
            Assert.EndsWith("+08:00", Text(call.Json, "time"), StringComparison.Ordinal);
            var entry = timeline.Single(line => $"{number}-{line!["sequence"]}" == call.Id)!;
            Assert.Equal($"cn.careloop.case.{entry["event"]!["id"]}", Text(call.Json, "type"));
            var data = call.Json["data"]!.AsObject();
            Assert.Superset(data.Select(field => field.Key).ToHashSet(), new HashSet<string>(["caseNumber", "site", "status", "eventType", "sequence", "ownerRole", "nextDueAt"]));
            Assert.Equal((number, "mall-sh-01", (string)entry["event"]!["id"]!), (Text(data, "caseNumber"), Text(data, "site"), Text(data, "eventType")));
            Assert.All(["王", "1380000", "沙发", "您好"], secret => Assert.DoesNotContain(secret, call.Body, StringComparison.Ordinal));
        });
        Assert.Contains(partner.Server.Calls, call => call.Json["data"]!["nextDueAt"] is not null);
        Assert.All(await partner.LogAsync(), line => Assert.Equal(("Sent", 1, 0, 204), (Text(line, "status"), (int)line["calls"]!, (int)line["unclear"]!, (int)line["httpStatus"]!)));
        Assert.Equal(timeline.Count, (await partner.LogAsync("?limit=1")).Count);
    }

    [Fact]
    public async Task A_partner_who_is_away_is_tried_at_the_instants_of_the_plan_and_then_given_up_for_an_operator_to_replay()
    {
        await using var partner = await Partner.StartAsync(fixture, Received);
        partner.Server.Usually = 500;
        var number = await OpenAsync();
        await partner.SettleAsync();
        var first = Assert.Single(partner.Server.Calls).At;
        Assert.Equal(("Waiting", first.AddSeconds(5)), (Text(await partner.LineAsync(), "status"), Instant(await partner.LineAsync(), "nextAttemptAt")));

        await fixture.App.Clock.AdvanceToAsync(first.AddDays(4));
        var due = Pauses.Select((_, index) => first + Pauses.Take(index + 1).Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause));
        Assert.Equal(due, partner.Server.Calls.Select(call => call.At));
        Assert.Single(partner.Server.Calls.Select(call => (call.Id, call.Body)).Distinct());
        Assert.All(partner.Server.Calls, call => Assert.Equal([true], call.Fits));
        Assert.Equal(Pauses.Length, partner.Server.Calls.Select(call => call.SignedAt).Distinct().Count());
        var line = await partner.LineAsync();
        Assert.Equal(("Failed", "Status", 500, 10), (Text(line, "status"), Text(line, "error"), (int)line["httpStatus"]!, (int)line["calls"]!));
        Assert.Null(line["nextAttemptAt"]);

        var letter = Assert.Single(await LettersAsync(), item => (string?)item["caseNumber"] == number);
        Assert.Equal(("deliveries", "WebhookStatus", Received, $"{number}-1|{partner.Id}#10"), (Text(letter, "entity"), Text(letter, "reason"), Text(letter, "kind"), Text(letter, "messageId")));
        partner.Server.Usually = 200;
        await ReplayAsync(letter);
        await partner.SettleAsync();
        Assert.Equal(Pauses.Length + 1, partner.Server.Calls.Count);
        line = await partner.LineAsync();
        Assert.Equal(("Sent", 11, 1), (Text(line, "status"), (int)line["calls"]!, (int)line["attempt"]!));
        Assert.DoesNotContain(await LettersAsync(), item => (string?)item["caseNumber"] == number);
    }

    [Fact]
    public async Task A_partner_who_asks_for_patience_gets_it_where_it_is_longer_than_the_plan()
    {
        await using var partner = await Partner.StartAsync(fixture, Received);
        partner.Server.Next(429, ("Retry-After", "600"));
        partner.Server.Next(503, ("Retry-After", "1"));
        await OpenAsync();
        await partner.SettleAsync();
        var first = Assert.Single(partner.Server.Calls).At;
        await fixture.App.Clock.AdvanceToAsync(first.AddHours(1));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15)], partner.Server.Calls.Select(call => call.At - first));
        Assert.Equal("Sent", Text(await partner.LineAsync(), "status"));
    }

    [Fact]
    public async Task Gone_disables_the_endpoint_visibly_and_what_failed_is_sent_again_when_it_is_back()
    {
        await using var partner = await Partner.StartAsync(fixture, Received);
        partner.Server.Next(410);
        await OpenAsync();
        await partner.SettleAsync();
        var endpoint = await partner.ReadAsync();
        Assert.Equal((false, "Gone"), ((bool)endpoint["enabled"]!, Text(endpoint, "disabledReason")));
        Assert.Equal(Assert.Single(partner.Server.Calls).At, Instant(endpoint, "disabledAt"));
        Assert.Equal(("Failed", "Gone", 410), (Text(await partner.LineAsync(), "status"), Text(await partner.LineAsync(), "error"), (int)(await partner.LineAsync())["httpStatus"]!));

        await OpenAsync();
        await fixture.App.Clock.AdvanceToAsync(fixture.App.Clock.GetUtcNow().AddMinutes(10));
        Assert.Single(partner.Server.Calls);
        (await partner.PostAsync("replay-failed")).Problem(409, "endpoint-disabled");

        Assert.Equal(200, (await partner.ChangeAsync(enabled: true, Received)).Status);
        Assert.Null((await partner.ReadAsync())["disabledReason"]);
        Assert.Equal(202, (await partner.PostAsync("replay-failed")).Status);
        await partner.SettleAsync();
        Assert.Equal(2, partner.Server.Calls.Count);
        Assert.Single(partner.Server.Calls.Select(call => call.Id).Distinct());
        Assert.Equal("Sent", Text(await partner.LineAsync(), "status"));
    }

    [Fact]
    public async Task What_waits_for_an_endpoint_that_is_switched_off_fails_and_is_no_dead_letter()
    {
        await using var partner = await Partner.StartAsync(fixture, Received);
        partner.Server.Usually = 500;
        var number = await OpenAsync();
        await partner.SettleAsync();
        Assert.Equal(200, (await partner.ChangeAsync(enabled: false, Received)).Status);
        await fixture.App.Clock.AdvanceToAsync(fixture.App.Clock.GetUtcNow().AddMinutes(10));
        Assert.Single(partner.Server.Calls);
        Assert.Equal(("Failed", "Disabled"), (Text(await partner.LineAsync(), "status"), Text(await partner.LineAsync(), "error")));
        Assert.DoesNotContain(await LettersAsync(), item => (string?)item["caseNumber"] == number);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_that_is_tried_again()
    {
        await using var partner = await Partner.StartAsync(fixture, Received);
        partner.Server.Next(307, ("Location", "/elsewhere"));
        await OpenAsync();
        await partner.SettleAsync();
        Assert.Equal(("Waiting", "Redirect", 307), (Text(await partner.LineAsync(), "status"), Text(await partner.LineAsync(), "error"), (int)(await partner.LineAsync())["httpStatus"]!));
        await fixture.App.Clock.AdvanceToAsync(fixture.App.Clock.GetUtcNow().AddSeconds(5));
        Assert.Equal(("Sent", 2), (Text(await partner.LineAsync(), "status"), partner.Server.Calls.Count));
        Assert.Empty(partner.Server.Elsewhere);
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_sign_for_a_day_and_then_the_new_one_alone()
    {
        await using var partner = await Partner.StartAsync(fixture, Received);
        var key = ApiClient.NewKey();
        var answers = new[] { await partner.PostAsync("secret", key), await partner.PostAsync("secret", key) };
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        partner.Server.Learn(Assert.Single(answers.Select(answer => (string)answer.Json["secret"]!).Distinct()));
        var until = Instant(await partner.ReadAsync(), "oldSecretUntil");
        Assert.Equal(fixture.App.Clock.GetUtcNow().AddDays(1), until, TimeSpan.FromMinutes(1));

        await OpenAsync();
        await partner.SettleAsync();
        Assert.Equal((2, true, true), Shown(partner.Server.Calls[^1]));
        await fixture.App.Clock.AdvanceToAsync(until);
        await OpenAsync();
        await partner.SettleAsync();
        Assert.Equal((1, false, true), Shown(partner.Server.Calls[^1]));
        Assert.Null((await partner.ReadAsync())["oldSecretUntil"]);

        static (int, bool, bool) Shown(Support.Platforms.WebhookCall call) => (call.Signatures, call.Fits[0], call.Fits[1]);
    }

    [Fact]
    public async Task One_event_is_sent_again_under_the_same_id_once_for_each_request()
    {
        await using var partner = await Partner.StartAsync(fixture, Received);
        await OpenAsync();
        await partner.SettleAsync();
        var (delivery, key) = (Text(await partner.LineAsync(), "id"), ApiClient.NewKey());
        Assert.Equal(202, (await partner.PostAsync($"deliveries/{delivery}/replay", key)).Status);
        await partner.SettleAsync();
        Assert.Equal(202, (await partner.PostAsync($"deliveries/{delivery}/replay", key)).Status);
        await partner.SettleAsync();
        Assert.Equal(2, partner.Server.Calls.Count);
        Assert.Single(partner.Server.Calls.Select(call => (call.Id, call.Body)).Distinct());

        Assert.Equal(202, (await partner.PostAsync($"deliveries/{delivery}/replay")).Status);
        await partner.SettleAsync();
        Assert.Equal((3, 3), (partner.Server.Calls.Count, (int)(await partner.LineAsync())["calls"]!));
        (await partner.PostAsync("deliveries/nothing/replay")).Problem(404, "not-found");
    }

    [Fact]
    public async Task Everything_that_was_given_up_is_sent_again_however_much_it_is()
    {
        await using var partner = await Partner.StartAsync(fixture, Received);
        var log = fixture.App.Host.Services.GetService(typeof(WebhookLog)) as WebhookLog;
        foreach (var number in Enumerable.Range(1, 230))
        {
            await log!.AddAsync(Given($"C-{number}", partner.Id, DeliveryStatus.Failed), default);
        }

        await log!.AddAsync(Given("C-sent", partner.Id, DeliveryStatus.Sent), default);
        Assert.Equal(202, (await partner.PostAsync("replay-failed")).Status);
        await partner.SettleAsync();
        Assert.Equal(Enumerable.Range(1, 230).Select(number => $"C-{number}-1").Order(), partner.Server.Calls.Select(call => call.Id).Order());
        Assert.All(await partner.LogAsync(), line => Assert.Equal("Sent", Text(line, "status")));
        Assert.Empty(await partner.LogAsync("?status=Failed"));
    }

    [Fact]
    public async Task An_endpoint_of_other_sites_or_other_events_hears_nothing()
    {
        await using var here = await Partner.StartAsync(fixture, [Received], ["mall-sh-01", "mall-bj-01"]);
        await using var elsewhere = await Partner.StartAsync(fixture, [Received], ["mall-bj-01"]);
        await using var later = await Partner.StartAsync(fixture, "CaseArchived");
        await OpenAsync();
        await here.SettleAsync();
        Assert.Single(here.Server.Calls);
        Assert.All([elsewhere, later], partner => Assert.Empty(partner.Server.Calls));
        Assert.Empty(await elsewhere.LogAsync());
    }

    internal static WebhookDelivery Given(string caseNumber, string endpoint, DeliveryStatus status) => new()
    {
        Organisation = "demo",
        Endpoint = endpoint,
        Id = WebhookDelivery.IdOf($"{caseNumber}-1", DateTimeOffset.UnixEpoch),
        EventId = $"{caseNumber}-1",
        EventType = Received,
        CaseNumber = caseNumber,
        At = DateTimeOffset.UnixEpoch,
        Body = "{}",
        Status = status,
        Attempt = status == DeliveryStatus.Waiting ? 0 : 10,
    };

    private static string? Text(JsonNode node, string name) => (string?)node[name];

    private static DateTimeOffset Instant(JsonNode node, string name) => DateTimeOffset.Parse((string)node[name]!, CultureInfo.InvariantCulture);

    private Task<string> OpenAsync() => api.OpenSampleAsync();

    private Task<List<JsonNode>> LettersAsync() => api.ReadAllAsync("/api/operations/dead-letters?entity=deliveries", WebhookApp.Operator);

    private async Task ReplayAsync(JsonNode letter) => Assert.Equal(200, (await api.SendAsync(
        HttpMethod.Post,
        "/api/operations/dead-letters/replay",
        WebhookApp.Operator,
        JsonContent.Create(new { entity = "deliveries", sequenceNumber = (long)letter["sequenceNumber"]! }),
        ApiClient.NewKey())).Status);
}
