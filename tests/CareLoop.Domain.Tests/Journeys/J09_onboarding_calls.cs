using System.Collections.Immutable;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journey J09: the four service calls of a new member.</summary>
public sealed class J09_onboarding_calls
{
    private const string Closed = "2026-03-06 16:00";
    private const string Meeting = "2026-05-16 09:30";
    private static readonly Actor He = Scene.Staff("he-jing", "ServiceAgent");

    private static PolicyPack Edu => Packs.Of("education-membership");

    private static CareScene Call(int nth, string? card = null) => new(
        Edu,
        Plan(card ?? "2026-03-09 18:40").Single(t => t.Contact.PlanId == $"onboarding-call-{nth}"));

    private static ImmutableArray<CareTask> Plan(string card) => CarePlanning.Plan(
        Edu,
        Scene.Customer.Id,
        "he-jing",
        new Dictionary<CareAnchor, DateTimeOffset>
        {
            [CareAnchor.CardReceipt] = At.China(card),
            [CareAnchor.ContractClosed] = At.China(Closed),
            [CareAnchor.ParentsMeeting] = At.China(Meeting),
        },
        At.China(card),
        plan => $"member-1.{plan.Id}");

    private static CareCommand.Complete Complete(int nth, params string[] without) =>
        new CareCommand.Complete("Call", null, [.. CarePlanBook.Find(Edu, $"onboarding-call-{nth}").CheckList.Except(without)]);

    [Fact]
    public void EDU_FU_01_first_call_within_48_hours_of_the_card_and_at_the_time_agreed()
    {
        var call = Call(1).Wait("03-09 18:40");
        call.Do("03-10 19:10", He, new CareCommand.Reschedule(At.China("2026-03-11 10:00")));
        Assert.Equal((FollowUpStatus.Rescheduled, 0), (call.Contact.Status, call.Contact.Attempts.Length));
        Assert.Null(call.Contact.CompletedAt);
        call.Wait("03-11 10:00").Do("03-11 10:12", He, Complete(1));

        Assert.Equal("EDU-FU-01 | Hours(48) | edu | 2026-03-09 18:40 | 2026-03-11 09:04 | 2026-03-11 18:40 | Met | 2026-03-11 10:12", call.Row("due"));
        Assert.Equal("COM-PHONE-04 | Fixed | edu | 2026-03-10 19:10 | — | 2026-03-11 10:00 | Reached | 2026-03-11 10:00", call.Row("callback#1"));
        Assert.Equal(["03-09 18:40 care.due → he-jing", "03-11 09:04 sla.warning → he-jing", "03-11 10:00 care.due → he-jing"], call.Told);
        Assert.Equal((FollowUpStatus.Completed, "6/6"), (call.Contact.Status, call.Last.Data["items"]));
    }

    [Fact]
    public void EDU_FU_01_a_card_that_comes_a_day_later_moves_the_call()
    {
        var call = Call(1, "2026-03-10 09:30");
        Assert.Equal("EDU-FU-01 | Hours(48) | edu | 2026-03-10 09:30 | 2026-03-11 23:54 | 2026-03-12 09:30 | Running | —", call.Row("due"));
        Assert.Equal("EDU-FU-01 | Fixed | edu | 2026-03-10 09:30 | — | 2026-03-10 09:30 | Running | —", call.Row("opens"));
    }

    [Fact]
    public void EDU_FU_01_a_card_that_comes_at_night_opens_the_call_in_the_morning() =>
        Assert.Equal("EDU-FU-01 | Fixed | edu | 2026-03-13 21:30 | — | 2026-03-14 10:00 | Running | —", Call(1, "2026-03-13 21:30").Row("opens"));

    [Fact]
    public void EDU_FU_02_second_call_between_the_tenth_day_and_two_weeks()
    {
        var call = Call(2).Wait("03-16 09:00").Do("03-18 15:05", He, Complete(2));
        Assert.Equal("EDU-FU-02 | OpenDay(10) | edu | 2026-03-06 16:00 | — | 2026-03-16 09:00 | Reached | 2026-03-16 09:00", call.Row("opens"));
        Assert.Equal("EDU-FU-02 | Days(14) | edu | 2026-03-06 16:00 | 2026-03-20 09:00 | 2026-03-20 20:00 | Met | 2026-03-18 15:05", call.Row("due"));
        Assert.Equal("6/6", call.Last.Data["items"]);
        Assert.Equal(["03-16 09:00 care.due → he-jing"], call.Told);
    }

    [Fact]
    public void EDU_FU_02_a_second_call_never_made_is_missed_and_reported()
    {
        var call = Call(2).Wait("03-20 20:01");
        Assert.Equal(FollowUpStatus.Missed, call.Contact.Status);
        Assert.Equal("03-20 20:00 followup.missed → ServiceSupervisor", call.Told.Last());
        Assert.Equal("COM-FU-01 | BusinessDays(1) | edu | 2026-03-20 20:00 | 2026-03-21 10:00 | 2026-03-21 20:00 | Running | —", call.Row("next-day"));
    }

    [Fact]
    public void EDU_FU_03_third_call_answers_what_was_raised_before()
    {
        var facts = new CareFacts(TestDone: true, OpinionOpen: true);
        var call = Call(3).Wait("04-13 09:00");
        var gate = call.Refused("04-15 16:00", He, Complete(3, CareCheckList.TestTime, CareCheckList.AnswerToOpinion), facts);
        Assert.Equal((RefusalReason.GateOpen, "EDU-FU-03", CareCheckList.AnswerToOpinion), (gate.Reason, gate.RuleId, Assert.Single(gate.Allowed)));
        call.Do("04-15 16:00", He, Complete(3, CareCheckList.TestTime), facts);

        Assert.Equal("EDU-FU-03 | OpenDay(38) | edu | 2026-03-06 16:00 | — | 2026-04-13 09:00 | Reached | 2026-04-13 09:00", call.Row("opens"));
        Assert.Equal("EDU-FU-03 | Days(45) | edu | 2026-03-06 16:00 | 2026-04-20 09:00 | 2026-04-20 20:00 | Met | 2026-04-15 16:00", call.Row("due"));
        Assert.Equal("7/7", call.Last.Data["items"]);
    }

    [Fact]
    public void EDU_FU_04_fourth_call_two_to_three_weeks_before_the_parents_meeting()
    {
        var call = Call(4).Wait("04-25 10:00").Do("04-28 10:30", He, Complete(4));
        Assert.Equal("EDU-FU-04 | Fixed | edu | 2026-05-16 09:30 | — | 2026-04-25 10:00 | Reached | 2026-04-25 10:00", call.Row("opens"));
        Assert.Equal("EDU-FU-04 | Fixed | edu | 2026-05-16 09:30 | 2026-05-02 10:00 | 2026-05-02 20:00 | Met | 2026-04-28 10:30", call.Row("due"));
        Assert.Equal("6/6", call.Last.Data["items"]);
    }

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(2, false, true)]
    [InlineData(3, false, true)]
    [InlineData(1, true, false)]
    [InlineData(3, true, false)]
    [InlineData(4, false, false)]
    public void EDU_FU_05_every_call_arranges_the_test_until_it_is_done(int nth, bool done, bool required)
    {
        var plan = CarePlanBook.Find(Edu, $"onboarding-call-{nth}");
        var missing = CareCheckList.Missing(plan, [.. plan.CheckList.Remove(CareCheckList.TestTime)], new(TestDone: done));
        Assert.Equal(required, missing.Contains(CareCheckList.TestTime));
        Assert.Equal(required ? 1 : 0, missing.Length);
    }

    [Fact]
    public void EDU_QUO_01_a_call_without_its_content_does_not_count()
    {
        var call = Call(1);
        Assert.Equal(RefusalReason.GateOpen, call.Refused("03-11 10:12", He, new CareCommand.Complete("Call", null, [])).Reason);
        Assert.Equal(RefusalReason.UnknownValue, call.Refused("03-11 10:12", He, new CareCommand.Complete("Call", null, ["Weather"])).Reason);
        Assert.Equal("Refused", call.Do("03-11 10:12", He, new CareCommand.Complete("Call", "Refused", [])).Contact.Result);
    }

    [Fact]
    public void COM_PHONE_04_another_time_lies_ahead_and_in_calling_hours_and_the_last_one_agreed_holds()
    {
        var call = Call(1);
        foreach (var time in new[] { "2026-03-10 18:00", "2026-03-10 21:00" })
            Assert.Equal("COM-PHONE-04", call.Refused("03-10 19:10", He, new CareCommand.Reschedule(At.China(time))).RuleId);
        call.Do("03-10 19:10", He, new CareCommand.Reschedule(At.China("2026-03-11 10:00")));
        call.Do("03-10 19:20", He, new CareCommand.Reschedule(At.China("2026-03-11 15:00"))).Wait("03-11 15:00");
        Assert.Equal(["03-11 15:00 care.due → he-jing"], call.Told.Where(t => t.StartsWith("03-11 1", StringComparison.Ordinal)));
        Assert.Equal(FollowUpStatus.Due, call.Contact.Status);
    }

    [Fact]
    public void One_plan_has_four_tasks_and_a_window_already_over_gives_none()
    {
        Assert.Equal(["onboarding-call-1", "onboarding-call-2", "onboarding-call-3", "onboarding-call-4"], Plan("2026-03-09 18:40").Select(t => t.Contact.PlanId));
        Assert.Equal(["onboarding-call-1", "onboarding-call-3", "onboarding-call-4"], Plan("2026-03-25 10:00").Select(t => t.Contact.PlanId));
    }
}
