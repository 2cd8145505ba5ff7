using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>Who answers for a case, how it changes hands, and whom it is passed up to.</summary>
public sealed class OwnershipTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private static readonly Actor Zhou = Scene.Staff("zhou-jie", "FrontDeskAgent");
    private readonly Scene _case = new(Packs.Mall);

    public OwnershipTests()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Do("03-04 10:13", Chen, new Reply());
        _case.Do("03-04 10:20", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
    }

    [Fact]
    public void MALL_OWN_02_a_case_that_is_passed_on_is_taken_over_within_30_working_minutes()
    {
        _case.Do("03-04 17:50", Chen, new OfferTransfer("zhou-jie"));
        Assert.Equal("MALL-OWN-02 | BusinessMinutes(30) | mall | 2026-03-04 17:50 | — | 2026-03-05 09:20 | Running | —", _case.Row("transfer-accepted"));
        Assert.Equal("chen-min", _case.State.Owner); // his until it is accepted
        _case.Do("03-05 09:20", Zhou, new AcceptTransfer());
        Assert.Equal((DeadlineStatus.Met, "zhou-jie"), (_case.Deadline("transfer-accepted").Status, _case.State.Owner));
    }

    [Fact]
    public void MALL_OWN_02_nobody_takes_it_over_and_the_manager_hears()
    {
        _case.Do("03-04 11:00", Chen, new OfferTransfer("zhou-jie"));
        Assert.Equal("sla.breached → chen-min, sla.breached → ServiceCentreManager", Scene.Notices(_case.Wait("03-04 11:31")));
    }

    [Fact]
    public void COM_OWN_04_what_the_owner_cannot_solve_goes_to_the_superior()
    {
        var events = _case.Do("03-04 11:00", Chen, new Escalate());
        Assert.Equal("case.escalated → ServiceCentreManager", Scene.Notices(events));
        Assert.Equal(("COM-OWN-04", "chen-min"), (events.Single().Data["rule"], _case.State.Owner));
    }

    [Fact]
    public void COM_OWN_06_what_is_out_of_scope_is_rejected_with_its_reason_and_the_customer_told()
    {
        var question = new Scene(Packs.Mall);
        question.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        question.Do("03-04 10:20", Chen, new Classify("Consultation", "ProductQuality", "Ordinary", []));
        Assert.Equal(("reason", "COM-OWN-06"), (question.Refused("03-04 10:21", Chen, new Reject(" ")).Field, question.Outcomes[^1].Refusal!.RuleId));
        Assert.Equal("case.rejected → customer-1", Scene.Notices(question.Do("03-04 10:22", Chen, new Reject("OutOfScope"))));
        Assert.Equal((CaseStatus.Rejected, "OutOfScope"), (question.State.Status, question.Timeline[^1].Data["reason"]));
        Assert.Null(question.State.NextWakeAt);
    }

    [Fact]
    public void COM_HO_03_the_incoming_shift_takes_over_the_work_and_the_owner_stays()
    {
        _case.Do("03-04 18:00", Zhou, new AcceptHandover());
        Assert.Equal(("chen-min", "zhou-jie"), (_case.State.Owner, _case.State.OnDutyHandler));
        Assert.Equal("case.supplemented → zhou-jie", Scene.Notices(_case.Do("03-04 18:10", Scene.Customer, new Supplement())));
        _case.Do("03-05 09:00", Chen, new AcceptHandover());
        Assert.Null(_case.State.OnDutyHandler);
    }

    [Fact]
    public void COM_PROC_01_a_step_the_model_does_not_have_is_rejected_with_the_steps_it_has()
    {
        var refusal = _case.Refused("03-04 10:30", Chen, new CompleteImplementation());
        Assert.Equal((RefusalReason.NotInThisStatus, "Classified"), (refusal.Reason, refusal.Value));
        Assert.Contains("startInvestigation", refusal.Allowed);
    }

    [Fact]
    public void COM_PROC_02_the_solution_is_told_to_the_customer_and_the_answer_recorded()
    {
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
        var told = _case.Do("03-04 11:00", Chen, new ProposeSolution("Exchange", 300_000, _case.When("03-06 12:00")));
        Assert.Equal("solution.proposed → customer-1", Scene.Notices(told));
        _case.Do("03-04 11:10", Scene.Customer, new AgreeSolution(null));
        Assert.Equal((EventTypes.SolutionAgreed, true), (_case.Timeline[^1].Type, _case.State.Solution!.Agreed));
    }

    [Fact]
    public void COM_PROC_04_the_time_of_the_next_answer_becomes_a_clock_that_the_next_answer_keeps()
    {
        var told = _case.Do("03-04 11:00", Chen, new PromiseReply(_case.When("03-04 16:00")));
        Assert.Equal("case.progress → customer-1", Scene.Notices(told));
        Assert.Equal("COM-PROC-04 | Fixed | mall | 2026-03-04 11:00 | — | 2026-03-04 16:00 | Running | —", _case.Row("promised-reply"));
        Assert.Equal("at", _case.Refused("03-04 11:01", Chen, new PromiseReply(_case.When("03-04 11:01"))).Field);
        _case.Do("03-04 15:59", Chen, new Reply());
        Assert.Equal(DeadlineStatus.Met, _case.Deadline("promised-reply").Status);
    }

    [Fact]
    public void COM_PROC_06_a_complaint_that_does_not_hold_is_explained_and_closed_as_not_upheld()
    {
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
        Assert.Equal("finding", _case.Refused("03-04 10:35", Chen, new RecordInvestigation("Perhaps", null, null)).Field);
        _case.Do("03-04 10:40", Chen, new RecordInvestigation("NotUpheld", "Customer", null));
        _case.Do("03-04 10:50", Chen, new ProposeSolution("Explanation", null));
        _case.Do("03-04 11:00", Scene.Customer, new AgreeSolution(null));
        Assert.Equal(("NotUpheld", CaseStatus.FollowUpPending), (_case.State.Finding, _case.State.Status)); // told is done: nothing to carry out
    }

    [Fact]
    public void PROP_SLA_01_an_exception_is_a_later_time_the_supervisor_promises_before_it_is_due()
    {
        var home = new Scene(Packs.Of("property-management"));
        var (steward, supervisor) = (Scene.Staff("lin", "PropertySteward"), Scene.Staff("deng-li", "ServiceSupervisor"));
        home.Receive("03-16 09:05", "WeChat", Scene.Customer, "lin");
        home.Do("03-16 09:10", supervisor, new Classify("Complaint", "Lift", "Ordinary", []));
        home.Do("03-16 10:00", supervisor, new AskCustomer());
        home.Do("03-16 11:00", Scene.Customer, new Supplement());
        Assert.Equal("2026-03-17 10:05", At.Text(home.Deadline("complaint-24h").DueAt));

        Assert.False(home.Do("03-16 12:00", supervisor with { Roles = [.. steward.Roles] }, new PromiseReply(home.When("03-18 12:00")))[^1].Data.ContainsKey("extended"));
        Assert.Equal("2026-03-17 10:05", At.Text(home.Deadline("complaint-24h").DueAt));
        var told = home.Do("03-16 13:00", supervisor, new PromiseReply(home.When("03-19 17:00")));
        Assert.Equal("complaint-24h", told.Single(e => e.Type == EventTypes.ProgressTold).Data["extended"]);
        Assert.Equal("PROP-SLA-01 | Fixed | prop-desk | 2026-03-16 09:05 | — | 2026-03-19 17:00 | Running | —", home.Row("complaint-24h"));
        Assert.DoesNotContain(home.Wait("03-18 09:00"), e => e.Type == EventTypes.DeadlineBreached);
        Assert.Contains(home.Wait("03-19 17:01"), e => e.Type == EventTypes.DeadlineBreached && e.Data["deadline"] == "complaint-24h");
        Assert.False(home.Do("03-19 17:30", supervisor, new PromiseReply(home.When("03-21 17:00")))[^1].Data.ContainsKey("extended")); // too late for an exception
    }

    [Fact]
    public void COM_ESC_02_every_pack_has_a_ladder_for_every_severity_and_flag_of_the_rule()
    {
        foreach (var pack in Packs.Library.Packs)
        {
            foreach (var called in new[] { "Major", "Special", "MediaRisk", "Repeat", "Difficult" })
                Assert.Contains(pack.Ladders, l => l.CalledBy.Contains(called) && l.AtOnce.Any());
        }
    }
}
