using System.Text.Json.Nodes;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Time;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using CareLoop.Functions.Tests.Support.Platforms;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Notifications.Robots;

/// <summary>From the notices of staff to a group chat's own books, on the virtual clock.</summary>
public sealed class RobotTests(RobotApp fixture) : IClassFixture<RobotApp>
{
    private const string Operator = "xu.lei";
    private const string Told = "/api/operations/robots/shop/notices?status=Told";
    private static readonly Dictionary<string, string> Words = new() { [NoticeKinds.Supplemented] = "客户已补充", [NoticeKinds.MediaAlert] = "特殊投诉预警" };

    private readonly ApiClient api = new(fixture.App.CreateClient());
    private int sent;

    private AppFixture App => fixture.App;

    private DateTimeOffset Now => App.Clock.GetUtcNow();

    [Fact]
    public async Task WeCom_gets_a_hundred_notices_of_one_minute_in_order_with_never_more_than_twenty_calls_a_minute()
    {
        var (number, before) = (await OpenAsync("mall-sh-01"), fixture.WeCom.Calls.Count);
        var random = new Random(20260304);
        var kinds = Enumerable.Range(0, 100).Select(_ => random.Next(3) == 0 ? NoticeKinds.MediaAlert : NoticeKinds.Supplemented).ToList();
        var start = Now;
        foreach (var (index, kind) in kinds.Index())
        {
            await SendAsync(number, kind);
            await App.Clock.AdvanceToAsync(start.AddMilliseconds(600 * (index + 1)));
        }

        await App.Clock.AdvanceToAsync(start.AddMinutes(10));
        var calls = fixture.WeCom.Calls.Skip(before).ToList();
        Assert.All(calls, call => Assert.Equal(0, call.Code));
        Assert.Equal(kinds.Select(kind => Words[kind]), calls.SelectMany(call => call.Lines).Select(KindOf));
        Assert.All(calls, first => Assert.InRange(calls.Count(call => call.At >= first.At && call.At - first.At <= TimeSpan.FromMinutes(1)), 1, 20));
        Assert.Equal(20, calls.Count(call => call.At - calls[0].At <= TimeSpan.FromMinutes(1)));
        Assert.InRange(calls.Count, 21, 30);
        Assert.All(calls, call => Assert.InRange(call.At - start, TimeSpan.Zero, TimeSpan.FromMinutes(3)));

        Assert.All(calls.SelectMany(call => call.Lines), line => Assert.Contains($"工单 {number}", line, StringComparison.Ordinal));
        Assert.All(calls.SelectMany(call => call.Lines), line => Assert.EndsWith(RobotApp.Link + number, line, StringComparison.Ordinal));
        Assert.All(["王丽", "1380000", "陈敏", "沙发"], secret => Assert.All(calls, call => Assert.DoesNotContain(secret, call.Text, StringComparison.Ordinal)));
        Assert.DoesNotContain(fixture.WeCom.Key, App.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EDU_PEN_01_what_concerns_a_colleague_is_told_in_no_group_chat()
    {
        var (number, before) = (await OpenAsync("mall-sh-01"), fixture.WeCom.Calls.Count);
        string[] kinds = [NoticeKinds.PenaltyProposed, NoticeKinds.PenaltyWithdrawn, NoticeKinds.PenaltyDue, NoticeKinds.Supplemented];
        foreach (var kind in kinds)
        {
            await SendAsync(number, kind);
        }

        await App.Clock.AdvanceToAsync(Now.AddMinutes(5));
        Assert.Equal([Words[NoticeKinds.Supplemented]], fixture.WeCom.Calls.Skip(before).SelectMany(call => call.Lines).Select(KindOf));
    }

    [Fact]
    public async Task An_outage_of_an_hour_delays_and_loses_nothing()
    {
        var number = await OpenAsync("mall-sh-01");
        var (before, start) = (fixture.WeCom.Calls.Count, Now);
        fixture.WeCom.IsDown = true;
        string[] kinds = [NoticeKinds.Supplemented, NoticeKinds.MediaAlert, NoticeKinds.MediaAlert, NoticeKinds.Supplemented];
        foreach (var (index, kind) in kinds.Index())
        {
            await SendAsync(number, kind);
            await App.Clock.AdvanceToAsync(start.AddMinutes(15 * (index + 1)));
        }

        var (tried, robot) = (fixture.WeCom.Calls.Count - before, await RobotAsync("service"));
        Assert.InRange(tried, 10, 20);
        Assert.Equal((4, tried, "HTTP 503"), ((int)robot["waiting"]!, (int)robot["failures"]!, (string)robot["lastError"]!));
        fixture.WeCom.IsDown = false;
        await App.Clock.AdvanceToAsync(start.AddMinutes(70));
        var told = fixture.WeCom.Calls.Skip(before + tried).ToList();
        Assert.Equal(kinds.Select(kind => Words[kind]), told.SelectMany(call => call.Lines).Select(KindOf));
        Assert.InRange(told[0].At - start, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(65));
        robot = await RobotAsync("service");
        Assert.Equal((0, 0), ((int)robot["waiting"]!, (int)robot["failures"]!));
    }

    [Fact]
    public async Task What_is_not_urgent_waits_for_the_morning_and_comes_in_one_message()
    {
        var number = await OpenAsync("mall-sh-01");
        var night = ChinaTime.Local(Now).Date.AddHours(23).AddMinutes(30) - TimeSpan.FromHours(8);
        await App.Clock.AdvanceToAsync(new DateTimeOffset(night, TimeSpan.Zero));
        var before = fixture.WeCom.Calls.Count;
        foreach (var kind in new[] { NoticeKinds.Supplemented, NoticeKinds.MediaAlert, NoticeKinds.Supplemented, NoticeKinds.Supplemented })
        {
            await SendAsync(number, kind);
        }

        await SettleAsync();
        Assert.Equal(["特殊投诉预警"], fixture.WeCom.Calls.Skip(before).SelectMany(call => call.Lines).Select(KindOf));
        await App.Clock.AdvanceToAsync(Now.AddHours(10));
        var morning = fixture.WeCom.Calls.Skip(before + 1).Where(call => call.Text.Contains("客户已补充", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, Assert.Single(morning).Lines.Count(line => KindOf(line) == "客户已补充"));
        Assert.Equal("09:00", $"{ChinaTime.Local(morning[0].At):HH:mm}");
        Assert.StartsWith("共 ", morning[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DingTalk_is_left_alone_for_ten_minutes_when_it_has_had_too_much()
    {
        var number = await OpenAsync("mall-bj-01");
        var start = Now;
        fixture.DingTalk.FailNext(130101);
        await SendAsync(number, NoticeKinds.MediaAlert);
        await SettleAsync();
        await SendAsync(number, NoticeKinds.Supplemented);
        await App.Clock.AdvanceToAsync(start.AddMinutes(9));
        Assert.Equal(130101, Assert.Single(fixture.DingTalk.Calls).Code);
        Assert.NotNull((await RobotAsync("beijing"))["blockedUntil"]);
        await App.Clock.AdvanceToAsync(start.AddMinutes(11));
        var first = fixture.DingTalk.Calls[0].At;
        Assert.All(fixture.DingTalk.Calls.Skip(1), call => Assert.Equal(0, call.Code));
        Assert.Equal(first.AddMinutes(10), fixture.DingTalk.Calls[1].At, TimeSpan.FromSeconds(1));
        Assert.Equal(["特殊投诉预警", "客户已补充"], fixture.DingTalk.Chat.SelectMany(call => call.Lines).Select(KindOf));
    }

    [Fact]
    public async Task Feishu_refuses_what_is_wrongly_signed_and_operators_see_which_notices_and_why()
    {
        var number = await OpenAsync("ecom-01");
        var (before, told) = (fixture.Feishu.Calls.Count, (await api.ReadAllAsync(Told, Operator)).Count);
        await SendAsync(number, NoticeKinds.MediaAlert);
        await SettleAsync();
        Assert.Equal(0, Assert.Single(fixture.Feishu.Calls.Skip(before)).Code);

        var secret = fixture.Feishu.Secret;
        fixture.Feishu.Secret = "changed on one side only";
        await SendAsync(number, NoticeKinds.Supplemented);
        await SettleAsync();
        Assert.Equal([0, 19021], fixture.Feishu.Calls.Skip(before).Select(call => call.Code!.Value));
        var failed = Assert.Single(await api.ReadAllAsync("/api/operations/robots/shop/notices?status=Failed", Operator));
        Assert.Equal(("19021", NoticeKinds.Supplemented), ((string)failed["error"]!, (string)failed["kind"]!));
        Assert.Equal("19021", (string)(await RobotAsync("shop"))["lastError"]!);

        fixture.Feishu.Secret = secret;
        await SendAsync(number, NoticeKinds.MediaAlert);
        await SettleAsync();
        Assert.Equal([0, 19021, 0], fixture.Feishu.Calls.Skip(before).Select(call => call.Code!.Value));
        Assert.Equal(told + 2, (await api.ReadAllAsync(Told, Operator)).Count);
    }

    [Fact]
    public async Task Feishu_is_called_five_times_a_second_at_most()
    {
        var number = await OpenAsync("ecom-01");
        await App.Clock.AdvanceToAsync(Now.AddMinutes(2));
        var (before, start) = (fixture.Feishu.Chat.Count(), Now);
        foreach (var _ in Enumerable.Range(0, 12))
        {
            await SendAsync(number, NoticeKinds.MediaAlert);
        }

        await App.Clock.AdvanceToAsync(start.AddMinutes(1));
        var chat = fixture.Feishu.Chat.Skip(before).ToList();
        Assert.Equal(12, chat.Sum(call => call.Lines.Count()));
        Assert.DoesNotContain(fixture.Feishu.Calls, call => call.Code == 11232);
        Assert.All(chat, first => Assert.InRange(chat.Count(call => call.At >= first.At && call.At - first.At <= TimeSpan.FromSeconds(1)), 1, 5));
    }

    private static string KindOf(string line) => line[1..line.IndexOf('】', StringComparison.Ordinal)];

    private async Task<JsonNode> RobotAsync(string id) =>
        Assert.Single((await api.GetAsync("/api/operations/robots", Operator)).Json["items"]!.AsArray(), robot => (string)robot!["id"]! == id)!;

    private async Task<string> OpenAsync(string site)
    {
        var answer = await api.OpenAsync(new { site, channel = site == "ecom-01" ? "Web" : "WeChat", text = "沙发框架裂了,要求换新" });
        Assert.True(answer.Status == 201, answer.Text);
        await App.Clock.AdvanceToAsync(Now.AddMinutes(2));
        return (string)answer.Json["caseNumber"]!;
    }

    private async Task SendAsync(string number, string kind)
    {
        var state = (await App.Host.Services.GetRequiredService<CaseTable>().FindAsync(number, default))!.State;
        NoticeMessage notice = new(state.Organisation, state.Site, number, 9_000 + ++sent, kind, Recipient.Person("chen.min"), null, Now);
        await using var sender = App.Host.Services.GetRequiredService<ServiceBusClient>().CreateSender(NoticeMessage.Topic);
        await sender.SendMessageAsync(notice.ToServiceBusMessage(0));
    }

    /// <summary>Whatever is under way comes to rest.</summary>
    private Task SettleAsync() => App.Clock.AdvanceToAsync(Now.AddSeconds(2));
}
