using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journey J10: list, cards and call for a member's birthday.</summary>
public sealed class J10_birthday_care
{
    private static readonly Actor Liu = Scene.Staff("liu-yang", "ServiceAgent");

    private static PolicyPack Edu => Packs.Of("education-membership");

    private static CareScene Call(string birthday = "2026-04-03") => new(Edu, "birthday-call", $"{birthday} 00:00", "liu-yang");

    [Fact]
    public void EDU_BD_01_next_months_birthdays_are_listed_in_the_last_seven_days_of_the_month()
    {
        Assert.Equal("EDU-BD-01 | Fixed | edu | 2026-03-25 09:00 | — | 2026-03-31 20:00 | Running | —", Scene.Row(Birthdays.MonthList(Edu, new(2026, 4, 1))));
        Assert.Equal("EDU-BD-01 | Fixed | edu | 2026-02-22 10:00 | — | 2026-02-28 20:00 | Running | —", Scene.Row(Birthdays.MonthList(Edu, new(2026, 3, 31))));
    }

    [Fact]
    public void EDU_BD_01_a_late_addition_is_listed_and_gets_its_card_the_same_day() =>
        Assert.Equal(
            "EDU-BD-01 | SameDay | edu | 2026-04-02 11:00 | 2026-04-02 18:00 | 2026-04-02 20:00 | Running | —",
            Scene.Row(Birthdays.LateAddition(Edu, At.China("2026-04-02 11:00"))));

    [Fact]
    public void EDU_BD_02_cards_are_made_on_wednesday_for_thursday_to_the_next_wednesday()
    {
        DateOnly wednesday = new(2026, 4, 1);
        Assert.Equal("EDU-BD-02 | SameDay | edu | 2026-04-01 09:00 | 2026-04-01 18:00 | 2026-04-01 20:00 | Running | —", Scene.Row(Birthdays.Cards(Edu, wednesday)));
        Assert.Equal(
            [2, 3, 4, 5, 6, 7, 8],
            Enumerable.Range(1, 30).Where(day => Birthdays.IsInBatch(wednesday, new(2026, 4, day))));
        Assert.Throws<ArgumentException>(() => Birthdays.Cards(Edu, new(2026, 4, 2)));
    }

    [Fact]
    public void EDU_BD_03_the_agent_on_duty_calls_in_the_evening_of_the_birthday()
    {
        var call = Call();
        Assert.Equal("EDU-BD-03", call.Refused("04-03 17:59", Liu, Greetings()).RuleId);
        call.Wait("04-03 18:00").Do("04-03 18:30", Liu, Greetings()).Wait("04-04 20:01");

        Assert.Equal("EDU-BD-03 | Fixed | edu | 2026-04-03 00:00 | — | 2026-04-03 18:00 | Reached | 2026-04-03 18:00", call.Row("opens"));
        Assert.Equal("EDU-BD-03 | Fixed | edu | 2026-04-03 00:00 | — | 2026-04-03 20:00 | Met | 2026-04-03 18:30", call.Row("due"));
        Assert.Equal(["04-03 18:00 care.due → liu-yang"], call.Told);
        Assert.Equal("4/4", call.Last.Data["items"]);
    }

    [Fact]
    public void EDU_BD_03_a_birthday_on_a_holiday_sunday_is_called_on_the_day()
    {
        var call = Call("2026-04-05");
        Assert.EndsWith("| 2026-04-05 18:00 | Running | —", call.Row("opens"), StringComparison.Ordinal);
        Assert.EndsWith("| 2026-04-05 20:00 | Running | —", call.Row("due"), StringComparison.Ordinal);
    }

    [Fact]
    public void EDU_BD_03_not_called_by_eight_is_missed_and_the_apology_is_due_the_next_day()
    {
        var call = Call().Wait("04-03 20:01");
        Assert.Equal(["04-03 18:00 care.due → liu-yang", "04-03 20:00 followup.missed → ServiceSupervisor"], call.Told);
        call.Do("04-04 10:30", Liu, Greetings());
        Assert.Equal("EDU-BD-03 | Fixed | edu | 2026-04-03 00:00 | — | 2026-04-03 20:00 | Breached | 2026-04-04 10:30", call.Row("due"));
        Assert.Equal("COM-FU-01 | BusinessDays(1) | edu | 2026-04-03 20:00 | 2026-04-04 10:00 | 2026-04-04 20:00 | Met | 2026-04-04 10:30", call.Row("next-day"));
    }

    [Theory]
    [InlineData("2020-02-29", "2026-01-10", "2026-02-28")]
    [InlineData("2020-02-29", "2028-01-10", "2028-02-29")]
    [InlineData("2019-04-03", "2026-04-03", "2026-04-03")]
    [InlineData("2019-04-03", "2026-04-04", "2027-04-03")]
    public void EDU_BD_03_the_29th_of_february_is_kept_on_the_28th(string born, string from, string expected) =>
        Assert.Equal(DateOnly.Parse(expected), Birthdays.Next(DateOnly.Parse(born), DateOnly.Parse(from)));

    [Fact]
    public void EDU_BD_04_a_call_is_filed_as_vip_or_ordinary_and_a_lead_goes_to_sales_only_with_consent()
    {
        var vip = Call().Do("04-03 18:30", Liu, Greetings() with { Lead = "Renewal" }, new(Vip: true, MarketingConsent: true));
        Assert.Equal(new BirthdayCall(IsVip: true, "Renewal", PassedOn: true), vip.Task.Call);
        Assert.Equal(["04-03 18:00 care.due → liu-yang", "04-03 18:30 care.lead → SalesDept"], vip.Told);

        var silent = Call().Do("04-03 18:30", Liu, Greetings() with { Lead = "Referral" }, new(Vip: false, MarketingConsent: false));
        Assert.Equal(new BirthdayCall(IsVip: false, "Referral", PassedOn: false), silent.Task.Call);
        Assert.Equal(["04-03 18:00 care.due → liu-yang"], silent.Told);

        var ordinary = Call().Do("04-03 18:30", Liu, Greetings(), new(MarketingConsent: true));
        Assert.Equal(new BirthdayCall(IsVip: false, Lead: null, PassedOn: false), ordinary.Task.Call);
        Assert.Equal(["04-03 18:00 care.due → liu-yang"], ordinary.Told);
    }

    [Fact]
    public void EDU_BD_04_a_lead_has_a_class_of_the_table_and_other_calls_have_none()
    {
        var refusal = Call().Refused("04-03 18:30", Liu, Greetings() with { Lead = "Someday" });
        Assert.Equal(("EDU-BD-04", RefusalReason.UnknownValue), (refusal.RuleId, refusal.Reason));
        Assert.Equal(BirthdayCalls.Leads, refusal.Allowed);
        var onboarding = new CareScene(Edu, "onboarding-call-1", "2026-03-09 10:00", "liu-yang");
        Assert.Equal("EDU-BD-04", onboarding.Refused("03-09 10:30", Liu, new CareCommand.Complete("Call", null, CarePlanBook.Find(Edu, "onboarding-call-1").CheckList, Lead: "Renewal")).RuleId);
    }

    [Fact]
    public void EDU_BD_02_a_card_is_made_before_the_birthday_and_handed_over_by_somebody_without_touching_the_call()
    {
        var call = Call().Do("04-01 16:00", Liu, new CareCommand.RecordCard(Gift: true)).Do("04-03 10:00", Liu, new CareCommand.RecordCard(Gift: true, "school.staff"));
        Assert.Equal(new BirthdayCard(At.China("2026-04-01 16:00"), Gift: true, "school.staff"), call.Task.Card);
        Assert.Equal(FollowUpStatus.Scheduled, call.Contact.Status);
        Assert.Equal("school.staff", call.Do("04-03 18:30", Liu, Greetings()).Task.Card!.HandedOverBy);
    }

    private static CareCommand.Complete Greetings() => new CareCommand.Complete("Call", null, CarePlanBook.Find(Edu, "birthday-call").CheckList);
}
