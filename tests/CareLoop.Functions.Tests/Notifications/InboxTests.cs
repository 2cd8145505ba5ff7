using CareLoop.Domain.Cases;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Notifications;

[Collection(AppCollection.Name)]
public sealed class InboxTests(AppFixture app)
{
    private const string Unknown = "case.gone-with-an-old-handbook";

    private readonly ApiClient api = new(app.CreateClient());

    [Theory]
    [InlineData("zh-CN", "工单 {0} 有新的进展。")]
    [InlineData("en", "There is news about case {0}.")]
    public async Task A_notice_of_a_kind_that_the_handbook_has_no_words_for_is_shown_plainly_and_breaks_nothing(string language, string text)
    {
        var number = await api.OpenSampleAsync();
        var state = (await app.Host.Services.GetRequiredService<CaseTable>().FindAsync(number, default))!.State;
        await FileAsync(state.CustomerKey, number, Unknown, state.Organisation);
        await FileAsync(state.CustomerKey, number, NoticeKinds.Registered, state.Organisation);

        var items = await api.ReadAllAsync("/api/inbox", "wang.li", ("Accept-Language", language));
        var shown = Assert.Single(items, item => (string)item["kind"]! == Unknown && (string?)item["caseNumber"] == number);
        Assert.Equal(string.Format(null, text, number), (string)shown["text"]!);
        Assert.Contains(items, item => (string)item["kind"]! == NoticeKinds.Registered && (string?)item["caseNumber"] == number
            && ((string)item["text"]!).Contains(number, StringComparison.Ordinal));
        Assert.Contains($"Inbox entry {(string)shown["id"]!} is shown in plain words: there is no case or no text for {Unknown}", app.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_about_a_case_that_is_not_there_or_about_none_is_shown_plainly_too()
    {
        var organisation = (await app.Host.Services.GetRequiredService<CaseTable>().FindAsync(await api.OpenSampleAsync(), default))!.State.Organisation;
        await FileAsync("ma.chao", "MALL-20260101-NOTTHERE1", NoticeKinds.Registered, organisation);
        await FileAsync("ma.chao", null, "duty.unheard-of", organisation);

        var items = await api.ReadAllAsync("/api/inbox", "ma.chao");
        Assert.Equal("工单 MALL-20260101-NOTTHERE1 有新的进展。", TextOf("MALL-20260101-NOTTHERE1", NoticeKinds.Registered));
        Assert.Equal("您有一条新通知。", TextOf(null, "duty.unheard-of"));

        string TextOf(string? caseId, string kind) =>
            (string)Assert.Single(items, item => (string)item["kind"]! == kind && (string?)item["caseNumber"] == caseId)["text"]!;
    }

    [Fact]
    public async Task The_newest_notice_comes_first_and_the_next_page_goes_on_with_older_ones()
    {
        var organisation = (await app.Host.Services.GetRequiredService<CaseTable>().FindAsync(await api.OpenSampleAsync(), default))!.State.Organisation;
        var now = app.Clock.GetUtcNow();
        foreach (var hour in Enumerable.Range(0, 5))
        {
            await app.Host.Services.GetRequiredService<InboxTable>().AddAsync(
                organisation, new InboxEntry($"duty-{hour}", "sun.zong", null, 0, "duty.due", now.AddHours(hour), DeadlineId: null, Count: 1), default);
        }

        var first = (await api.GetAsync("/api/inbox?limit=3", "sun.zong")).Json;
        var second = (await api.GetAsync((string)first["next"]!, "sun.zong")).Json;
        Assert.Equal(
            ["duty-4", "duty-3", "duty-2", "duty-1", "duty-0"],
            first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => ((string)item!["id"]!)[20..]).Where(id => id.StartsWith("duty-", StringComparison.Ordinal)));
    }

    private Task FileAsync(string recipient, string? caseId, string kind, string organisation) => app.Host.Services.GetRequiredService<InboxTable>().AddAsync(
        organisation,
        new InboxEntry($"{caseId}-8000-{kind}", recipient, caseId, 8_000, kind, app.Clock.GetUtcNow(), DeadlineId: null, Count: 1),
        default);
}
