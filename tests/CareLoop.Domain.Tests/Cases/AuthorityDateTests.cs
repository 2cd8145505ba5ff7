using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>A complaint that an authority passed on, with the date by which it wants its answer.</summary>
public sealed class AuthorityDateTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private static readonly Actor Zhao = Scene.Staff("zhao-qiang", "ServiceCentreManager");
    private readonly Scene _case = new(Packs.Mall);

    public AuthorityDateTests()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Do("03-04 10:12", Chen, new Reply());
        _case.Do("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
    }

    [Fact]
    public void MALL_ESC_05_the_date_of_the_authority_is_a_limit_that_warns_two_days_before()
    {
        Assert.Equal("case.authority → chen-min", Scene.Notices(Enter("03-04 11:00", "03-13 17:30")));
        Assert.Equal("MALL-ESC-05 | Fixed | mall | 2026-03-04 11:00 | 2026-03-11 17:30 | 2026-03-13 17:30 | Running | —", _case.Row("authority-answer"));
        Assert.Contains("sla.warning → chen-min", Scene.Notices(_case.Wait("03-11 17:30")), StringComparison.Ordinal);
        _case.Do("03-13 17:30", Chen, new Note("AuthorityAnswered"));
        Assert.Equal((DeadlineStatus.Met, "2026-03-13 17:30"), (_case.Deadline("authority-answer").Status, At.Text(_case.Deadline("authority-answer").EndedAt)));
    }

    [Fact]
    public void MALL_ESC_05_a_missed_date_goes_straight_to_the_deputy()
    {
        Enter("03-04 11:00", "03-05 09:00");
        Assert.Null(_case.Deadline("authority-answer").WarnAt); // two days before is past
        Assert.Equal(
            "sla.breached → chen-min, sla.breached → DeputyGeneralManager",
            Scene.Notices(_case.Wait("03-05 09:01").Where(e => e.Type == EventTypes.DeadlineBreached)));
        Assert.Contains("Overdue", _case.State.Flags);
    }

    [Fact]
    public void MALL_ESC_05_neither_a_question_nor_reopening_moves_it_and_the_case_is_not_closed_without_the_answer()
    {
        Enter("03-04 11:00", "03-20 17:30");
        _case.Do("03-04 11:10", Chen, new AskCustomer());
        _case.Do("03-05 11:10", Scene.Customer, new Supplement());
        _case.Do("03-05 12:00", Chen, new GiveFeedback());
        _case.Do("03-08 10:00", Chen, new RecordFollowUp("Dissatisfied", "Call"));
        Assert.Equal("MALL-ESC-05 | Fixed | mall | 2026-03-04 11:00 | 2026-03-18 17:30 | 2026-03-20 17:30 | Running | —", _case.Row("authority-answer"));
        _case.Do("03-08 11:00", Chen, new GiveFeedback());
        _case.Do("03-11 10:00", Chen, new RecordFollowUp("Satisfied", "HomeVisit"));
        Assert.Equal("authorityAnswer", Assert.Single(_case.Refused("03-11 10:05", Chen, new Archive("StructuralDefect")).Allowed));
        _case.Do("03-11 10:10", Chen, new Note("AuthorityAnswered"));
        _case.Do("03-11 10:15", Chen, new Archive("StructuralDefect"));
    }

    [Fact]
    public void MALL_ESC_05_a_later_letter_replaces_the_date_and_only_the_manager_enters_it()
    {
        Enter("03-04 11:00", "03-13 17:30");
        Enter("03-05 11:00", "03-20 17:30");
        Assert.Equal(DeadlineStatus.Cancelled, _case.Deadline("authority-answer").Status);
        Assert.Equal("2026-03-20 17:30", At.Text(_case.Deadline("authority-answer#2").DueAt));
        Assert.Equal(RefusalReason.NotYourRole, _case.Refused("03-05 11:01", Chen, new EnterAuthorityDate("MarketRegulator", _case.When("03-21 10:00"))).Reason);
        Assert.Equal(("answerBy", "MALL-ESC-05"), FieldOf(_case.Refused("03-05 11:02", Zhao, new EnterAuthorityDate("MarketRegulator", _case.When("03-05 11:02")))));
        Assert.Equal(("authority", "MALL-ESC-05"), FieldOf(_case.Refused("03-05 11:03", Zhao, new EnterAuthorityDate(" ", _case.When("03-21 10:00")))));
    }

    [Fact]
    public void A_handbook_without_authorities_has_no_such_command()
    {
        var repair = new Scene(Packs.Of("after-sales-network"));
        repair.Receive("03-04 10:12", "Phone", Scene.Staff("xiao-su", "RegionalOffice"));
        Assert.DoesNotContain("enterAuthorityDate", CaseDecider.Allowed(repair.Pack, repair.State, Scene.Staff("boss", [.. repair.Pack.Roles.Select(r => r.Id)])));
    }

    private System.Collections.Immutable.ImmutableArray<CaseEvent> Enter(string time, string answerBy) =>
        _case.Do(time, Zhao, new EnterAuthorityDate("MarketRegulator", _case.When(answerBy)));

    private static (string?, string?) FieldOf(Refusal refusal) => (refusal.Field, refusal.RuleId);
}
