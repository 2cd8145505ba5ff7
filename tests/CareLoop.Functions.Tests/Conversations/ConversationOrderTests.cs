using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Domain.Conversations;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Conversations;

/// <summary>What staff do with conversations over HTTP.</summary>
public sealed class ConversationOrderTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private int told;

    [Fact]
    public async Task A_person_takes_over_reads_and_hands_back()
    {
        await TellAsync("wu", "沙发腿松了");
        var taken = await OrderAsync("wu", new { command = "takeOver" });
        Assert.Equal((200, "chen.min"), (taken.Status, (string?)taken.Json["takenOverBy"]));
        (await OrderAsync("wu", new { command = "takeOver" }, "zhou.jie")).Problem(409, "conversation-taken");
        await TellAsync("wu", "另外一件事,电话13812345678");
        var messages = await ReadAsync("wu");
        Assert.Equal(["Case", "Case"], messages.Select(message => (string)message["place"]!));
        Assert.Equal("另外一件事,电话13812345678", (string)messages[1]["text"]!);
        Assert.DoesNotContain("13812345678", (string)(await ReadAsync("wu", "zhou.jie"))[1]["text"]!, StringComparison.Ordinal);
        Assert.Equal(200, (await OrderAsync("wu", new { command = "handBack" })).Status);
        (await OrderAsync("wu", new { command = "handBack" })).Problem(409, "conversation-taken");
    }

    [Fact]
    public async Task A_message_split_off_is_a_case_of_its_own_and_both_cases_know()
    {
        await TellAsync("zheng", "沙发框架裂了");
        await TellAsync("zheng", "地下停车场的灯坏了");
        var messages = await ReadAsync("zheng");
        var first = (string)messages[0]["caseNumber"]!;
        Assert.Equal(first, (string)messages[1]["caseNumber"]!);

        var key = ApiClient.NewKey();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.Equal(200, (await OrderAsync("zheng", new { command = "split", messages = new[] { (string)messages[1]["id"]! } }, key: key)).Status);
        }

        await chat.WaitAsync(TimeSpan.FromSeconds(5));
        var second = (string)(await ReadAsync("zheng"))[1]["caseNumber"]!;
        Assert.NotEqual(first, second);
        Assert.Equal("地下停车场的灯坏了", (string)(await chat.Api.GetAsync($"/api/cases/{second}")).Json["text"]!);
        Assert.Contains((await chat.Api.GetAsync($"/api/cases/{first}/timeline")).Json["timeline"]!.AsArray(), line => ((string?)line!["texts"]?["text"])?.Contains(second, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_message_moves_to_a_case_that_came_by_telephone()
    {
        await TellAsync("feng", "你好");
        var other = await chat.Api.OpenSampleAsync();
        var message = (string)(await ReadAsync("feng")).Single()["id"]!;
        Assert.Equal(200, (await OrderAsync("feng", new { command = "move", messages = new[] { message }, caseNumber = other })).Status);
        await chat.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(other, (string)(await ReadAsync("feng")).Single()["caseNumber"]!);
        Assert.Contains((await chat.Api.GetAsync($"/api/cases/{other}/timeline")).Json["timeline"]!.AsArray(), line => (string?)line!["texts"]?["text"] == "你好");
    }

    [Fact]
    public async Task Orders_that_cannot_be_carried_out_say_why()
    {
        await TellAsync("chen", "你好");
        (await OrderAsync("chen", new { command = "forget" })).Problem(422, "unknown-value");
        (await OrderAsync("chen", new { command = "split" })).Problem(400, "request-invalid");
        (await OrderAsync("chen", new { command = "split", messages = new[] { "0-nothing" } })).Problem(422, "impossible-value");
        (await OrderAsync("chen", new { command = "move", messages = new[] { "0-nothing" }, caseNumber = "MALL-1" })).Problem(404, "case-not-found");
        var key = ApiClient.NewKey();
        Assert.Equal(200, (await OrderAsync("chen", new { command = "takeOver" }, key: key)).Status);
        (await OrderAsync("chen", new { command = "handBack" }, key: key)).Problem(422, "idempotency-key-reused");
        (await chat.Api.GetAsync("/api/conversations/ffff")).Problem(404, "not-found");
    }

    [Fact]
    public async Task Somebody_who_works_elsewhere_sees_nothing_of_it()
    {
        await TellAsync("chu", "你好");
        Assert.Equal(PlacementKind.Record, Assert.Single(await chat.MessagesAsync("chu")).Message.Place.Kind);
        (await chat.Api.GetAsync($"/api/conversations/{chat.ConversationOf("chu")}", "he.jing")).Problem(403, "other-site");
        (await chat.Api.GetAsync($"/api/conversations/{chat.ConversationOf("chu")}", "wang.li")).Problem(403, "not-permitted");
    }

    private async Task TellAsync(string user, string text)
    {
        await chat.Partner.SayAsync(user, $"{user}-{++told}", text);
        await chat.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private Task<ApiAnswer> OrderAsync(string user, object order, string staff = "chen.min", string? key = null) => chat.Api.SendAsync(
        HttpMethod.Post, $"/api/conversations/{chat.ConversationOf(user)}/commands", staff, JsonContent.Create(order), key ?? ApiClient.NewKey());

    private async Task<IReadOnlyList<JsonObject>> ReadAsync(string user, string staff = "chen.min") =>
        await chat.Api.ItemsAsync($"/api/conversations/{chat.ConversationOf(user)}", staff);
}
