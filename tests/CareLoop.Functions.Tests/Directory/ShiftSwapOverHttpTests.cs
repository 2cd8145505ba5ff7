using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Directory;

/// <summary>Exchanges of shifts over HTTP in the contact centre: 小米 has shift A from nine to five, 白露 B from noon to eight and C until ten.</summary>
[Collection(AppCollection.Name)]
public sealed class ShiftSwapOverHttpTests(AppFixture app)
{
    private const string Swaps = "/api/sites/centre-01/shift-swaps";
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task CTR_SHIFT_03_an_exchange_holds_with_both_consents_and_leaves_the_turn_and_its_liability_where_it_was_without_them()
    {
        var day = Day(3);
        var asked = await AskAsync("bai.lu", "centre-c", day, "xiao.mi");
        Assert.Equal((201, "Asked", "bai.lu"), (asked.Status, (string)asked.Json["status"]!["id"]!, (string)asked.Json["liable"]!["id"]!));
        var id = (string)asked.Json["id"]!;
        Assert.Equal(id, (string)(await AskAsync("bai.lu", "centre-c", day, "xiao.mi")).Json["id"]!);
        Assert.Single(await api.ItemsAsync("/api/inbox", "xiao.mi"), item => (string)item["kind"]! == "shift.swap.asked" && ((string)item["id"]!).EndsWith(id, StringComparison.Ordinal));
        (await AnswerAsync("lin.tao", id, agreed: true)).Problem(403, "not-permitted");
        (await AnswerAsync("xiao.mi", $"{id}x", agreed: true)).Problem(404, "not-found");

        var agreed = await AnswerAsync("xiao.mi", id, agreed: true);
        Assert.Equal((200, "Agreed", "xiao.mi"), (agreed.Status, (string)agreed.Json["status"]!["id"]!, (string)agreed.Json["liable"]!["id"]!));
        Assert.Equal(200, (await AnswerAsync("xiao.mi", id, agreed: true)).Status);
        (await AnswerAsync("xiao.mi", id, agreed: false)).Problem(422, "impossible-value");
        Assert.Single(await api.ItemsAsync("/api/inbox", "bai.lu"), item => (string)item["kind"]! == "shift.swap.agreed" && ((string)item["id"]!).EndsWith(id, StringComparison.Ordinal));

        // Another turn, refused: it stays with whoever has it by the rota, and that is on record.
        var other = (string)(await AskAsync("bai.lu", "centre-c", Day(4), "xiao.mi")).Json["id"]!;
        Assert.Equal("Refused", (string)(await AnswerAsync("xiao.mi", other, agreed: false)).Json["status"]!["id"]!);
        var list = await api.ItemsAsync($"{Swaps}?from={Day(3)}", "lin.tao");
        Assert.Equal([(id, "xiao.mi"), (other, "bai.lu")], list.Select(item => ((string)item["id"]!, (string)item["liable"]!["id"]!)));
    }

    [Theory]
    [InlineData("xiao.mi", "centre-c", 5, "bai.lu", 422, "impossible-value")]
    [InlineData("bai.lu", "centre-c", 5, "bai.lu", 422, "impossible-value")]
    [InlineData("bai.lu", "centre-c", 5, "chen.min", 422, "impossible-value")]
    [InlineData("bai.lu", "centre-b", 5, "xiao.mi", 422, "impossible-value")]
    [InlineData("bai.lu", "centre-c", -1, "xiao.mi", 422, "impossible-value")]
    [InlineData("bai.lu", "weekday", 5, "xiao.mi", 400, "request-invalid")]
    [InlineData("chen.min", "centre-c", 5, "xiao.mi", 403, "other-site")]
    public async Task What_is_no_exchange_is_refused(string asker, string shift, int days, string partner, int status, string problem) =>
        (await AskAsync(asker, shift, Day(days), partner)).Problem(status, problem);

    [Fact]
    public async Task An_answer_says_whether_it_agrees() =>
        (await SendAsync(HttpMethod.Put, $"{Swaps}/nothing/answer", [], "xiao.mi")).Problem(400, "request-invalid");

    private Task<ApiAnswer> AskAsync(string user, string shift, string day, string partner) =>
        SendAsync(HttpMethod.Post, Swaps, new JsonObject { ["shift"] = shift, ["day"] = day, ["partner"] = partner }, user);

    private Task<ApiAnswer> AnswerAsync(string user, string id, bool agreed) => SendAsync(HttpMethod.Put, $"{Swaps}/{id}/answer", new JsonObject { ["agreed"] = agreed }, user);

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, JsonObject body, string user) =>
        await api.SendAsync(method, path, user, JsonContent.Create(body), Guid.NewGuid().ToString("N"));

    private string Day(int ahead) => DateOnly.FromDateTime(app.Clock.GetUtcNow().AddHours(8).DateTime).AddDays(ahead).ToString("yyyy-MM-dd", null);
}
