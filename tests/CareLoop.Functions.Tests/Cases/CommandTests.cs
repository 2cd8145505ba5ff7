using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Cases;

[Collection(AppCollection.Name)]
public sealed class CommandTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task An_internal_note_is_for_staff_and_a_visible_one_for_the_customer_too()
    {
        var number = await api.OpenSampleAsync();
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "comment", text = "商户态度强硬" })).Status);
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "comment", text = "师傅周六到", visibleToCustomer = true })).Status);

        Assert.Equal(200, (await api.CommandAsync(number, new { command = "reply", text = "您好" })).Status);
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "classify", type = "Complaint", category = "ProductQuality", severity = "Ordinary" })).Status);
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "startInvestigation" })).Status);
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "recordInvestigation", text = "内部调查记录", finding = "Upheld" })).Status);

        var staff = (await api.GetAsync($"/api/cases/{number}/timeline")).Text;
        var customer = (await api.GetAsync($"/api/cases/{number}/timeline", "wang.li")).Text;
        Assert.All(["商户态度强硬", "师傅周六到", "内部调查记录", "您好"], words => Assert.Contains(words, staff, StringComparison.Ordinal));
        Assert.All(["师傅周六到", "沙发框架裂了", "您好"], words => Assert.Contains(words, customer, StringComparison.Ordinal));
        Assert.All(["商户态度强硬", "内部调查记录"], words => Assert.DoesNotContain(words, customer, StringComparison.Ordinal));
        Assert.DoesNotContain("\"notices\"", customer, StringComparison.Ordinal);

        var seenByCustomer = (await api.GetAsync($"/api/cases/{number}", "wang.li")).Json;
        Assert.Null(seenByCustomer["finding"]);
        Assert.Null(seenByCustomer["severity"]);
    }

    [Fact]
    public async Task A_customer_takes_the_matter_back_and_it_stays_closed()
    {
        var number = await api.OpenSampleAsync();
        var withdrawn = await api.CommandAsync(number, new { command = "withdraw", text = "商户已经解决,不投诉了" }, "wang.li");
        Assert.Equal((200, "Withdrawn"), (withdrawn.Status, (string)withdrawn.Json["status"]!["id"]!));

        (await api.CommandAsync(number, new { command = "reply", text = "好的" })).Problem(409, "command-not-allowed");
    }

    [Fact]
    public async Task A_question_to_the_customer_waits_for_the_answer_J01_variant_b()
    {
        var number = await api.OpenSampleAsync();
        var asked = await api.CommandAsync(number, new { command = "askCustomer", text = "请补拍合同首页" });
        Assert.Equal("WaitingCustomer", (string)asked.Json["status"]!["id"]!);
        var answered = await api.CommandAsync(number, new { command = "supplement", text = "已补拍" }, "wang.li");
        Assert.Equal((200, "Registered"), (answered.Status, (string)answered.Json["status"]!["id"]!));
    }

    [Fact]
    public async Task A_caller_who_does_not_wait_gets_a_link_that_leads_to_the_outcome()
    {
        var number = await api.OpenSampleAsync();
        var accepted = await api.CommandAsync(number, new { command = "reply", text = "您好" }, headers: ("Prefer", "respond-async"));
        Assert.Equal(202, accepted.Status);
        var link = (string)accepted.Json["status"]!;

        ApiAnswer outcome;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            outcome = await api.GetAsync(link);
        }
        while (outcome.Status == 202);
        Assert.Equal((200, "applied"), (outcome.Status, (string)outcome.Json["outcome"]!));
    }

    [Fact]
    public async Task Another_customer_cannot_tell_the_case_from_one_that_does_not_exist()
    {
        var number = await api.OpenSampleAsync();
        foreach (var path in new[] { "", "/timeline" })
        {
            (await api.GetAsync($"/api/cases/{number}{path}", "liu.jianguo")).Problem(404, "case-not-found");
        }

        (await api.CommandAsync(number, new { command = "withdraw", text = "不投诉了" }, "liu.jianguo")).Problem(404, "case-not-found");
    }

    [Fact]
    public async Task Staff_of_another_site_are_refused_and_told_why()
    {
        var number = await api.OpenSampleAsync();
        (await api.GetAsync($"/api/cases/{number}", "ma.chao")).Problem(403, "other-site");
        (await api.CommandAsync(number, new { command = "reply", text = "您好" }, "ma.chao")).Problem(403, "other-site");
        (await api.OpenAsync(new { site = "mall-sh-01", channel = "Phone", text = "……", customer = new { phone = "13700000000" } }, "ma.chao")).Problem(403, "other-site");
    }

    [Fact]
    public async Task Staff_enter_a_call_for_a_customer_and_the_clocks_start_when_it_was_answered_COM_INT_13()
    {
        var receivedAt = app.Clock.GetUtcNow().AddMinutes(-5);
        var answer = await api.OpenAsync(
            new { site = "mall-sh-01", channel = "Phone", text = "桌面裂了", receivedAt, customer = new { name = "刘建国", phone = "13900005678" } }, "zhou.jie");
        Assert.Equal((201, "zhou.jie"), (answer.Status, (string)answer.Json["owner"]!["id"]!));
        Assert.Equal(receivedAt, DateTimeOffset.Parse((string)answer.Json["receivedAt"]!, System.Globalization.CultureInfo.InvariantCulture));

        // The caller is the same person as the customer who signs in with this phone number.
        Assert.Equal(200, (await api.GetAsync($"/api/cases/{(string)answer.Json["caseNumber"]!}", "liu.jianguo")).Status);
    }
}
