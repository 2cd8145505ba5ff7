using System.Net.Http.Json;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Journeys;

/// <summary>A host that dies between writing who accepted a handover and telling the cases.</summary>
public sealed class HandoverCrashTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Site = "edu-sh-01";
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task COM_HO_03_the_watch_tells_the_cases_and_tells_them_once()
    {
        var opened = await api.OpenAsync(new { site = Site, channel = "WeChat", text = "想问补课安排" });
        var (number, owner) = ((string)opened.Json["caseNumber"]!, (string)opened.Json["owner"]!["id"]!);
        await Patience.UntilAsync(async () => (await api.GetAsync("/api/worklists/mine", owner)).Text.Contains(number, StringComparison.Ordinal));
        var written = await api.SendAsync(
            HttpMethod.Post, $"/api/sites/{Site}/handovers", owner, JsonContent.Create(new { items = new[] { new { caseNumber = number, text = "等学校答复" } } }));
        Assert.Equal(201, written.Status);

        // The record says that 王芳 accepted; no case has heard of it.
        var table = app.Host.Services.GetRequiredService<HandoverTable>();
        var id = (string)written.Json["id"]!;
        var stored = (await table.FindAsync("demo", Site, id, default))!;
        var accepted = stored.Handover with { Status = HandoverStatus.Accepted, AcceptedBy = "wang.fang", AcceptedAt = app.Clock.GetUtcNow() };
        Assert.True(await table.ReplaceAsync("demo", stored, accepted, "已阅", default));
        Assert.Equal(0, await AcceptancesAsync(number));

        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddHours(1));
        await Patience.UntilAsync(async () => await AcceptancesAsync(number) > 0);
        var state = (await app.Host.Services.GetRequiredService<CaseTable>().FindAsync(number, default))!.State;
        Assert.Equal((owner, "wang.fang"), (state.Owner, state.OnDutyHandler));
        await Patience.UntilAsync(async () => (await table.FindAsync("demo", Site, id, default))!.Handover.IsApplied);

        // The acceptor tries again because the first answer never came.
        var again = await api.SendAsync(
            HttpMethod.Post, $"/api/sites/{Site}/handovers/{id}/acceptance", "wang.fang", JsonContent.Create(new { text = "已阅" }));
        Assert.Equal((200, "已阅"), (again.Status, (string)again.Json["acceptanceText"]!));
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddHours(2));
        Assert.Equal(1, await AcceptancesAsync(number));
    }

    private async Task<int> AcceptancesAsync(string number) =>
        (await app.Host.Services.GetRequiredService<CaseTable>().ReadEventsAsync(number, 1, 99, default)).Count(item => item.Type == EventTypes.HandoverAccepted);
}
