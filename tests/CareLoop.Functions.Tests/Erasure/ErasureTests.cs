using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Conversations;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Storage.Blobs;
using CareLoop.Embedded.Worker;
using CareLoop.Functions.Care;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Care;
using CareLoop.Functions.Tests.Security;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Erasure;

/// <summary>A customer who asks to be forgotten (PUB-11, COM-ARC-03), over HTTP.</summary>
public sealed class ErasureTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Manager = "zhao.qiang";
    private readonly ApiClient api = new(app.CreateClient());

    private Tables Tables => app.Host.Services.GetRequiredService<Tables>();

    [Fact]
    public async Task PUB_11_nothing_that_was_the_customers_is_left_and_what_is_counted_stays()
    {
        const string Phone = "13677770001";
        var key = KeyOf(Phone);
        var (first, second) = (await OpenAsync(Phone), await OpenAsync(Phone));
        var photos = await api.SendAsync(HttpMethod.Post, $"/api/cases/{first}/evidence", "chen.min", SampleCase.PhotoForm(), ApiClient.NewKey());
        var photo = (string)photos.Json["evidence"]![0]!["hash"]!;
        Assert.Equal(201, (await api.SendAsync(HttpMethod.Post, $"/api/cases/{first}/tracking-tokens", "chen.min", content: null, ApiClient.NewKey())).Status);
        var subject = new { site = "mall-sh-01", kind = "Order", number = "HT-7777", customer = new { phone = Phone }, anchors = new[] { new { anchor = "SaleDelivered", at = app.Clock.GetUtcNow() } } };
        var recorded = await api.SendAsync(HttpMethod.Post, "/api/subjects", "chen.min", JsonContent.Create(subject));
        Assert.True(recorded.Status is 200 or 201, recorded.Text);
        var task = (string)recorded.Json["careTasks"]![0]!;
        await WithdrawAsync(first);
        await WithdrawAsync(second);
        Assert.NotEmpty(await TracesOfAsync(key));

        var erased = await EraseAsync(first);
        Assert.True(erased.Status == 200, erased.Text);
        Assert.True((bool)erased.Json["erased"]!);

        // No row knows the customer any more, but for the record of who did what; the key is gone, and with it every word there ever was.
        Assert.Empty(await TracesOfAsync(key));
        Assert.False((await Tables.Customers.GetEntityIfExistsAsync<CareLoop.Embedded.Storage.Tables.TableEntity>("demo", key)).HasValue);
        Assert.False((await app.Host.Services.GetRequiredService<BlobContainerClient>().GetBlobClient($"{first}/{photo}").ExistsAsync()).Value);
        foreach (var number in new[] { first, second })
        {
            var read = await api.GetAsync($"/api/cases/{number}", Manager);
            Assert.Equal((200, "Withdrawn", "Complaint"), (read.Status, (string)read.Json["status"]!["id"]!, (string)read.Json["type"]!["id"]!));
            var lines = (await api.GetAsync($"/api/cases/{number}/timeline", Manager)).Json["timeline"]!.AsArray();
            Assert.Equal(["CaseReceived", "CaseRegistered", "FirstReplied", "CaseClassified", "CustomerWithdrew", "Anonymised"], lines.Select(line => (string)line!["event"]!["id"]!));
            Assert.All(lines, line => Assert.Null(line!["texts"]));
            (await api.CommandAsync(number, new { command = "reopen", text = "又坏了" }, Manager)).Problem(409, "command-not-allowed");
        }

        Assert.Empty(await api.ItemsAsync($"/api/sites/mall-sh-01/care-tasks?whose=all", Manager) is var open ? open.Where(item => (string)item["id"]! == task) : []);
        Assert.Equal("Cancelled", (string)(await api.GetAsync($"/api/care-tasks/{task}", Manager)).Json["status"]!["id"]!);

        // Asked again it says the same; and it is on record who asked, and why.
        Assert.True((bool)(await EraseAsync(first)).Json["erased"]!);
        var record = (await api.ReadAllAsync("/api/audit?site=mall-sh-01", "li.yan")).Where(entry => (string?)entry["what"] == "EraseCustomer" && (string?)entry["caseNumber"] is { } number && (number == first || number == second)).ToList();
        Assert.Equal(new HashSet<string> { first, second }, record.Select(entry => (string)entry["caseNumber"]!).ToHashSet());
        Assert.All(record, entry => Assert.Equal((Manager, "CustomerRequest"), ((string)entry["who"]!, (string)entry["why"]!)));
    }

    [Fact]
    public async Task PUB_11_while_a_case_is_open_or_held_nothing_is_erased_and_the_way_out_is_named()
    {
        const string Phone = "13677770002";
        var (closed, open) = (await OpenAsync(Phone), await OpenAsync(Phone));
        await WithdrawAsync(closed);
        var barred = (await EraseAsync(closed)).Problem(409, "erasure-barred");
        Assert.Equal(open, Assert.Single(barred["errors"]!.AsArray())!["field"]!.GetValue<string>());
        Assert.Contains("withdraw", barred.ToJsonString(), StringComparison.Ordinal);

        await WithdrawAsync(open);
        Assert.Equal(200, (await api.CommandAsync(closed, new { command = "holdRetention", reason = "Lawsuit", text = "客户已起诉" }, Manager)).Status);
        (await api.CommandAsync(closed, new { command = "holdRetention", reason = "Claim" }, "chen.min")).Problem(403, "not-permitted");
        Assert.Contains("liftHold", (await EraseAsync(open)).Problem(409, "erasure-barred").ToJsonString(), StringComparison.Ordinal);
        Assert.NotEmpty(await TracesOfAsync(KeyOf(Phone)));

        Assert.Equal(200, (await api.CommandAsync(closed, new { command = "liftHold", text = "已撤诉" }, Manager)).Status);
        Assert.True((bool)(await EraseAsync(open)).Json["erased"]!);
        Assert.Empty(await TracesOfAsync(KeyOf(Phone)));
    }

    [Fact]
    public async Task PUB_11_only_a_manager_erases_for_a_reason_and_a_customer_who_comes_back_is_a_new_one()
    {
        const string Phone = "13677770003";
        var number = await OpenAsync(Phone);
        await WithdrawAsync(number);
        (await EraseAsync(number, "chen.min")).Problem(403, "not-permitted");
        (await EraseAsync(number, "wang.fang")).Problem(403, "other-site");
        Assert.Contains("ConsentWithdrawn", (await EraseAsync(number, reason: "Boredom")).Problem(422, "unknown-value").ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(200, (await EraseAsync(number)).Status);

        var again = await OpenAsync(Phone);
        Assert.Equal("我的沙发坏了", (string?)(await api.GetAsync($"/api/cases/{again}/timeline")).Json["timeline"]![0]!["texts"]?["text"]);
        Assert.Equal([again], (await api.ItemsAsync($"/api/cases/{again}/customer-cases")).Select(item => (string)item["caseNumber"]!));
    }

    [Fact]
    public async Task PUB_11_a_customer_without_a_case_is_erased_with_subjects_care_and_chats_and_a_repeated_push_is_still_known()
    {
        var (key, subject) = await RecordAsync("13677770004");
        await ChatAsync(key, "chat-4");
        var path = $"/api/subjects/{key}/{subject}/erasure";
        Task<ApiAnswer> Erase(string user, string reason = "CustomerRequest") => api.SendAsync(HttpMethod.Post, path, user, JsonContent.Create(new { reason }));
        (await Erase("chen.min")).Problem(403, "not-permitted");
        (await Erase("wang.fang")).Problem(403, "other-site");
        (await Erase(Manager, "Boredom")).Problem(422, "unknown-value");
        Assert.NotEmpty(await TracesOfAsync(key));
        Assert.Equal(204, (await Erase(Manager)).Status);
        Assert.Empty(await TracesOfAsync(key));
        Assert.Empty(await TracesOfAsync("chat-4-conversation"));
        var receipt = await app.Host.Services.GetRequiredService<InboundTable>().FindAsync(ReceiptOf("chat-4"), default);
        Assert.Equal(("heard", Retention.Nobody), (receipt!.Outcome, receipt.CustomerKey));
        Assert.False(await app.Host.Services.GetRequiredService<InboundTable>().InsertAsync(receipt with { Outcome = null, CustomerKey = key }, default));
        (await Erase(Manager)).Problem(404, "not-found");
        Assert.Contains(await api.ReadAllAsync("/api/audit?site=mall-sh-01", "li.yan"), entry => (string?)entry["what"] == "EraseSubjectCustomer" && (string?)entry["why"] == "CustomerRequest");
    }

    [Fact]
    public async Task PUB_11_a_customer_with_a_case_is_erased_by_the_case()
    {
        var (key, subject) = await RecordAsync("13677770005");
        var number = await OpenAsync("13677770005");
        var barred = (await api.SendAsync(HttpMethod.Post, $"/api/subjects/{key}/{subject}/erasure", Manager, JsonContent.Create(new { reason = "CustomerRequest" }))).Problem(409, "erasure-barred");
        Assert.Equal(number, Assert.Single(barred["errors"]!.AsArray())!["field"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PUB_11_the_erasure_of_a_customer_without_a_case_survives_a_death_at_any_request(bool afterSending)
    {
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < 80, "The erasure never came to an end.");
            var (key, _) = await RecordAsync($"13655{(afterSending ? 1 : 0)}{life:D5}");
            await ChatAsync(key, $"chat-{afterSending}-{life}");
            using var mortal = new MortalHost(app, life, afterSending);
            lived = await mortal.LivesThroughAsync(host => host.Customers.EraseAskedAsync("demo", key, default));
            await ActivatorUtilities.CreateInstance<CareWatch>(app.Host.Services).Run(new TimerInfo(), app.Host.Services.GetRequiredService<DurableEngine>().Client, default);
            if (life == 0 && !afterSending)
            {
                // Not even the row in table due was written: the manager has no answer and asks again.
                continue;
            }

            Assert.False((await Tables.Customers.GetEntityIfExistsAsync<CareLoop.Embedded.Storage.Tables.TableEntity>("demo", key)).HasValue);
            Assert.DoesNotContain(await TracesOfAsync(key), trace => !trace.StartsWith("due/", StringComparison.Ordinal));
        }
    }

    private async Task<(string Key, string Subject)> RecordAsync(string phone)
    {
        var subject = new { site = "mall-sh-01", kind = "Order", number = $"HT-{phone}", customer = new { phone }, anchors = new[] { new { anchor = "SaleDelivered", at = app.Clock.GetUtcNow() } } };
        var recorded = await api.SendAsync(HttpMethod.Post, "/api/subjects", "chen.min", JsonContent.Create(subject));
        Assert.True(recorded.Status is 200 or 201, recorded.Text);
        return ((string)recorded.Json["customerKey"]!, (string)recorded.Json["id"]!);
    }

    /// <summary>A chat that has come to rest, and the receipt of its message.</summary>
    private async Task ChatAsync(string key, string name)
    {
        var state = new ConversationState
        {
            Id = $"{name}-conversation",
            Organisation = "demo",
            Site = "mall-sh-01",
            Channel = "WeChat",
            Account = "wechat/mall",
            CustomerKey = key,
        };
        var conversations = app.Host.Services.GetRequiredService<ConversationTable>();
        await conversations.ListAsync(state, default);
        await conversations.CommitAsync(new ConversationRow(state, [], WakeAt: null, default), [], default);
        var receipt = new InboundReceipt(ReceiptOf(name), state.Id, app.Clock.GetUtcNow(), key, state.Account);
        await app.Host.Services.GetRequiredService<InboundTable>().SettleAsync(receipt, "heard", default);
    }

    private static string ReceiptOf(string name) => InboundTable.IdOf("wechat", "mall", name);

    private async Task<string> OpenAsync(string phone)
    {
        var answer = await api.OpenAsync(new { site = "mall-sh-01", channel = "Phone", text = "我的沙发坏了", customer = new { name = "林海", phone } }, "chen.min");
        Assert.True(answer.Status == 201, answer.Text);
        var number = (string)answer.Json["caseNumber"]!;
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "classify", type = "Complaint", category = "ProductQuality", severity = "Ordinary" })).Status);
        return number;
    }

    private async Task WithdrawAsync(string number) =>
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "withdraw", text = "不用处理了" })).Status);

    private Task<ApiAnswer> EraseAsync(string number, string user = Manager, string reason = "CustomerRequest") =>
        api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/erasure", user, JsonContent.Create(new { reason }));

    private string KeyOf(string phone) => CustomerKeys.Of(app.Host.Services.GetRequiredService<DeploymentSecrets>(), "demo", new Contact(null, phone, null));

    /// <summary>Where a customer's key stands, in any table but the audit record.</summary>
    private async Task<IReadOnlyList<string>> TracesOfAsync(string key)
    {
        List<string> traces = [];
        foreach (var table in Tables.All.Except([Tables.Audit]))
        {
            await foreach (var row in table.QueryAsync<CareLoop.Embedded.Storage.Tables.TableEntity>())
            {
                if (row.Select(column => column.Value?.ToString()).Append(row.PartitionKey).Append(row.RowKey).Any(text => text?.Contains(key, StringComparison.Ordinal) == true))
                {
                    traces.Add($"{table.Name}/{row.PartitionKey}/{row.RowKey}");
                }
            }
        }

        return traces;
    }
}
