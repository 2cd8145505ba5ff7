using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journey J07: post-sale follow-up of the mall, the customer cannot be reached.</summary>
public sealed class J07_customer_unreachable
{
    private static readonly Actor Zhou = Scene.Staff("zhou-jie", "FrontDeskAgent");
    private static readonly CareCommand Attempt = new CareCommand.Attempt();

    private static CareScene Sale() => new(Packs.Mall, "fu-7d", "2026-03-11 16:00", "zhou-jie");

    private static CareScene Unreachable() => Sale()
        .Do("03-14 10:00", Zhou, Attempt)
        .Do("03-14 15:00", Zhou, Attempt)
        .Do("03-16 10:30", Zhou, Attempt);

    [Fact]
    public void MALL_FU_01_COM_FU_03_three_vain_attempts_on_two_dates_end_in_a_survey()
    {
        var sale = Sale();
        Assert.Equal("MALL-FU-01", sale.Refused("03-14 08:59", Zhou, Attempt).RuleId);
        sale.Wait("03-14 09:00");
        Assert.Equal(FollowUpStatus.Due, sale.Contact.Status);
        sale.Do("03-14 10:00", Zhou, Attempt);
        var early = sale.Refused("03-14 11:00", Zhou, Attempt);
        Assert.Equal(("COM-FU-03", At.China("2026-03-14 12:00").ToString("O")), (early.RuleId, early.Value));
        sale.Do("03-14 15:00", Zhou, Attempt);
        Assert.Equal(("COM-FU-03", RefusalReason.Impossible), (sale.Refused("03-14 16:59", Zhou, Attempt).RuleId, early.Reason));
        sale.Do("03-16 10:30", Zhou, Attempt);
        sale.Wait("03-25 10:00");

        Assert.Equal("MALL-FU-01 | OpenDay(3) | mall | 2026-03-11 16:00 | — | 2026-03-14 09:00 | Reached | 2026-03-14 09:00", sale.Row("opens"));
        Assert.Equal("MALL-FU-01 | Days(7) | mall | 2026-03-11 16:00 | 2026-03-18 09:00 | 2026-03-18 18:00 | Met | 2026-03-16 10:30", sale.Row("due"));
        Assert.Equal((FollowUpStatus.Unreachable, "Unreachable"), (sale.Contact.Status, sale.Contact.Result));
        Assert.Equal(["03-14 09:00 followup.due → zhou-jie", "03-16 10:30 followup.survey → customer-1"], sale.Told);
    }

    [Fact]
    public void COM_FU_03_three_attempts_on_one_date_do_not_end_the_series()
    {
        var sale = Sale().Do("03-14 10:00", Zhou, Attempt).Do("03-14 12:00", Zhou, Attempt).Do("03-14 14:00", Zhou, Attempt);
        Assert.Equal((FollowUpStatus.Due, 3), (sale.Contact.Status, sale.Contact.Attempts.Length));
        sale.Do("03-15 09:00", Zhou, Attempt);
        Assert.Equal(FollowUpStatus.Unreachable, sale.Contact.Status);
    }

    [Fact]
    public void COM_FU_03_the_gap_counts_opening_hours_only()
    {
        var sale = Sale().Do("03-14 17:00", Zhou, Attempt);
        Assert.Equal(At.China("2026-03-15 10:00").ToString("O"), sale.Refused("03-15 09:59", Zhou, Attempt).Value);
        Assert.Equal(2, sale.Do("03-15 10:00", Zhou, Attempt).Contact.Attempts.Length);
    }

    [Fact]
    public void COM_FU_03_a_survey_answered_before_the_end_replaces_unreachable_and_is_no_call()
    {
        var sale = Unreachable();
        Assert.Equal(RefusalReason.NotInThisStatus, sale.Refused("03-17 10:00", Zhou, Attempt).Reason);
        sale.Do("03-17 20:10", Scene.Customer, new CareCommand.AnswerSurvey("Satisfied"));
        Assert.Equal((FollowUpStatus.Completed, "Satisfied", "Survey"), (sale.Contact.Status, sale.Contact.Result, sale.Task.ResultMode));
        Assert.Equal(At.China("2026-03-16 10:30"), sale.Task.Deadlines.Single(d => d.Id == "fu-7d.due").EndedAt);
    }

    [Fact]
    public void COM_FU_03_a_survey_answered_too_late_changes_nothing()
    {
        var answer = new CareCommand.AnswerSurvey("Satisfied");
        Assert.Equal(RefusalReason.TooLate, Unreachable().Refused("03-18 18:01", Scene.Customer, answer).Reason);
        Assert.Equal("Satisfied", Unreachable().Do("03-18 18:00", Scene.Customer, answer).Contact.Result);
        Assert.Equal("COM-FU-05", Unreachable().Refused("03-17 20:10", Scene.Customer, new CareCommand.AnswerSurvey("Unreachable")).RuleId);
        Assert.Equal(RefusalReason.NotInThisStatus, Sale().Refused("03-14 10:00", Scene.Customer, answer).Reason);
    }

    [Fact]
    public void COM_FU_01_without_an_attempt_it_is_missed_and_must_be_done_the_next_day()
    {
        var sale = Sale().Wait("03-18 18:00");
        Assert.Equal(FollowUpStatus.Due, sale.Contact.Status);
        sale.Wait("03-18 18:01");
        Assert.Equal(FollowUpStatus.Missed, sale.Contact.Status);
        sale.Do("03-19 11:00", Zhou, new CareCommand.Complete("Call", "Acceptable", []));

        Assert.Equal("MALL-FU-01 | Days(7) | mall | 2026-03-11 16:00 | 2026-03-18 09:00 | 2026-03-18 18:00 | Breached | 2026-03-19 11:00", sale.Row("due"));
        Assert.Equal("COM-FU-01 | BusinessDays(1) | mall | 2026-03-18 18:00 | 2026-03-19 09:00 | 2026-03-19 18:00 | Met | 2026-03-19 11:00", sale.Row("next-day"));
        Assert.Equal(
            [
                "03-14 09:00 followup.due → zhou-jie", "03-18 09:00 sla.warning → zhou-jie", "03-18 18:00 followup.missed → ServiceCentreManager",
                "03-19 09:00 sla.warning → zhou-jie",
            ],
            sale.Told);
    }

    [Fact]
    public void COM_FU_01_the_duty_of_the_next_day_is_missed_once_more_and_then_nothing_is_left_to_wait_for()
    {
        var sale = Sale().Wait("04-01 09:00");
        Assert.Equal(2, sale.Told.Count(t => t.Contains("followup.missed", StringComparison.Ordinal)));
        Assert.Null(sale.Task.NextMoment);
        sale.Do("04-01 10:00", Zhou, new CareCommand.Complete("Call", "Satisfied", []));
        Assert.Equal((FollowUpStatus.Completed, "Satisfied"), (sale.Contact.Status, sale.Contact.Result));
    }

    [Fact]
    public void COM_FU_03_a_window_that_ends_after_one_attempt_is_unreachable_and_not_missed()
    {
        var sale = Sale().Do("03-17 10:00", Zhou, Attempt).Wait("03-18 18:01");
        Assert.Equal("MALL-FU-01 | Days(7) | mall | 2026-03-11 16:00 | 2026-03-18 09:00 | 2026-03-18 18:00 | Met | 2026-03-18 18:00", sale.Row("due"));
        Assert.Equal("03-18 18:00 followup.survey → customer-1", sale.Told.Last());
    }

    [Fact]
    public void COM_TIME_12_calls_outside_the_calling_hours_need_a_reason()
    {
        Assert.Equal("COM-TIME-12", Sale().Refused("03-14 18:30", Zhou, Attempt).RuleId);
        Assert.Single(Sale().Do("03-14 18:30", Zhou, new CareCommand.Attempt("Call", "asked for the evening")).Contact.Attempts);
        Assert.Equal("COM-TIME-12", Sale().Refused("03-14 18:30", Zhou, new CareCommand.Complete("Call", "Satisfied", [])).RuleId);
    }

    [Fact]
    public void COM_FU_05_who_asks_records_a_known_result_and_dissatisfaction_becomes_a_case()
    {
        var sale = Sale().Wait("03-14 09:00");
        CareCommand Complete(string? result, string? newCase = null) => new CareCommand.Complete("Call", result, [], newCase);
        Assert.Equal(("COM-FU-05", RefusalReason.Missing), (sale.Refused("03-14 10:00", Zhou, Complete(null)).RuleId, sale.Refused("03-14 10:00", Zhou, Complete(null)).Reason));
        Assert.Equal(RefusalReason.UnknownValue, sale.Refused("03-14 10:00", Zhou, Complete("Unreachable")).Reason);
        Assert.Equal("COM-FU-04", sale.Refused("03-14 10:00", Zhou, Complete("Dissatisfied")).RuleId);
        Assert.Equal(RefusalReason.NotYourRole, sale.Refused("03-14 10:00", Scene.Staff("li", "OfficeClerk"), Complete("Satisfied")).Reason);
        Assert.Equal(RefusalReason.NotYourRole, sale.Refused("03-14 10:00", Scene.Customer, Complete("Satisfied")).Reason);
        sale.Do("03-14 10:00", Zhou, Complete("Dissatisfied", "MALL-20260314-7K3QF2M9X"));
        Assert.Equal(("Dissatisfied", "MALL-20260314-7K3QF2M9X"), (sale.Contact.Result, sale.Task.NewCase));
    }
}
