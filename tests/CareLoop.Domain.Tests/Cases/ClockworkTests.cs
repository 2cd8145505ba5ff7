using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>Corners of limits, ladders, approvals and follow-ups that no journey passes.</summary>
public sealed class ClockworkTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private static readonly Actor Zhao = Scene.Staff("zhao-qiang", "ServiceCentreManager");
    private readonly Scene _case = new(Packs.Mall);

    [Fact]
    public void MALL_AC_03_a_late_step_makes_the_case_overdue_and_an_approver_above_the_ladder_reports_to_its_first_rung()
    {
        Investigate();
        _case.Do("03-04 11:00", Chen, new ProposeSolution("AdvanceCompensation", 1_000_001));
        _case.Do("03-04 11:05", Chen, new AgreeSolution(null));
        _case.Do("03-04 11:10", Chen, new SubmitApproval("MerchantLeft"));
        _case.Do("03-04 11:20", Zhao, new DecideApproval(true));
        _case.Do("03-04 11:30", Scene.Staff("sun", "DeputyGeneralManager"), new DecideApproval(true));
        Assert.DoesNotContain("Overdue", _case.State.Flags);
        var late = _case.Wait("03-05 11:31");
        Assert.Equal(
            "sla.breached → MallGeneralManager, sla.breached → ServiceCentreManager",
            Scene.Notices(late.Where(e => e.Type == EventTypes.DeadlineBreached)));
        Assert.Contains("Overdue", _case.State.Flags);
        _case.Do("03-05 12:00", Scene.Staff("gm", "MallGeneralManager"), new DecideApproval(true));
        Assert.DoesNotContain("Overdue", _case.State.Flags);
    }

    [Fact]
    public void COM_TIME_13_two_who_do_not_acknowledge_call_the_next_rung_once()
    {
        Investigate();
        _case.Do("03-04 10:40", Scene.Staff("zhao-qiang", "ServiceCentreManager"), new Classify("Complaint", "ProductQuality", "Major", []));
        var silent = _case.Wait("03-04 10:56");
        Assert.Equal("case.escalated → MallGeneralManager", Scene.Notices(silent));
        Assert.Equal(["Escalated", "DeadlineBreached"], silent.Select(e => e.Type));
        // The rung above them does not acknowledge either: nobody is left, and the timeline says so.
        var last = _case.Wait("03-04 11:11");
        Assert.Equal(("DeadlineBreached", "COM-ESC-02"), (Assert.Single(last).Type, last[0].Data["rule"]));
    }

    [Fact]
    public void COM_TIME_13_a_second_call_of_a_ladder_is_not_taken_for_the_first()
    {
        Investigate(["Special"]);
        Assert.Equal("case.escalated → DeputyGeneralManager", Scene.Notices(_case.Wait("03-04 10:41")));
        _case.Do("03-04 10:45", Scene.Staff("sun", "DeputyGeneralManager"), new Acknowledge());
        _case.Do("03-04 11:00", Zhao, new Classify("Complaint", "ProductQuality", "Ordinary", ["Special", "MediaRisk"]));
        Assert.Equal("case.escalated → DeputyGeneralManager", Scene.Notices(_case.Wait("03-04 11:16")));
    }

    [Fact]
    public void COM_TIME_13_one_of_several_told_at_once_may_acknowledge_for_the_rung()
    {
        var pipe = new Scene(Packs.Of("property-management"));
        var duty = Scene.Staff("lao-zhou", "DutyRoom");
        pipe.Receive("03-12 02:10", "Phone", duty, type: "Repair");
        pipe.Do("03-12 02:10", duty, new Classify("Repair", "WaterLeak", "Ordinary", ["Emergency"]));
        pipe.Wait("03-12 02:41"); // nobody for half an hour: manager and site director hear together
        Assert.Equal("NotYourRole", pipe.Refused("03-12 02:42", Scene.Staff("agent", "FrontDeskAgent"), new Acknowledge()).Reason.ToString());
        pipe.Do("03-12 02:43", Scene.Staff("director", "SiteDirector"), new Acknowledge());
        Assert.DoesNotContain(pipe.State.Deadlines, d => d is { Purpose: DeadlinePurpose.Acknowledgement, Status: DeadlineStatus.Running });
    }

    [Fact]
    public void A_missed_limit_that_no_longer_applies_leaves_no_overdue_case()
    {
        Investigate();
        _case.Wait("03-05 10:13");
        Assert.Contains("Overdue", _case.State.Flags);
        _case.Do("03-05 10:20", Chen, new Classify("ReturnExchange", "ProductQuality", "Ordinary", []));
        Assert.Equal(DeadlineStatus.Breached, _case.Deadline("cycle-24h").Status);
        // The return's own limit ran from the receipt as well and is missed by now.
        Assert.Equal(("return-decision", DeadlineStatus.Breached), (_case.Deadline("return-decision").Id, _case.Deadline("return-decision").Status));
        _case.Do("03-05 10:30", Chen, new Classify("Suggestion", "ProductQuality", "Ordinary", []));
        Assert.DoesNotContain("Overdue", _case.State.Flags);
    }

    [Fact]
    public void COM_FU_04_a_type_set_after_reopening_counts_from_the_reopening_and_only_what_runs_anew()
    {
        Reopen();
        _case.Do("03-08 11:00", Chen, new Classify("ReturnExchange", "ProductQuality", "Ordinary", []));
        Assert.Equal("COM-FU-04 | Hours(24) | mall | 2026-03-08 10:00 | 2026-03-09 05:12 | 2026-03-09 10:00 | Running | —", _case.Row("return-decision"));
        Assert.DoesNotContain(_case.State.Deadlines, d => d.Id.StartsWith("first-reply", StringComparison.Ordinal) && d.EndedAt is null);
        Assert.DoesNotContain(_case.State.Deadlines, d => d.Id.StartsWith("chat-first-reply", StringComparison.Ordinal) && d.EndedAt is null);
    }

    [Fact]
    public void COM_TIME_11_a_limit_that_applies_again_does_not_warn_twice()
    {
        Investigate();
        Assert.Contains(_case.Wait("03-05 05:30"), e => e.Type == EventTypes.DeadlineWarned);
        _case.Do("03-05 06:00", Chen, new Classify("Suggestion", "ProductQuality", "Ordinary", []));
        _case.Do("03-05 06:10", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        Assert.DoesNotContain(_case.Wait("03-05 09:00"), e => e.Type == EventTypes.DeadlineWarned && e.Data["deadline"] == "cycle-24h");
    }

    [Fact]
    public void PROP_SLA_01_a_promise_for_the_very_instant_it_is_due_is_no_exception()
    {
        var supervisor = Scene.Staff("deng-li", "ServiceSupervisor");
        var noise = new Scene(Packs.Of("property-management"));
        noise.Receive("03-04 10:00", "Phone", supervisor);
        noise.Do("03-04 10:05", supervisor, new Classify("Complaint", "Noise", "Ordinary", []));
        noise.Do("03-04 11:00", supervisor, new PromiseReply(noise.When("03-05 10:00")));
        Assert.Equal("Hours(24)", noise.Deadline("complaint-24h").Clock);
        noise.Do("03-04 12:00", supervisor, new PromiseReply(noise.When("03-05 10:01")));
        Assert.Equal(("Fixed", "2026-03-05 10:01"), (noise.Deadline("complaint-24h").Clock, At.Text(noise.Deadline("complaint-24h").DueAt)));
    }

    [Fact]
    public void COM_FU_01_the_task_is_due_from_its_opening_and_done_when_the_customer_answered()
    {
        Answer();
        Assert.Equal(FollowUpStatus.Scheduled, _case.State.FollowUp!.Status);
        _case.Wait("03-07 09:00");
        Assert.Equal(FollowUpStatus.Due, _case.State.FollowUp!.Status);
        _case.Do("03-07 10:00", Chen, new RecordFollowUp("Acceptable", "Call"));
        Assert.Equal((FollowUpStatus.Completed, DeadlineStatus.Met, "2026-03-07 10:00"), FollowUp());
    }

    [Fact]
    public void COM_FU_03_a_window_that_closes_after_an_attempt_ends_at_its_last_instant()
    {
        Answer();
        _case.Do("03-08 10:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        _case.Wait("03-11 18:01");
        Assert.Equal((FollowUpStatus.Unreachable, DeadlineStatus.Met, "2026-03-11 18:00"), FollowUp());
    }

    [Fact]
    public void COM_FU_03_a_third_attempt_in_vain_ends_it_when_it_was_made()
    {
        Answer();
        _case.Do("03-07 10:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        _case.Do("03-07 14:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        _case.Do("03-08 10:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        Assert.Equal((FollowUpStatus.Unreachable, DeadlineStatus.Met, "2026-03-08 10:00"), FollowUp());
    }

    [Fact]
    public void COM_FU_01_a_missed_follow_up_that_is_made_up_for_stays_late()
    {
        Answer();
        Assert.Contains("followup.missed → ServiceCentreManager", Scene.Notices(_case.Wait("03-11 18:01")), StringComparison.Ordinal);
        _case.Do("03-12 10:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        _case.Do("03-12 14:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        _case.Wait("03-12 18:01");
        Assert.Equal((FollowUpStatus.Unreachable, DeadlineStatus.Breached, "2026-03-12 18:00"), FollowUp());
    }

    [Fact]
    public void COM_FU_04_dissatisfaction_heard_before_the_task_opens_ends_its_clocks()
    {
        Answer();
        _case.Do("03-05 10:00", Chen, new RecordFollowUp("Dissatisfied", "Call"));
        Assert.Equal(DeadlineStatus.Cancelled, _case.Deadline("fu-7d.opens").Status);
        Assert.DoesNotContain(_case.Wait("03-07 09:30"), e => e.Type == EventTypes.FollowUpOpened);
    }

    [Fact]
    public void MALL_FU_04_who_was_dissatisfied_twice_is_visited()
    {
        Reopen();
        _case.Do("03-08 11:00", Chen, new GiveFeedback());
        Assert.Equal("Call", _case.State.FollowUp!.Mode);
        _case.Do("03-11 10:00", Chen, new RecordFollowUp("Dissatisfied", "Call"));
        _case.Do("03-11 11:00", Chen, new GiveFeedback());
        Assert.Equal("HomeVisit", _case.State.FollowUp!.Mode);
    }

    private void Investigate(string[]? flags = null)
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Do("03-04 10:12", Chen, new Reply());
        _case.Do("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", [.. flags ?? []]));
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
    }

    private void Answer()
    {
        Investigate();
        _case.Do("03-04 15:00", Chen, new GiveFeedback());
    }

    private void Reopen()
    {
        Answer();
        _case.Do("03-08 10:00", Chen, new RecordFollowUp("Dissatisfied", "Call"));
    }

    private (FollowUpStatus, DeadlineStatus, string) FollowUp() =>
        (_case.State.FollowUp!.Status, _case.Deadline("fu-7d.due").Status, At.Text(_case.Deadline("fu-7d.due").EndedAt));
}
