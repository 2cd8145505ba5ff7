using CareLoop.Functions.Development;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Journeys;

public sealed class FollowUpDigestTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Each_morning_a_person_hears_once_how_many_follow_ups_are_for_today()
    {
        var cases = new[] { new JourneyCase(app.CreateClient(), "digest-1"), new JourneyCase(app.CreateClient(), "digest-2") };
        foreach (var step in JourneyJ01.Steps.TakeWhile(step => step.What != "电话回访:满意"))
        {
            await app.Clock.AdvanceToAsync(step.At);
            await Task.WhenAll(cases.Select(run => step.Do(run)));
        }

        // Both open on 10 March; nobody calls before the 12th.
        await app.Clock.AdvanceToAsync(DateTimeOffset.Parse("2026-03-12T12:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture));
        var inbox = await cases[0].ReadAsync(JourneyJ01.Specialist, "inbox");
        var digests = inbox["items"]!.AsArray().Where(item => (string)item!["kind"]! == "followups.today").ToList();
        Assert.Equal(["10", "11", "12"], digests.Select(item => ((string)item!["at"]!)[8..10]));
        Assert.All(digests, item => Assert.Equal("您今天有 2 个回访任务,请按时完成。", (string)item!["text"]!));
    }
}
