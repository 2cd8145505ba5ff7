using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Channels;

/// <summary>The mini-program's own API from <c>wx.login</c> to the rating: nothing but HTTP, and a fresh sign-in whenever half an hour is over.</summary>
public sealed class MiniProgramJourneyTests(MiniProgramApp running) : IClassFixture<MiniProgramApp>
{
    private const string OpenId = "o-wang-li";

    private readonly ApiClient api = new(running.App.CreateClient());

    [Fact]
    public async Task A_user_signs_in_submits_with_photos_one_by_one_answers_agrees_and_rates()
    {
        await AtAsync("2026-03-04T10:12:00+08:00");
        var user = await SignInAsync();
        var opened = await api.OpenAsync(
            new { site = "mall-sh-01", channel = "MiniProgram", text = "三人沙发框架裂了,才用了一个多月,要求换新。", subject = "HT-20260115-088", counterparty = "A3-18" }, user);
        Assert.True(opened.Status == 201, opened.Text);
        var number = (string)opened.Json["caseNumber"]!;
        foreach (var photo in new[] { "sofa-1", "sofa-2", "sofa-2", "sofa-3" })
        {
            await UploadAsync(number, photo, user);
        }

        await StaffAsync(number, new { command = "reply", text = "您好,我是客服陈敏,马上为您核实。" });
        await StaffAsync(number, new { command = "classify", type = "Complaint", category = "ProductQuality", severity = "Ordinary" });
        await StaffAsync(number, new { command = "startInvestigation" });
        await StaffAsync(number, new { command = "comment", text = "商户上月也有一单。" });
        await StaffAsync(number, new { command = "askCustomer", text = "请补拍合同首页。" });

        var asked = Assert.Single(await api.ItemsAsync("/api/cases", user));
        Assert.Equal((number, true), ((string)asked["caseNumber"]!, (bool)asked["waitsForYou"]!));
        await UploadAsync(number, "check-1", user);
        await CustomerAsync(number, user, new { command = "supplement", text = "合同首页已补拍。" });
        await CustomerAsync(number, user, new { command = "comment", text = "周六下午都在家。", visibleToCustomer = true });

        await AtAsync("2026-03-04T15:20:00+08:00");
        (await api.GetAsync($"/api/cases/{number}", user)).Problem(401, "token-invalid");
        await StaffAsync(number, new { command = "recordInvestigation", text = "主框架横梁开裂。", finding = "Upheld", liability = "Merchant", cause = "StructuralDefect" });
        await StaffAsync(number, new { command = "proposeSolution", kind = "Exchange", text = "更换同型号新沙发。", promisedCompletionAt = "2026-03-07T18:00:00+08:00" });
        user = await SignInAsync();
        await CustomerAsync(number, user, new { command = "agreeSolution", text = "可以。" });

        await AtAsync("2026-03-07T15:30:00+08:00");
        await StaffAsync(number, new { command = "completeImplementation", text = "新沙发已安装。" });
        await StaffAsync(number, new { command = "giveFeedback", text = "已为您更换并安装完毕。" });

        await AtAsync("2026-03-10T10:05:00+08:00");
        user = await SignInAsync();
        await CustomerAsync(number, user, new { command = "recordFollowUp", result = "Satisfied", mode = "Survey", text = "很满意。" });

        await AssertWhatTheUserSeesAsync(number, user);
    }

    private async Task AssertWhatTheUserSeesAsync(string number, string user)
    {
        var seen = (await api.GetAsync($"/api/cases/{number}", user)).Json;
        Assert.Equal(("FollowUpCompleted", "MiniProgram"), ((string)seen["status"]!["id"]!, (string)seen["channel"]!["id"]!));
        Assert.Equal("Satisfied", (string)seen["followUp"]!["result"]!["id"]!);
        Assert.Equal(4, seen["evidence"]!.AsArray().Count);

        var timeline = (await api.GetAsync($"/api/cases/{number}/timeline", user)).Json["timeline"]!.AsArray();
        var words = timeline.Select(entry => (string?)entry!["texts"]?["text"]).OfType<string>().ToList();
        Assert.Contains("请补拍合同首页。", words);
        Assert.Contains("周六下午都在家。", words);
        Assert.DoesNotContain("商户上月也有一单。", words);
        (await api.GetAsync($"/api/cases/{number}", await SignInAsync("o-somebody-else"))).Problem(404, "case-not-found");
    }

    private Task AtAsync(string instant) => running.App.Clock.AdvanceToAsync(DateTimeOffset.Parse(instant, null));

    private async Task<string> SignInAsync(string openId = OpenId)
    {
        var body = new JsonObject { ["code"] = running.WeChat.Api.Login(openId) }.ToJsonString();
        var answer = await api.SendAsync(HttpMethod.Post, "/api/channels/wechat/mini1/sessions", user: null, ApiClient.RawJson(body));
        Assert.True(answer.Status == 200, answer.Text);
        return (string)answer.Json["token"]!;
    }

    private async Task UploadAsync(string number, string photo, string user)
    {
        ByteArrayContent file = new(SamplePhotos.Jpeg(photo));
        MultipartFormDataContent form = [];
        file.Headers.ContentType = new("image/jpeg");
        form.Add(file, "photo", $"{photo}.jpg");
        var answer = await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", user, form);
        Assert.True(answer.Status == 201, answer.Text);
    }

    private Task StaffAsync(string number, object command) => DoAsync(number, command, "chen.min");

    private Task CustomerAsync(string number, string user, object command) => DoAsync(number, command, user);

    private async Task DoAsync(string number, object command, string user)
    {
        var answer = await api.CommandAsync(number, command, user);
        Assert.True(answer.Status == 200, $"{command}: {answer.Text}");
    }
}
