using System.Net.Http.Json;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Care;

/// <summary>What people are told about care tasks, whenever they read it.</summary>
public sealed class CareNoticeTests(AppFixture app) : IClassFixture<AppFixture>
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task COM_FU_01_what_was_told_of_the_window_still_says_its_end_when_the_next_day_has_another()
    {
        var subject = new
        {
            site = "mall-sh-01",
            kind = "Order",
            number = "S-13722220001",
            customer = new { name = "马先生", phone = "13722220001" },
            agent = "zhou.jie",
            anchors = new[] { new { anchor = "SaleDelivered", at = app.Clock.GetUtcNow().AddDays(-4) } },
        };
        Assert.True((await api.SendAsync(HttpMethod.Post, "/api/subjects", "zhou.jie", JsonContent.Create(subject))).Status is 200 or 201);
        Assert.Contains("2026-03-07 18:00", await ToldAsync("zhou.jie", "followup.due"), StringComparison.Ordinal);
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddDays(4));
        Assert.Contains("2026-03-07 18:00", await ToldAsync("zhou.jie", "followup.due"), StringComparison.Ordinal);
        Assert.Contains("2026-03-08 18:00", await ToldAsync("zhou.jie", "sla.warning"), StringComparison.Ordinal);
    }

    private async Task<string> ToldAsync(string user, string kind) =>
        string.Concat((await api.ItemsAsync("/api/inbox", user)).Where(item => (string)item["kind"]! == kind).Select(item => (string)item["text"]!));
}
