using CareLoop.Functions.Development;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Journeys;

public sealed class DailyReminderTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Each_morning_a_person_hears_once_what_the_day_brings()
    {
        var cases = new[] { new JourneyCase(app.CreateClient(), "reminder-1"), new JourneyCase(app.CreateClient(), "reminder-2") };
        foreach (var step in JourneyJ01.Steps.TakeWhile(step => step.What != "电话回访:满意"))
        {
            await app.Clock.AdvanceToAsync(step.At);
            await Task.WhenAll(cases.Select(run => step.Do(run)));
        }

        // Both open on 10 March; nobody calls before the 12th.
        await app.Clock.AdvanceToAsync(DateTimeOffset.Parse("2026-03-12T12:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture));
        var inbox = await cases[0].ReadAsync(JourneyJ01.Specialist, "inbox");
        var reminders = inbox["items"]!.AsArray().Where(item => (string)item!["kind"]! == "reminders.today").ToList();
        Assert.Equal(
            [
                "05 今日提醒:例行任务 1 项。", "06 今日提醒:例行任务 1 项。", "07 今日提醒:今日到期 2 项、例行任务 1 项。", "08 今日提醒:例行任务 1 项。", "09 今日提醒:例行任务 1 项。",
                "10 今日提醒:今日回访 2 项、例行任务 1 项。", "11 今日提醒:今日回访 2 项、例行任务 1 项。", "12 今日提醒:今日回访 2 项、例行任务 1 项。",
            ],
            reminders.Select(item => $"{((string)item!["at"]!)[8..10]} {(string)item["text"]!}"));
    }
}
