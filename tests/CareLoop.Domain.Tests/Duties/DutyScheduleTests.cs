using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Duties;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;
using FsCheck;
using FsCheck.Fluent;
using static CareLoop.Domain.Tests.Support.SpoiltPack;

namespace CareLoop.Domain.Tests.Duties;

/// <summary>Every duty of every shipped handbook opens, and is due at the right instant of its calendar.</summary>
public sealed class DutyScheduleTests
{
    private static readonly DateTimeOffset NewYear = At.China("2026-01-01 00:00");

    /// <summary>What a year of 365 days with the published holidays comes to; offices that are closed on holidays have fewer days.</summary>
    public static TheoryData<string, string?, string, int> YearOfDuties => new()
    {
        { "furniture-mall", null, "hotline-record", 365 },
        { "furniture-mall", null, "monthly-inspection", 12 },
        { "furniture-mall", null, "price-tag-ledgers", 0 },
        { "furniture-mall", null, "merchant-exit-review", 0 },
        { "education-membership", null, "weekly-check", 52 },
        { "education-membership", null, "weekend-plan", 52 },
        { "education-membership", null, "left-overs", 365 },
        { "education-membership", "membership-card", "daily-extract", 365 },
        { "education-membership", "membership-card", "balanced-assignment", 365 },
        { "property-management", null, "steward-patrol", 730 },
        { "property-management", null, "manager-patrol", 730 },
        { "property-management", null, "department-patrol", 730 },
        { "property-management", null, "daily-complaint-log", 365 },
        { "property-management", null, "household-visits", 12 },
        { "property-management", null, "opinion-survey", 2 },
        { "property-management", null, "fee-notice", 12 },
        { "property-management", null, "arrears-list", 12 },
        { "property-management", null, "office-equipment", 365 },
        { "property-management", null, "self-assessment", 4 },
        { "e-commerce", null, "abnormal-orders", 365 },
        { "e-commerce", null, "daily-reviews", 365 },
        { "e-commerce", null, "daily-record", 365 },
        { "e-commerce", null, "chat-samples", 122 },
        { "e-commerce", null, "chat-sharing", 52 },
        { "e-commerce", null, "below-average-samples", 52 },
        { "retail-service", "store", "left-over-list", 365 },
        { "retail-service", "store", "daily-summary", 365 },
        { "retail-service", "store", "gift-count", 12 },
        { "retail-service", "tobacco", "price-data", 51 },
        { "retail-service", "tobacco", "sample-data", 51 },
        { "retail-service", "tobacco", "visits", 12 },
        { "retail-service", "tobacco", "training-plan", 1 },
        { "after-sales-network", null, "daily-summary", 248 },
        { "after-sales-network", null, "office-audit", 4 },
        { "after-sales-network", null, "stock-shortage", 0 },
        { "project-service", "franchise", "managers-gathering", 1 },
        { "real-estate-developer", null, "preventive-plan", 1 },
        { "real-estate-developer", null, "community-activity", 1 },
        { "real-estate-developer", null, "site-opening", 0 },
        { "real-estate-developer", null, "sales-disclosure", 0 },
    };

    [Theory]
    [MemberData(nameof(YearOfDuties))]
    public void A_year_of_every_shipped_duty_is_counted(string pack, string? profile, string duty, int times)
    {
        var found = DutyBook.Due(Packs.Of(pack, profile), NewYear.AddTicks(-1), NewYear.AddYears(1).AddTicks(-1)).Where(task => task.Rule.Id == duty).ToList();
        Assert.Equal(times, found.Count);
    }

    [Fact]
    public void No_shipped_duty_is_forgotten()
    {
        var counted = YearOfDuties.Select(row => (row[0], row[2])).ToHashSet();
        var shipped = Packs.Library.Packs.SelectMany(pack => DutyBook.Of(pack).Select(rule => ((object)pack.Reference.Id, (object)rule.Id))).Distinct();
        Assert.Empty(shipped.Except(counted));
    }

    [Theory]
    [InlineData("furniture-mall", null, "20260302-hotline-record", "2026-03-02 09:00", "2026-03-02 18:00")]
    [InlineData("furniture-mall", null, "20260301-monthly-inspection", "2026-03-01 09:00", "2026-03-01 18:00")]
    [InlineData("education-membership", null, "20260309-weekly-check", "2026-03-09 09:00", "2026-03-09 18:00")]
    [InlineData("education-membership", null, "20260313-weekend-plan", "2026-03-13 09:00", "2026-03-13 20:00")]
    [InlineData("property-management", null, "20260312-steward-patrol-1", "2026-03-12 08:30", "2026-03-12 18:00")]
    [InlineData("property-management", null, "20260312-steward-patrol-2", "2026-03-12 13:15", "2026-03-12 18:00")]
    [InlineData("property-management", null, "20260312-manager-patrol-1", "2026-03-12 08:30", "2026-03-12 12:00")]
    [InlineData("property-management", null, "20260312-manager-patrol-2", "2026-03-12 12:00", "2026-03-12 18:00")]
    [InlineData("property-management", null, "20260228-household-visits", "2026-02-01 08:30", "2026-02-28 18:00")]
    [InlineData("property-management", null, "20260630-opinion-survey", "2026-01-01 08:30", "2026-06-30 18:00")]
    [InlineData("property-management", null, "20260325-arrears-list", "2026-03-25 08:30", "2026-03-25 18:00")]
    [InlineData("property-management", null, "20260331-self-assessment", "2026-01-01 08:30", "2026-03-31 18:00")]
    [InlineData("e-commerce", null, "20260312-abnormal-orders", "2026-03-12 09:00", "2026-03-12 10:00")]
    [InlineData("e-commerce", null, "20260315-chat-sharing", "2026-03-15 09:00", "2026-03-15 22:00")]
    [InlineData("e-commerce", null, "20260315-below-average-samples", "2026-03-09 09:00", "2026-03-15 22:00")]
    [InlineData("real-estate-developer", null, "20261231-preventive-plan", "2026-01-04 09:00", "2026-12-31 18:00")]
    [InlineData("project-service", "franchise", "20261231-managers-gathering", "2026-01-04 09:00", "2026-12-31 18:00")]
    // The month ends on a Saturday: the promise must not be late (COM-TIME-04).
    [InlineData("retail-service", "tobacco", "20260131-visits", "2026-01-04 08:30", "2026-01-30 17:30")]
    // A Thursday in the National Day week moves to the last open day before it, or the first one after it in its week.
    [InlineData("retail-service", "tobacco", "20261001-price-data", "2026-09-30 08:30", "2026-09-30 17:30")]
    [InlineData("retail-service", "tobacco", "20260101-price-data", "2025-12-31 08:30", "2025-12-31 17:30")]
    [InlineData("retail-service", "tobacco", "20260618-price-data", "2026-06-18 08:30", "2026-06-18 17:30")]
    // A week of work that holidays cut: open on what is left of it, the make-up day included.
    [InlineData("retail-service", "tobacco", "20261011-sample-data", "2026-10-08 08:30", "2026-10-10 17:30")]
    [InlineData("after-sales-network", null, "20260214-daily-summary", "2026-02-14 08:30", "2026-02-14 17:30")]
    public void A_duty_opens_and_is_due_by_the_calendar_of_its_site(string pack, string? profile, string id, string opens, string due)
    {
        var task = DutyBook.Between(Packs.Of(pack, profile), At.China(opens).AddDays(-1), At.China(due).AddDays(1)).Single(task => task.Id == id);
        Assert.Equal((opens, due), (At.Text(task.OpensAt), At.Text(task.DueAt)));
    }

    [Theory]
    [InlineData("2026-02-16", "2026-02-22")]
    public void In_a_week_without_an_open_day_nobody_has_a_weekly_duty(string monday, string sunday)
    {
        var tobacco = Packs.Of("retail-service", "tobacco");
        var week = DutyBook.Due(tobacco, At.China($"{monday} 00:00"), At.China($"{sunday} 23:59"));
        Assert.DoesNotContain(week, task => task.Rule.Id is "price-data" or "sample-data");
    }

    [Theory]
    [InlineData("price-tag-ledgers", "2026-03-04 10:00", null, "2026-03-04 18:00")]
    [InlineData("price-tag-ledgers", "2026-03-04 19:00", null, "2026-03-05 18:00")]
    [InlineData("merchant-exit-review", "2026-03-04 10:00", "2026-03-09 12:00", "2026-03-09 12:00")]
    [InlineData("merchant-exit-review", "2026-03-04 10:00", null, null)]
    public void MALL_PT_01_MALL_MER_01_a_duty_of_an_event_is_due_by_its_event(string duty, string happened, string? by, string? due)
    {
        var rule = DutyBook.OnEvent(Packs.Mall).Single(rule => rule.Id == duty);
        var task = DutyBook.OfEvent(Packs.Mall, rule, "abc", At.China(happened), by is null ? null : At.China(by));
        Assert.Equal(due, task is null ? null : At.Text(task.DueAt));
        if (task is not null)
            Assert.Equal($"{DutyBook.DayText(ChinaTime.Date(task.DueAt))}-{duty}-abc", task.Id);
    }

    /// <summary>However a stretch of time is cut into looks, a minute or weeks long, they find what one look over all of it finds, each duty once.</summary>
    [Fact]
    public void Looking_often_or_after_weeks_of_downtime_finds_every_duty_once() => Prop.ForAll(
        ArbMap.Default.ArbFor<(int Pack, int Start, int[] Cuts)>(),
        story =>
        {
            var packs = Packs.Library.Packs;
            var pack = packs[(int)((uint)story.Pack % packs.Length)];
            var from = NewYear.AddHours((uint)story.Start % (300 * 24));
            var until = from.AddDays(60);
            DateTimeOffset[] looks = [from, .. story.Cuts.Select(cut => from.AddMinutes((uint)cut % (60 * 24 * 60))).Order(), until];
            var found = looks.Zip(looks.Skip(1)).SelectMany(pair => DutyBook.Due(pack, pair.First, pair.Second)).Select(task => task.Id).ToList();
            Assert.Equal(found.Count, found.Distinct().Count());
            Assert.Equal(DutyBook.Due(pack, from, until).Select(task => task.Id).Order(), found.Order());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_duty_can_be_done_during_opening_hours_and_stays_in_its_period() => Assert.All(
        Packs.Library.Packs.SelectMany(pack => DutyBook.Due(pack, NewYear, NewYear.AddYears(1)).Select(task => (pack, task))),
        item =>
        {
            var (pack, task) = item;
            var time = pack.Time(pack.Calendar);
            Assert.True(task.OpensAt < task.DueAt, $"{task.Id} closes before it opens.");
            Assert.True(time.IsOpenDay(ChinaTime.Date(task.DueAt.AddTicks(-1))), $"{task.Id} is due on a closed day.");
        });

    [Theory]
    [InlineData("DAILY", true)]
    [InlineData("DAILY opening", true)]
    [InlineData("DAILY x2", true)]
    [InlineData("DAILY 10:00, 14:00, closing", true)]
    [InlineData("EVERY P3D", true)]
    [InlineData("WEEKLY SUN", true)]
    [InlineData("MONTHLY 25", true)]
    [InlineData("HALF-YEARLY", true)]
    [InlineData("YEARLY 02-29", true)]
    [InlineData("LAST 7 DAYS OF MONTH", true)]
    [InlineData("ON EVENT", true)]
    [InlineData("DAILLY", false)]
    [InlineData("DAILY x1", false)]
    [InlineData("DAILY 14:00, 10:00", false)]
    [InlineData("DAILY closing, 12:00", false)]
    [InlineData("EVERY P0D", false)]
    [InlineData("WEEKLY SUNDAY", false)]
    [InlineData("MONTHLY 32", false)]
    [InlineData("YEARLY 13-01", false)]
    [InlineData("LAST 40 DAYS OF MONTH", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_schedule_is_read_or_refused(string? text, bool readable) => Assert.Equal(readable, DutySchedule.TryParse(text, out _));

    [Theory]
    [InlineData("schedule: DAILY, due: closing, role: ComplaintSpecialist", "schedule: DAYLY, due: closing, role: ComplaintSpecialist", "'schedule: DAYLY' of 'hotline-record' cannot be read.", "WEEKLY MON")]
    [InlineData("schedule: DAILY, due: closing, role: ComplaintSpecialist", "schedule: DAILY, due: at closing, role: ComplaintSpecialist", "'due: at closing' of 'hotline-record' cannot be read.", "opening+PT1H")]
    [InlineData("schedule: DAILY, due: closing, role: ComplaintSpecialist", "schedule: DAILY, due: quarter end, role: ComplaintSpecialist", "does not go with 'schedule: DAILY'", "within the period")]
    [InlineData("schedule: DAILY, due: closing, role: ComplaintSpecialist", "schedule: DAILY, due: closing", "'hotline-record' is nobody's duty.", "role:")]
    public void A_schedule_nobody_can_read_is_refused_at_its_line_with_the_known_forms(string right, string wrong, string message, string remedy)
    {
        var broken = Replace(Text("furniture-mall.yaml"), right, wrong);
        var error = Assert.Throws<HandbookException>(() => Load("furniture-mall.yaml", broken)).Errors.First(e => e.Rule == "V-08");
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.Contains("hotline-record", broken.Split('\n')[error.Line - 1], StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_shows_every_duty()
    {
        foreach (var pack in Packs.Library.Packs)
        {
            var text = HandbookText.Explain(pack, pack.CaseTypes[0]);
            Assert.All(pack.Records["dutyTasks"], duty => Assert.Contains($"  {duty.Name.Zh}", text, StringComparison.Ordinal));
        }

        Assert.Contains("经理上下午巡查:每个营业日 2 次(12:00 前、营业结束前),营业结束前完成,由客户服务部经理", HandbookText.Explain(Packs.Of("property-management"), "Complaint"), StringComparison.Ordinal);
    }

    [Fact]
    public void EDU_BD_01_birthday_duties_stay_care_tasks_where_birthdays_are_kept() =>
        Assert.DoesNotContain(DutyBook.Of(Packs.Of("education-membership")), rule => rule.Id is "birthday-list" or "birthday-cards" or "card-in" or "data-entered");
}
