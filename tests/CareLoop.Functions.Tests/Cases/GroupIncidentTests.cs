using System.Text.Json.Nodes;
using CareLoop.Domain.Cases;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Cases;

/// <summary>A burst main, many flats: every customer keeps a case of their own, and one case speaks for all.</summary>
public sealed class GroupIncidentTests(AppFixture app) : IClassFixture<AppFixture>
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task What_is_told_to_the_group_reaches_every_open_case_once_in_words_its_customer_can_read()
    {
        var incident = await OpenAsync("13600000001");
        string[] cases = [await JoinedAsync(incident, "13600000002"), await JoinedAsync(incident, "13600000003")];
        var withdrawn = await JoinedAsync(incident, "13600000004");
        Assert.Equal(200, (await api.CommandAsync(withdrawn, new { command = "withdraw", text = "已修好" })).Status);
        var alone = await OpenAsync("13600000005");

        var told = await api.CommandAsync(
            incident, new { command = "promiseReply", at = app.Clock.GetUtcNow().AddHours(3).ToString("O"), text = "正在抢修主管道。", forGroup = true });
        Assert.True(told.Status == 200, told.Text);
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddSeconds(1));

        foreach (var number in cases.Append(incident))
        {
            Assert.Equal("正在抢修主管道。", (string?)Assert.Single(await ToldAsync(number))["texts"]?["text"]);
        }

        Assert.Empty(await ToldAsync(withdrawn));
        Assert.Empty(await ToldAsync(alone));
        Assert.Equal(
            cases.Append(withdrawn).Order(StringComparer.Ordinal), (await api.ItemsAsync($"/api/cases/{incident}/group-cases")).Select(item => (string)item["caseNumber"]!));
        (await api.GetAsync($"/api/cases/{incident}/group-cases", "ma.chao")).Problem(403, "other-site");
    }

    [Fact]
    public async Task A_message_to_the_group_that_comes_again_changes_nothing()
    {
        var incident = await OpenAsync("13600000011");
        var number = await JoinedAsync(incident, "13600000012");
        Assert.Equal(200, (await api.CommandAsync(incident, new { command = "reply", text = "已派人。", forGroup = true })).Status);
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddSeconds(1));
        var before = await TimelineAsync(number);

        var sequence = (int)Assert.Single(await TimelineAsync(incident), item => (string?)item["texts"]?["text"] == "已派人。")["sequence"]!;
        var again = new NoticeMessage("demo", "mall-sh-01", incident, sequence, CaseNotices.GroupTold, Recipient.Group(incident), null, app.Clock.GetUtcNow());
        await app.Host.Services.GetRequiredService<ServiceBusSender>().SendMessageAsync(again.ToServiceBusMessage(position: 9));
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddSeconds(1));
        Assert.Equal(before.Count, (await TimelineAsync(number)).Count);
    }

    [Fact]
    public async Task A_case_that_cannot_join_is_told_why()
    {
        var incident = await OpenAsync("13600000021");
        var joined = await JoinedAsync(incident, "13600000022");
        var other = await OpenAsync("13600000023");
        Assert.Contains("BelongsToGroup", (await JoinAsync(other, joined)).Problem(422, "impossible-value").ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("JoinerLeadsGroup", (await JoinAsync(incident, other)).Problem(422, "impossible-value").ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Unknown", (await JoinAsync(other, "MALL-20260304-AAAAAAAA1")).Problem(422, "impossible-value").ToJsonString(), StringComparison.Ordinal);
        (await api.CommandAsync(joined, new { command = "reply", text = "您好", forGroup = true })).Problem(422, "impossible-value");
        Assert.Equal(200, (await api.CommandAsync(joined, new { command = "leaveGroup" })).Status);
        Assert.Empty(await api.ItemsAsync($"/api/cases/{incident}/group-cases"));
    }

    [Fact]
    public async Task CTR_FU_02_a_new_need_is_a_case_of_its_own_linked_to_the_one_it_came_from()
    {
        var original = await OpenAsync("13600000031");
        var matter = new { site = "mall-sh-01", channel = "Phone", text = "还想改扣款日", customer = new { phone = "13600000031" }, linkedTo = original };
        var opened = await api.OpenAsync(matter, "chen.min");
        Assert.Equal(201, opened.Status);
        var number = (string)opened.Json["caseNumber"]!;
        Assert.Equal(original, (string?)(await api.GetAsync($"/api/cases/{number}")).Json["linkedTo"]);
        Assert.Equal([number], (await api.ItemsAsync($"/api/cases/{original}/following-cases")).Select(item => (string)item["caseNumber"]!));

        var wrong = await api.OpenAsync(matter with { linkedTo = "MALL-20260304-AAAAAAAA1" }, "chen.min");
        Assert.Contains("linkedTo", wrong.Problem(400, "request-invalid").ToJsonString(), StringComparison.Ordinal);
        (await api.OpenAsync(new { site = "mall-sh-01", channel = "WeChat", text = "也漏水", linkedTo = original }, "wang.li")).Problem(400, "request-invalid");
    }

    private async Task<string> OpenAsync(string phone)
    {
        var answer = await api.OpenAsync(new { site = "mall-sh-01", channel = "Phone", text = "天花板漏水", customer = new { phone } }, "chen.min");
        Assert.True(answer.Status == 201, answer.Text);
        return (string)answer.Json["caseNumber"]!;
    }

    private async Task<string> JoinedAsync(string incident, string phone)
    {
        var number = await OpenAsync(phone);
        var answer = await JoinAsync(number, incident);
        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal(incident, (string?)answer.Json["groupIncident"]);
        return number;
    }

    private Task<ApiAnswer> JoinAsync(string number, string incident) => api.CommandAsync(number, new { command = "joinGroup", incident });

    private async Task<List<JsonNode>> ToldAsync(string number) =>
        [.. (await TimelineAsync(number)).Where(item => (string)item["event"]!["id"]! == "ProgressTold")];

    private async Task<List<JsonNode>> TimelineAsync(string number) =>
        [.. (await api.GetAsync($"/api/cases/{number}/timeline")).Json["timeline"]!.AsArray().Select(item => item!)];
}
