using System.Net;
using System.Text.Json.Nodes;
using CareLoop.Domain.Conversations;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Conversations;

/// <summary>What customers write reaches its case, through sockets, queue, session and intake.</summary>
public sealed class ConversationJourneyTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private const string Cracked = "你好,我1月15号在你们商场慕云家居买的三人沙发,坐着突然响,翻过来一看框架裂了,拍了三张照片,这才用了一个多月,我要求换新的。";

    [Theory]
    [InlineData("TABC")]
    [InlineData("ABCT")]
    [InlineData("CTBA")]
    [InlineData("BCTA")]
    public async Task J01_a_text_and_three_photos_that_arrive_as_four_pushes_in_any_order_are_one_case(string order)
    {
        var user = $"wang-{order}";
        var told = chat.App.Clock.GetUtcNow();
        foreach (var push in order)
        {
            var sentAt = told.AddMilliseconds("TABC".IndexOf(push, StringComparison.Ordinal));
            var photo = push == 'T' ? null : chat.Photos.Offer($"{push}.jpg", SamplePhotos.Jpeg($"sofa-{"ABC".IndexOf(push, StringComparison.Ordinal) + 1}"));
            Assert.Equal(HttpStatusCode.OK, await chat.Partner.SayAsync(user, $"{user}-{push}", push == 'T' ? Cracked : null, photo is null ? null : [photo], sentAt));
        }

        await chat.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(4, (await chat.MessagesAsync(user)).Count);
        var number = await chat.OnlyCaseAsync(user);
        var record = (await chat.Api.GetAsync($"/api/cases/{number}")).Json;
        Assert.Equal(Cracked, (string)record["text"]!);
        Assert.Equal(3, record["evidence"]!.AsArray().Count);
        Assert.Equal(told, (DateTimeOffset)record["receivedAt"]!);
        Assert.Equal("WeChat", (string)record["channel"]!["id"]!);

        var inbox = await InboxAsync(user);
        Assert.Equal(["case.registered"], inbox.Select(item => (string)item["kind"]!));
    }

    [Fact]
    public async Task COM_INT_08_pushes_that_are_sent_again_at_any_time_change_nothing()
    {
        var told = chat.App.Clock.GetUtcNow();
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(HttpStatusCode.OK, await chat.Partner.SayAsync("li", "li-1", "餐桌桌面裂了一条缝", sentAt: told));
            Assert.Equal(HttpStatusCode.OK, await chat.Partner.SayAsync("li", "li-2", "要求赔偿", sentAt: told.AddSeconds(1)));
            await chat.WaitAsync(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(2, (await chat.MessagesAsync("li")).Count);
        var number = await chat.OnlyCaseAsync("li");
        Assert.Equal("餐桌桌面裂了一条缝\n要求赔偿", (string)(await chat.Api.GetAsync($"/api/cases/{number}")).Json["text"]!);
        Assert.DoesNotContain(await EventsAsync(number), name => name == "CustomerSupplemented");
    }

    [Fact]
    public async Task A_later_message_is_the_customers_supplement_and_answers_what_was_asked()
    {
        await chat.Partner.SayAsync("zhao", "zhao-1", "衣柜门关不上了");
        await chat.WaitAsync(TimeSpan.FromMinutes(1));
        var number = await chat.OnlyCaseAsync("zhao");
        Assert.Equal(200, (await chat.Api.CommandAsync(number, new { command = "askCustomer", text = "请补拍合同首页。" })).Status);
        await chat.Partner.SayAsync("zhao", "zhao-2", "好的");
        await chat.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("Registered", (string)(await chat.Api.GetAsync($"/api/cases/{number}")).Json["status"]!["id"]!);
        await chat.Partner.SayAsync("zhao", "zhao-3", "合同在家里,晚上拍", [chat.Photos.Offer("late.jpg", SamplePhotos.Jpeg("sofa-1"))]);
        await chat.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(number, await chat.OnlyCaseAsync("zhao"));
        Assert.Equal(3, (await EventsAsync(number)).Count(name => name == "CustomerSupplemented"));
        var texts = (await TimelineAsync(number)).Select(line => (string?)line!["texts"]?["text"]);
        Assert.Contains("合同在家里,晚上拍", texts);
        Assert.Single((await chat.Api.GetAsync($"/api/cases/{number}")).Json["evidence"]!.AsArray());
    }

    [Fact]
    public async Task The_progress_is_told_in_the_words_of_the_handbook()
    {
        await chat.Partner.SayAsync("qian", "qian-0", "进度");
        await chat.Partner.SayAsync("qian", "qian-1", "茶几玻璃碎了");
        await chat.WaitAsync(TimeSpan.FromMinutes(1));
        await chat.Partner.SayAsync("qian", "qian-2", "处理得怎么样了?");
        await chat.WaitAsync(TimeSpan.FromSeconds(5));
        var texts = (await InboxAsync("qian")).Select(item => (string)item["text"]!).ToList();
        Assert.Single(texts, text => text.StartsWith("您目前没有正在处理的工单。", StringComparison.Ordinal));
        Assert.Single(texts, text => text.Contains("目前进度:已受理。由陈敏负责", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Photos_without_words_are_asked_about_and_staff_are_called_when_none_come()
    {
        await chat.Partner.SayAsync("sun", "sun-1", null, [chat.Photos.Offer("sun.jpg", SamplePhotos.Jpeg("sofa-2"))]);
        await chat.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.StartsWith("图片已收到。", (string)(await InboxAsync("sun")).Single()["text"]!, StringComparison.Ordinal);
        await chat.WaitAsync(TimeSpan.FromMinutes(31));
        Assert.Equal(PlacementKind.Record, Assert.Single(await chat.MessagesAsync("sun")).Message.Place.Kind);
        var waiting = await chat.Api.ItemsAsync("/api/sites/mall-sh-01/conversations");
        Assert.Contains(waiting, item => (string)item["id"]! == chat.ConversationOf("sun"));
        Assert.Contains(await chat.Api.ItemsAsync("/api/inbox"), item => (string)item["kind"]! == "chat.waiting" && ((string)item["text"]!).Contains("等待人工接待", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_photo_server_that_fails_is_asked_again_and_a_photo_that_is_gone_is_said_on_the_case()
    {
        chat.Photos.Failures = 2;
        var late = chat.Photos.Offer("flaky.jpg", SamplePhotos.Jpeg("sofa-3"));
        await chat.Partner.SayAsync("zhou", "zhou-1", "床头柜抽屉坏了", [late]);
        await chat.WaitAsync(TimeSpan.FromMinutes(30));
        chat.Photos.Failures = 0;
        var number = await chat.OnlyCaseAsync("zhou");
        Assert.Single((await chat.Api.GetAsync($"/api/cases/{number}")).Json["evidence"]!.AsArray());
        Assert.Equal(3, chat.Photos.Asked("flaky.jpg"));

        await chat.Partner.SayAsync("zhou", "zhou-2", null, [chat.Photos.AddressOf("deleted.jpg")]);
        await chat.WaitAsync(TimeSpan.FromMinutes(1));
        var line = Assert.Single(await TimelineAsync(number), entry => (string)entry!["event"]!["id"]! == "EvidenceMissing")!;
        Assert.Equal("expired", (string)line["data"]!["reason"]!);
    }

    [Fact]
    public async Task Nothing_a_customer_said_is_readable_in_storage_or_in_the_log_and_nothing_is_left_open()
    {
        await chat.Partner.SayAsync("openid-geheim", "geheim-1", "我叫秘密人,电话13912345678,床板断了");
        await chat.WaitAsync(TimeSpan.FromMinutes(3));
        Assert.NotEmpty(await chat.OnlyCaseAsync("openid-geheim"));
        await foreach (var (where, text) in chat.App.TableTextsAsync())
        {
            Assert.DoesNotContain("openid-geheim", text, StringComparison.Ordinal);
            Assert.False(text.Contains("秘密人", StringComparison.Ordinal), where);
        }

        Assert.DoesNotContain("openid-geheim", chat.App.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("13912345678", chat.App.Log, StringComparison.Ordinal);
        Assert.Equal(0, await chat.OpenWorkAsync());
    }

    private async Task<IReadOnlyList<JsonObject>> InboxAsync(string user)
    {
        var customer = (await chat.StateAsync(user)).CustomerKey;
        return await chat.Api.ItemsAsync("/api/inbox", TokenOf(customer));
    }

    private string TokenOf(string customerKey)
    {
        var issuer = (CareLoop.Functions.Security.TokenIssuer)chat.Services.GetService(typeof(CareLoop.Functions.Security.TokenIssuer))!;
        return issuer.ForCustomer("demo", customerKey).Item1;
    }

    private async Task<JsonArray> TimelineAsync(string number) => (await chat.Api.GetAsync($"/api/cases/{number}/timeline")).Json["timeline"]!.AsArray();

    private async Task<IEnumerable<string>> EventsAsync(string number) => (await TimelineAsync(number)).Select(line => (string)line!["event"]!["id"]!);
}
