using System.Collections.Immutable;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.CarePlans;

/// <summary>Duties that follow from what is recorded about a member, and what has to be there before it is recorded.</summary>
public sealed class CareDutiesTests
{
    private static readonly string[] Documents = ["ServiceCard", "ClassRegistrationForm", "ServiceConfirmation"];

    private static PolicyPack Edu => Packs.Of("education-membership");

    [Theory]
    [InlineData("2026-03-06 16:00", "2026-03-09 20:00")]
    [InlineData("2026-03-08 10:00", "2026-03-09 20:00")]
    [InlineData("2026-03-09 10:00", "2026-03-16 20:00")]
    public void EDU_DATA_01_the_card_of_last_weeks_member_is_handed_in_by_monday_evening(string closed, string due) =>
        Assert.Equal(At.China(due), Duty("card-in", new SubjectAnchor(CareAnchor.ContractClosed, At.China(closed))).Contact.DueAt);

    [Theory]
    [InlineData("2026-03-09 18:40", "2026-03-10 20:00")]
    [InlineData("2026-03-10 09:30", "2026-03-10 20:00")]
    [InlineData("2026-03-10 20:30", "2026-03-17 20:00")]
    public void EDU_DATA_02_a_card_is_entered_by_tuesday_evening_of_its_week(string received, string due) =>
        Assert.Equal(At.China(due), Duty("data-entered", new SubjectAnchor(CareAnchor.CardReceipt, At.China(received))).Contact.DueAt);

    [Fact]
    public void EDU_DATA_01_an_overdue_card_is_told_to_the_supervisor_and_to_sales_and_stays_to_be_done()
    {
        var scene = new CareScene(Edu, Duty("card-in", new SubjectAnchor(CareAnchor.ContractClosed, At.China("2026-03-06 16:00"))));
        scene.Wait("03-09 20:01").Wait("03-12 09:00");
        Assert.Equal(["03-06 16:00 duty.due → he.jing", "03-09 20:00 duty.overdue → ServiceSupervisor", "03-09 20:00 duty.overdue → SalesDept"], scene.Told);
        scene.Do("03-12 10:00", Actor.System, new CareCommand.Complete("Duty", null, []));
        Assert.Equal(FollowUpStatus.Completed, scene.Contact.Status);
    }

    [Fact]
    public void EDU_DATA_03_a_card_counts_as_received_with_its_three_documents_only()
    {
        var refusal = MemberEntry.CheckDocuments(Edu, CareAnchor.CardReceipt, [Documents[0]])!;
        Assert.Equal(("EDU-DATA-03", RefusalReason.GateOpen), (refusal.RuleId, refusal.Reason));
        Assert.Equal(Documents[1..], refusal.Allowed);
        Assert.Null(MemberEntry.CheckDocuments(Edu, CareAnchor.CardReceipt, Documents));
        Assert.Null(MemberEntry.CheckDocuments(Edu, CareAnchor.ContractClosed, []));
    }

    [Theory]
    [InlineData("2012-03-11", true)]
    [InlineData("2012-03-10", false)]
    public void COM_PRIV_04_a_child_under_14_is_recorded_with_a_guardians_consent_only(string born, bool needsConsent)
    {
        var today = new DateOnly(2026, 3, 10);
        Assert.Equal(needsConsent ? "COM-PRIV-04" : null, MemberEntry.CheckConsent(DateOnly.Parse(born), today, guardianConsent: false)?.RuleId);
        Assert.Null(MemberEntry.CheckConsent(DateOnly.Parse(born), today, guardianConsent: true));
    }

    [Theory]
    [InlineData("2026-03-24 10:00", "2019-04-05", 0)]
    [InlineData("2026-03-26 10:00", "2019-04-05", 1)]
    [InlineData("2026-04-02 11:00", "2019-04-05", 2)]
    [InlineData("2026-04-02 11:00", "2019-05-20", 0)]
    [InlineData("2026-04-01 10:00", "2019-04-01", 2)]
    public void EDU_BD_01_EDU_BD_02_who_joins_after_the_list_or_the_cards_were_begun_gets_them_the_same_day(string joined, string born, int duties)
    {
        var late = Planned(At.China(joined), SubjectAnchor.BirthdayOf(DateOnly.Parse(born), At.China(joined))).Where(t => t.Contact.Mode == nameof(CareMode.Duty)).ToList();
        Assert.Equal(duties, late.Count);
        Assert.All(late, task => Assert.Equal(ChinaTime.Date(At.China(joined)), ChinaTime.Date(task.Contact.DueAt)));
    }

    [Theory]
    [InlineData("2026-04-03 19:00", "2026-04-03")]
    [InlineData("2026-04-03 20:30", null)]
    [InlineData("2026-04-04 00:00", "2027-04-03")]
    public void EDU_BD_03_a_birthday_that_is_over_comes_again_next_year(string now, string? expected)
    {
        var calls = Planned(At.China(now), SubjectAnchor.BirthdayOf(new(2019, 4, 3), At.China("2026-01-10 10:00"))).Where(t => t.Contact.PlanId == "birthday-call");
        Assert.Equal(expected, calls.SingleOrDefault() is { } call ? $"{ChinaTime.Date(call.Contact.DueAt):yyyy-MM-dd}" : null);
        Assert.All(calls, call => Assert.Null(call.Contact.Caller));
    }

    [Fact]
    public void EDU_BD_01_EDU_BD_02_lists_and_cards_have_their_days_and_other_handbooks_have_none()
    {
        Assert.Null(CareDuties.MonthList(Edu, At.China("2026-03-25 08:59")));
        Assert.Equal(At.China("2026-03-31 20:00"), CareDuties.MonthList(Edu, At.China("2026-03-25 09:00"))!.DueAt);
        Assert.Equal(At.China("2026-04-01 20:00"), CareDuties.Cards(Edu, At.China("2026-04-01 09:00"))!.DueAt);
        Assert.Null(CareDuties.Cards(Edu, At.China("2026-04-02 09:00")));
        Assert.Null(CareDuties.MonthList(Packs.Mall, At.China("2026-03-25 09:00")));
    }

    [Fact]
    public void EDU_FU_03_an_opinion_waits_for_an_answer_until_a_later_contact_covers_it()
    {
        var raised = Done("2026-03-18 15:05", []) with { RaisedOpinion = true };
        Assert.False(CareFacts.WaitsForAnswer([Done("2026-03-18 15:05", [])]));
        Assert.True(CareFacts.WaitsForAnswer([raised]));
        Assert.True(CareFacts.WaitsForAnswer([raised, Done("2026-03-11 10:12", [CareCheckList.AnswerToOpinion])]));
        Assert.False(CareFacts.WaitsForAnswer([raised, Done("2026-04-15 16:00", [CareCheckList.AnswerToOpinion])]));
    }

    [Fact]
    public void A_task_is_passed_on_before_its_day_without_a_word_and_after_it_with_one()
    {
        var agent = Scene.Staff("he.jing", "ServiceAgent");
        var early = new CareScene(Edu, "onboarding-call-2", "2026-03-06 16:00", "he.jing").Do("03-10 10:00", agent, new CareCommand.PassOn("liu.yang"));
        Assert.Empty(early.Told);
        Assert.Equal(["03-16 09:00 care.due → liu.yang"], early.Wait("03-16 09:00").Told);
        early.Do("03-16 10:00", agent, new CareCommand.PassOn("zhang.yue"));
        Assert.Equal("03-16 10:00 care.due → zhang.yue", early.Told.Last());
        Assert.Equal(RefusalReason.Impossible, early.Refused("03-16 10:01", agent, new CareCommand.PassOn("zhang.yue")).Reason);
    }

    [Fact]
    public void A_contact_becomes_one_case_and_no_second_one()
    {
        var chen = Scene.Staff("chen.min", "ComplaintSpecialist");
        var call = new CareScene(Packs.Mall, "warranty-expiry", "2026-04-10 00:00", "chen.min");
        Assert.Equal(RefusalReason.Impossible, call.Refused("03-09 10:00", chen, new CareCommand.Link("MALL-1")).Reason);
        call.Do("03-10 11:15", chen, new CareCommand.Complete("Call", "Acceptable", [])).Do("03-10 11:20", chen, new CareCommand.Link("MALL-1"));
        Assert.Equal("MALL-1", call.Task.NewCase);
        Assert.Equal(RefusalReason.Impossible, call.Refused("03-10 11:30", chen, new CareCommand.Link("MALL-2")).Reason);
    }

    private static CareTask Duty(string id, SubjectAnchor anchor) => Planned(anchor.At, anchor).Single(task => task.Contact.PlanId == id);

    private static IReadOnlyList<CareTask> Planned(DateTimeOffset at, params SubjectAnchor[] anchors) =>
    [
        .. CarePlanning.OfSubject(
            Edu,
            new CustomerSubject { Id = "s", CustomerKey = Scene.Customer.Id, Site = "edu", Kind = SubjectKind.Membership, Agent = "he.jing", Anchors = anchors },
            at,
            name => name).Select(planned => planned.Task),
    ];

    private static CareTask Done(string at, ImmutableArray<string> items)
    {
        var task = CarePlanning.Task(Edu, CarePlanBook.Find(Edu, "onboarding-call-2"), "t", "c", null, At.China("2026-03-06 16:00"));
        return task with { Items = items, Contact = task.Contact with { Status = FollowUpStatus.Completed, CompletedAt = At.China(at) } };
    }
}
