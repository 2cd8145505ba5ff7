using System.Globalization;
using System.Net.Http.Json;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Notifications;

/// <summary>Notices on the best way that is open, over sockets, against the stand-ins' own books.</summary>
public sealed class CustomerWayTests(OutsideFixture outside) : IClassFixture<OutsideFixture>
{
    private const string Send = "/cgi-bin/message/custom/send";

    [Fact]
    public async Task Who_writes_on_WeChat_is_answered_there_while_the_window_is_open_and_the_timeline_says_so()
    {
        var number = await outside.TellAsync("o-window");
        await outside.StaffAsync(number, new { command = "reply", text = "马上为您核实。" });
        await outside.StaffAsync(number, new { command = "askCustomer", text = "请补拍合同首页" });

        Assert.Equal([("case.registered", "Sent", "WeChatService"), ("case.question", "Sent", "WeChatService")], await outside.LedgerAsync(number));
        var texts = outside.TextsTo("o-window").Where(text => text.Contains(number, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, texts.Count);
        Assert.Contains("我们已受理", texts[0], StringComparison.Ordinal);
        Assert.Contains("请补拍合同首页", texts[1], StringComparison.Ordinal);

        var timeline = (await outside.Api.GetAsync($"/api/cases/{number}/timeline")).Json["timeline"]!.AsArray();
        Assert.Contains(timeline, line => (string)line!["event"]!["name"]! == "「受理通知」已通过微信客服消息发给客户");
        var seen = (await outside.Api.GetAsync($"/api/cases/{number}/timeline", await outside.TokenAsync("o-window"))).Text;
        Assert.DoesNotContain("NoticeDelivered", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_48_hours_a_consent_is_spent_for_one_message_and_without_one_nobody_is_written_to_twice()
    {
        var number = await outside.TellAsync("o-late");
        var user = await outside.TokenAsync("o-late");
        var offered = Assert.Single(await outside.Api.ItemsAsync("/api/consents", user));
        Assert.Equal((OutsideFixture.FeedbackTemplate, "case.feedback", 0), ((string)offered["template"]!, (string)offered["kind"]!, (int)offered["left"]!));
        outside.WeChat.Api.Mailbox.Agree("o-late", OutsideFixture.FeedbackTemplate);
        for (var repetition = 0; repetition < 2; repetition++)
        {
            var kept = await outside.Api.SendAsync(
                HttpMethod.Post, "/api/consents", user, JsonContent.Create(new { templates = new[] { OutsideFixture.FeedbackTemplate } }), key: "the-same-key");
            Assert.Equal(1, (int)Assert.Single(kept.Json["items"]!.AsArray())!["left"]!);
        }

        await ResolveAsync(number);
        await outside.WaitAsync(TimeSpan.FromHours(49));
        await outside.StaffAsync(number, new { command = "giveFeedback", text = "已为您更换同型号新沙发并安装完毕,旧沙发已收回" });

        var sent = Assert.Single(outside.WeChat.Api.Mailbox.Delivered, message => message.Template is not null && message.OpenId == "o-late");
        Assert.Equal($"{number}|已处理完毕:已为您更换同型号新沙发并安…", sent.Text);
        Assert.Equal(0, (int)Assert.Single(await outside.Api.ItemsAsync("/api/consents", await outside.TokenAsync("o-late")))["left"]!);
        Assert.Equal(("case.feedback", "Sent", "WeChatSubscription"), (await outside.LedgerAsync(number))[^1]);
    }

    [Fact]
    public async Task A_consent_that_the_platform_does_not_know_is_crossed_out()
    {
        var number = await outside.TellAsync("o-refused");
        await outside.Api.SendAsync(
            HttpMethod.Post, "/api/consents", await outside.TokenAsync("o-refused"), JsonContent.Create(new { templates = new[] { OutsideFixture.FeedbackTemplate } }), ApiClient.NewKey());
        await ResolveAsync(number);
        await outside.WaitAsync(TimeSpan.FromHours(49));
        await outside.StaffAsync(number, new { command = "giveFeedback", text = "已更换" });

        Assert.Equal(("case.feedback", "Sent", "PhoneTask"), (await outside.LedgerAsync(number))[^1]);
        Assert.Equal(0, (int)Assert.Single(await outside.Api.ItemsAsync("/api/consents", await outside.TokenAsync("o-refused")))["left"]!);
    }

    [Fact]
    public async Task COM_FU_03_a_customer_whom_nobody_could_reach_answers_by_the_link_of_the_message_once()
    {
        var number = await outside.EnterAsync(new { name = "周八", phone = "13811110008" });
        await ResolveAsync(number);
        await outside.StaffAsync(number, new { command = "giveFeedback", text = "已更换" });
        var today = new DateTimeOffset(outside.App.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date, TimeSpan.FromHours(8));
        foreach (var (day, hour) in new[] { (4, 10), (4, 15), (5, 10) })
        {
            await outside.App.Clock.AdvanceToAsync(today.AddDays(day).AddHours(hour));
            await outside.StaffAsync(number, new { command = "recordFollowUp", result = "Unreachable", mode = "Call" });
        }

        var message = Assert.Single(outside.Sms.Taken, text => text.Template == "followup.survey" && text.To == "13811110008");
        var token = message.Text[(message.Text.IndexOf('#', StringComparison.Ordinal) + 1)..message.Text.IndexOf("告诉", StringComparison.Ordinal)];
        (await AnswerAsync(token[..^1] + (token[^1] == '0' ? '1' : '0'), "Satisfied")).Problem(401, "token-invalid");
        Assert.Equal(204, (await AnswerAsync(token, "Satisfied")).Status);
        Assert.Equal(204, (await AnswerAsync(token, "Satisfied")).Status);
        (await AnswerAsync(token, "Dissatisfied")).Problem(409, "command-not-allowed");
        var followUp = (await outside.Api.GetAsync($"/api/cases/{number}")).Json["followUp"]!;
        Assert.Contains("Satisfied", followUp.ToJsonString(), StringComparison.Ordinal);

        Task<ApiAnswer> AnswerAsync(string survey, string result) =>
            outside.Api.SendAsync(HttpMethod.Post, "/api/surveys", user: null, JsonContent.Create(new { token = survey, result }));
    }

    [Fact]
    public async Task COM_TIME_13_whoever_is_on_call_gets_a_text_message_about_an_emergency_at_night_also_through_an_outage()
    {
        var tonight = new DateTimeOffset(outside.App.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date.AddDays(1), TimeSpan.FromHours(8)).AddHours(2);
        await outside.App.Clock.AdvanceToAsync(tonight);
        var opened = await outside.Api.OpenAsync(
            new { site = "prop-sh-01", channel = "Phone", type = "Repair", text = "卫生间水管爆了", subject = "12栋1803", customer = new { name = "钱女士", phone = "13811110007" } }, "lao.zhou");
        var number = (string)opened.Json["caseNumber"]!;
        outside.Sms.Server.Break("/send", 503);
        Assert.Equal(200, (await outside.Api.CommandAsync(number, new { command = "classify", type = "Repair", category = "WaterLeak", severity = "Ordinary", flags = new[] { "Emergency" } }, "lao.zhou")).Status);
        await outside.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.DoesNotContain(outside.Sms.Taken, text => text.To == "021-00000024");

        outside.Sms.Server.Break("/send", null);
        await outside.WaitAsync(TimeSpan.FromMinutes(1));
        var page = Assert.Single(outside.Sms.Taken, text => text.To == "021-00000024");
        Assert.Equal("case.escalated", page.Template);
        Assert.Contains($"工单{number}上报至您", page.Text, StringComparison.Ordinal);

        // Who comes, and when, is in the message to the customer; the engineer is woken, too.
        var arrival = outside.App.Clock.GetUtcNow().AddMinutes(30);
        var sent = await outside.Api.CommandAsync(number, new { command = "dispatch", engineer = "wu.qiang", arrivalAt = arrival }, "lao.zhou");
        Assert.True(sent.Status == 200, sent.Text);
        await outside.WaitAsync(TimeSpan.FromSeconds(5));
        var when = arrival.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Assert.Equal(
            $"已为您安排吴强,电话021-00000025,预计{when}到达。", Assert.Single(outside.Sms.Taken, text => text is { To: "13811110007", Template: "dispatch.created" }).Text);
        Assert.Equal($"工单{number}派给您,请于{when}前到达。", Assert.Single(outside.Sms.Taken, text => text.To == "021-00000025").Text);
    }

    [Fact]
    public async Task PUB_11_the_ledger_and_the_consents_of_a_customer_who_is_erased_go_with_them()
    {
        var number = await outside.EnterAsync(new { name = "孙七", phone = "13811110009" });
        Assert.Equal([("case.registered", "Sent", "Sms")], await outside.LedgerAsync(number));
        await outside.StaffAsync(number, new { command = "withdraw", text = "不用处理了" });
        await outside.App.Host.Services.GetRequiredService<ConsentTable>().AddAsync(
            (await outside.Ledger.ReadAsync(number, default))[0].Delivery.Recipient, "mall1", "case.feedback", "1", outside.App.Clock.GetUtcNow(), default);

        var erased = await outside.Api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/erasure", "zhao.qiang", JsonContent.Create(new { reason = "CustomerRequest" }));
        Assert.True(erased.Status == 200, erased.Text);
        Assert.Empty(await outside.LedgerAsync(number));
        await foreach (var row in outside.App.Host.Services.GetRequiredService<Tables>().Consents.QueryAsync<TableEntity>())
        {
            Assert.False(row.RowKey.EndsWith("|1", StringComparison.Ordinal), row.RowKey);
        }
    }

    [Fact]
    public async Task Unknown_templates_are_refused_with_those_that_there_are()
    {
        var user = await outside.TokenAsync("o-unknown");
        (await outside.Api.SendAsync(HttpMethod.Post, "/api/consents", user, JsonContent.Create(new { templates = new[] { "nothing" } }), ApiClient.NewKey()))
            .Problem(422, "unknown-value");
    }

    [Fact]
    public async Task A_customer_at_the_counter_gets_text_messages_and_one_with_a_wrong_number_mail()
    {
        var texted = await outside.EnterAsync(new { name = "赵敏", phone = "13811110001" });
        var text = Assert.Single(outside.Sms.Taken, message => message.Id.StartsWith(texted, StringComparison.Ordinal));
        Assert.Equal(("13811110001", "case.registered"), (text.To, text.Template));
        Assert.StartsWith($"赵敏您好,您反映的问题我们已受理,编号{texted}", text.Text, StringComparison.Ordinal);

        var mailed = await outside.EnterAsync(new { name = "Ann Lee", phone = "021-555", email = "ann@mail.example", language = "en" });
        Assert.Equal([("case.registered", "Sent", "Email")], await outside.LedgerAsync(mailed));
        var mail = await outside.Mail.OnlyMailToAsync("ann@mail.example");
        Assert.Equal(($"<{mailed}-2-case.registered@mall.example>", $"Case registered {mailed}"), (mail.MessageId, mail.Subject));
        Assert.StartsWith($"Dear Ann Lee, we have registered your case, number {mailed}", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_all_ways_refuse_the_owner_is_asked_to_call()
    {
        var number = await outside.EnterAsync(new { name = "钱进", phone = "021-556", email = "qian@refused.example" });
        Assert.Equal([("case.registered", "Sent", "PhoneTask")], await outside.LedgerAsync(number));
        var task = Assert.Single(await outside.Api.ItemsAsync("/api/inbox"), item => (string?)item["caseNumber"] == number && (string)item["kind"]! == "customer.call");
        Assert.Equal($"工单{number}的「受理通知」未能送达客户,请致电或另行联系客户告知。", (string)task["text"]!);
    }

    [Fact]
    public async Task An_outage_holds_up_what_comes_after_it_so_that_the_order_stays()
    {
        outside.WeChat.Api.Server.Break(Send, 503);
        var number = await outside.TellAsync("o-outage");
        await outside.StaffAsync(number, new { command = "reply", text = "马上为您核实。" });
        await outside.StaffAsync(number, new { command = "askCustomer", text = "请补拍合同首页" });
        Assert.Equal(["Waiting", "Waiting"], (await outside.LedgerAsync(number)).Select(line => line.State));

        outside.WeChat.Api.Server.Break(Send, null);
        await outside.WaitAsync(TimeSpan.FromMinutes(11));
        Assert.Equal([("case.registered", "Sent", "WeChatService"), ("case.question", "Sent", "WeChatService")], await outside.LedgerAsync(number));
        Assert.Equal(
            ["已受理", "请您补充"],
            outside.TextsTo("o-outage").Where(text => text.Contains(number, StringComparison.Ordinal)).Select(text => text.Contains("已受理", StringComparison.Ordinal) ? "已受理" : "请您补充"));
    }

    [Fact]
    public async Task A_token_that_somebody_else_ended_is_renewed()
    {
        var number = await outside.TellAsync("o-token");
        outside.WeChat.Api.EndTokens();
        await outside.StaffAsync(number, new { command = "askCustomer", text = "请补拍合同首页" });
        Assert.Equal(("case.question", "Sent", "WeChatService"), (await outside.LedgerAsync(number))[^1]);
    }

    [Fact]
    public async Task A_platform_that_never_answers_leaves_the_notice_unknown_until_an_operator_decides()
    {
        var number = await outside.TellAsync("o-silent");
        outside.WeChat.Api.Server.KeepSilentOnce(Send);
        await outside.StaffAsync(number, new { command = "askCustomer", text = "请补拍合同首页" });
        Assert.Equal(("case.question", "Unknown", "WeChatService"), (await outside.LedgerAsync(number))[^1]);
        await outside.WaitAsync(TimeSpan.FromHours(3));
        Assert.Single(outside.TextsTo("o-silent"), text => text.Contains("请补拍", StringComparison.Ordinal));

        var listed = Assert.Single(await outside.Api.ItemsAsync("/api/operations/deliveries", "xu.lei"), item => (string?)item["caseNumber"] == number);
        Assert.Equal(("Unknown", "no-answer", "case.question"), ((string)listed["state"]!, (string)listed["reason"]!, (string)listed["kind"]!));
        var id = (string)listed["id"]!;
        for (var repetition = 0; repetition < 2; repetition++)
        {
            Assert.Equal(200, (await OperateAsync("replay", new { id })).Status);
            await outside.WaitAsync(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(2, outside.TextsTo("o-silent").Count(text => text.Contains("请补拍", StringComparison.Ordinal)));
        Assert.Equal(("case.question", "Sent", "WeChatService"), (await outside.LedgerAsync(number))[^1]);
        Assert.DoesNotContain(await outside.Api.ItemsAsync("/api/operations/deliveries", "xu.lei"), item => (string?)item["caseNumber"] == number);
    }

    [Fact]
    public async Task An_operator_settles_a_notice_with_a_reason_that_is_kept()
    {
        var number = await outside.TellAsync("o-settled");
        outside.WeChat.Api.Server.KeepSilentOnce(Send);
        await outside.StaffAsync(number, new { command = "askCustomer", text = "请补拍合同首页" });
        var id = (string)Assert.Single(await outside.Api.ItemsAsync("/api/operations/deliveries", "xu.lei"), item => (string?)item["caseNumber"] == number)["id"]!;

        (await OperateAsync("discard", new { id, reason = "because" })).Problem(422, "unknown-value");
        var settled = await OperateAsync("discard", new { id, reason = "HandledOtherwise" });
        Assert.Equal(("Unknown", "HandledOtherwise"), ((string)settled.Json["state"]!, (string)settled.Json["settled"]!));
        Assert.DoesNotContain(await outside.Api.ItemsAsync("/api/operations/deliveries", "xu.lei"), item => (string?)item["caseNumber"] == number);
        (await OperateAsync("replay", new { id = "nothing~nothing" })).Problem(404, "not-found");
    }

    [Fact]
    public async Task A_chat_without_a_case_is_answered_in_the_chat()
    {
        await outside.OpeningAsync();
        await outside.WeChat.SendTextAsync(outside.Callback, "o-hello", "你好");
        await outside.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Contains(outside.TextsTo("o-hello"), text => text.Contains("请把您遇到的问题用文字告诉我们", StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_answers_than_the_platform_allows_go_another_way()
    {
        var number = await outside.TellAsync("o-quota");
        for (var question = 1; question <= 5; question++)
        {
            await outside.StaffAsync(number, new { command = "askCustomer", text = $"请补充第{question}项" });
            await outside.WeChatMiniSupplementAsync(number, "o-quota");
        }

        var ledger = await outside.LedgerAsync(number);
        Assert.Equal(6, ledger.Count);
        Assert.Equal(("Sent", "PhoneTask"), (ledger[^1].State, ledger[^1].Way));
        Assert.Equal(5, ledger.Count(line => line.Way == "WeChatService"));
    }

    private Task<ApiAnswer> OperateAsync(string order, object body) =>
        outside.Api.SendAsync(HttpMethod.Post, $"/api/operations/deliveries/{order}", "xu.lei", JsonContent.Create(body));

    private async Task ResolveAsync(string number)
    {
        await outside.StaffAsync(number, new { command = "reply", text = "马上为您核实。" });
        await outside.StaffAsync(number, new { command = "classify", type = "Complaint", category = "ProductQuality", severity = "Ordinary" });
        await outside.StaffAsync(number, new { command = "startInvestigation" });
        await outside.StaffAsync(number, new { command = "recordInvestigation", text = "横梁开裂。", finding = "Upheld", liability = "Merchant", cause = "StructuralDefect" });
        await outside.StaffAsync(number, new { command = "proposeSolution", kind = "Exchange", text = "更换新沙发。", promisedCompletionAt = outside.App.Clock.GetUtcNow().AddDays(1) });
        await outside.StaffAsync(number, new { command = "agreeSolution", text = "客户来电同意。" });
        await outside.StaffAsync(number, new { command = "completeImplementation", text = "新沙发已安装。" });
    }
}
