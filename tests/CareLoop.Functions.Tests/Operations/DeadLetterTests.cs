using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Domain.Cases;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Operations;

[Collection(AppCollection.Name)]
public sealed class DeadLetterTests(AppFixture app)
{
    private const string Path = "/api/operations/dead-letters";
    private const string Entity = "case-events/customer";

    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task A_replayed_dead_letter_reaches_the_customers_inbox_once_and_is_gone()
    {
        var (number, id, entry) = await BuryAsync();
        var letter = Assert.Single(await ListAsync(), item => (string)item["caseNumber"]! == number);
        Assert.Equal((id, "Tested", NoticeKinds.Registered), ((string)letter["messageId"]!, (string)letter["reason"]!, (string)letter["kind"]!));
        Assert.Equal(Entity, (string)letter["entity"]!);
        Assert.Equal(1, (int)letter["deliveryCount"]!);
        Assert.NotNull(letter["enqueuedAt"]);
        Assert.Equal(0, await CountInInboxAsync(entry));

        var (order, key) = (new { entity = Entity, sequenceNumber = (long)letter["sequenceNumber"]! }, ApiClient.NewKey());
        var answers = new[] { await DecideAsync("replay", order, key), await DecideAsync("replay", order, key) };
        Assert.All(answers, answer => Assert.Equal((200, "replayed"), (answer.Status, (string)answer.Json["outcome"]!)));

        await UntilAsync(async () => await CountInInboxAsync(entry) > 0);
        Assert.Equal(1, await CountInInboxAsync(entry));
        Assert.DoesNotContain(await ListAsync(), item => (string)item["caseNumber"]! == number);
        Assert.Contains($"Operator xu.lei replayed dead letter {order.sequenceNumber} ({id}) of {Entity}", app.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_discarded_dead_letter_is_gone_and_the_log_says_who_and_why()
    {
        var (number, id, entry) = await BuryAsync();
        var sequenceNumber = (long)Assert.Single(await ListAsync(), item => (string)item["caseNumber"]! == number)["sequenceNumber"]!;
        var key = ApiClient.NewKey();
        var answer = await DecideAsync("discard", new { entity = Entity, sequenceNumber, reason = "Obsolete" }, key);
        Assert.Equal((200, "discarded"), (answer.Status, (string)answer.Json["outcome"]!));

        Assert.DoesNotContain(await ListAsync(), item => (string)item["caseNumber"]! == number);
        Assert.Equal(0, await CountInInboxAsync(entry));
        Assert.Contains($"Operator xu.lei discarded dead letter {sequenceNumber} ({id}) of {Entity}: Obsolete", app.Log, StringComparison.Ordinal);
        Assert.Single(
            await api.ReadAllAsync("/api/audit", "li.yan"),
            entry => ((string)entry["who"]!, (string)entry["what"]!, (string?)entry["caseNumber"], (string?)entry["why"])
                == ("xu.lei", "DiscardDeadLetter", number, "Obsolete"));
        (await DecideAsync("discard", new { entity = Entity, sequenceNumber, reason = "Duplicate" }, key)).Problem(422, "idempotency-key-reused");
        (await DecideAsync("replay", new { entity = Entity, sequenceNumber })).Problem(404, "not-found");
    }

    [Fact]
    public async Task Two_operators_at_once_decide_once()
    {
        var (number, _, _) = await BuryAsync();
        var order = new { entity = Entity, sequenceNumber = (long)Assert.Single(await ListAsync(), item => (string)item["caseNumber"]! == number)["sequenceNumber"]! };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DecideAsync("replay", order)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Contains(answer.Status, new[] { 404, 409 }));
    }

    [Theory]
    [InlineData("chen.min")]
    [InlineData("wang.li")]
    [InlineData("zhao.qiang")]
    public async Task Nobody_but_an_operator_may_look_or_decide(string user)
    {
        (await api.GetAsync($"{Path}?entity={Entity}", user)).Problem(403, "not-permitted");
        (await DecideAsync("replay", new { entity = Entity, sequenceNumber = 1 }, user: user)).Problem(403, "not-permitted");
        (await DecideAsync("discard", new { entity = Entity, sequenceNumber = 1, reason = "Obsolete" }, user: user)).Problem(403, "not-permitted");
    }

    [Fact]
    public async Task Bad_orders_are_told_what_is_wrong()
    {
        var listed = (await api.GetAsync($"{Path}?entity=nowhere", "xu.lei")).Problem(422, "unknown-value");
        Assert.Equal(
            ["case-events/customer", "case-events/staff", "case-events/group", "case-events/webhooks", "inbound", "deliveries", "robots"],
            listed["allowed"]!.AsArray().Select(value => (string)value!));
        (await api.GetAsync($"{Path}?entity={Entity}&cursor=eHg", "xu.lei")).Problem(400, "request-invalid");
        (await DecideAsync("replay", new { entity = Entity })).Problem(400, "request-invalid");
        (await DecideAsync("replay", new { entity = "x", sequenceNumber = 1 })).Problem(422, "unknown-value");
        var reason = (await DecideAsync("discard", new { entity = Entity, sequenceNumber = 1, reason = "王丽说不用了" })).Problem(422, "unknown-value");
        Assert.Contains("Obsolete", reason["allowed"]!.AsArray().Select(value => (string)value!));
        (await DecideAsync("replay", new { entity = Entity, sequenceNumber = 987_654_321 })).Problem(404, "not-found");
        (await api.SendAsync(HttpMethod.Post, $"{Path}/replay", "xu.lei", JsonContent.Create(new { entity = Entity, sequenceNumber = 1 })))
            .Problem(400, "idempotency-key-missing");
    }

    [Fact]
    public async Task A_cursor_that_names_no_number_is_refused()
    {
        await BuryAsync();
        var next = (string)(await api.GetAsync($"{Path}?entity={Entity}", "xu.lei")).Json["next"]!;
        var cursor = next[(next.LastIndexOf('=') + 1)..];
        var changed = WebEncoders.Base64UrlEncode([.. WebEncoders.Base64UrlDecode(cursor).Take(8), .. "later"u8]);
        (await api.GetAsync(next.Replace(cursor, changed, StringComparison.Ordinal), "xu.lei")).Problem(400, "request-invalid");
    }

    /// <summary>A notice to the customer of a new case that its subscription has given up.</summary>
    private async Task<(string CaseNumber, string MessageId, string InboxId)> BuryAsync()
    {
        var number = await api.OpenSampleAsync();
        var state = (await app.Host.Services.GetRequiredService<CaseTable>().FindAsync(number, default))!.State;
        var client = app.Host.Services.GetRequiredService<ServiceBusClient>();
        var notice = new NoticeMessage(
            state.Organisation, state.Site, number, 9_000, NoticeKinds.Registered, new Recipient(RecipientKind.Customer, state.CustomerKey), null, app.Clock.GetUtcNow());
        var message = notice.ToServiceBusMessage(0);

        // The test is the handler: its session is taken before the app's own handler can have the message.
        await using var receiver = await UntilAcceptedAsync(client, number);
        await client.CreateSender(NoticeMessage.Topic).SendMessageAsync(message);
        ServiceBusReceivedMessage received;
        while ((received = (await receiver.ReceiveMessageAsync())!).MessageId != message.MessageId)
        {
            await receiver.CompleteMessageAsync(received);
        }

        await receiver.DeadLetterMessageAsync(received, "Tested");
        return (number, message.MessageId!, notice.InboxId);
    }

    private static async Task<ServiceBusSessionReceiver> UntilAcceptedAsync(ServiceBusClient client, string session)
    {
        ServiceBusSessionReceiver? receiver = null;
        await UntilAsync(async () =>
        {
            try
            {
                receiver = await client.AcceptSessionAsync(NoticeMessage.Topic, "customer", session);
                return true;
            }
            catch (ServiceBusException error) when (error.Reason == ServiceBusFailureReason.SessionCannotBeLocked)
            {
                return false;
            }
        });
        return receiver!;
    }

    private Task<List<JsonNode>> ListAsync() => api.ReadAllAsync($"{Path}?entity={Entity}", "xu.lei");

    private async Task<int> CountInInboxAsync(string inboxId) =>
        (await api.ReadAllAsync("/api/inbox", "wang.li")).Count(item => ((string)item["id"]!).EndsWith(inboxId, StringComparison.Ordinal));

    private Task<ApiAnswer> DecideAsync(string verb, object order, string? key = null, string user = "xu.lei") =>
        api.SendAsync(HttpMethod.Post, $"{Path}/{verb}", user, JsonContent.Create(order), key ?? ApiClient.NewKey());

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
