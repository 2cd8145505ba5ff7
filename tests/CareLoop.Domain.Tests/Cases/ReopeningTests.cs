using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

public sealed class ReopeningTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private readonly Scene _case = new(Packs.Mall);

    public ReopeningTests()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Do("03-04 10:13", Chen, new Reply());
        _case.Do("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
        Resolve("03-04 11:00");
    }

    [Fact]
    public void COM_FU_04_a_dissatisfied_customer_reopens_the_case_with_a_new_clock_and_the_same_owner()
    {
        _case.Wait("03-07 09:00");
        var events = _case.Do("03-07 10:00", Chen, new RecordFollowUp("Dissatisfied", "Call"));
        Assert.Equal(["CaseReopened", "InvestigationStarted"], events.Select(e => e.Type));
        Assert.Equal([CaseStatus.Reopened, CaseStatus.Investigating], events.Select(e => e.StatusAfter));
        Assert.Equal("case.reopened → chen-min, case.reopened → ServiceCentreManager", Scene.Notices(events));
        Assert.Equal("COM-FU-04 | Hours(24) | mall | 2026-03-07 10:00 | 2026-03-08 05:12 | 2026-03-08 10:00 | Running | — | exclusive", _case.Row("cycle-24h#2"));
        Assert.Contains("ReopenedFlag", _case.State.Flags);
        Assert.Equal(("chen-min", 1), (_case.State.Owner, _case.State.Episode));

        Resolve("03-07 11:00");
        Assert.Equal("2026-03-10 09:00", At.Text(_case.State.FollowUp!.OpensAt));
        Assert.Equal("fu-7d.due#2", Assert.Single(_case.State.Deadlines, d => d.Purpose == Domain.Deadlines.DeadlinePurpose.FollowUp && d.EndedAt is null).Id);
    }

    [Fact]
    public void MALL_FU_04_after_the_second_dissatisfaction_somebody_visits()
    {
        _case.Do("03-07 10:00", Chen, new RecordFollowUp("Dissatisfied", "Call"));
        Resolve("03-07 11:00");
        Assert.Equal("Call", _case.State.FollowUp!.Mode);
        _case.Do("03-10 10:00", Chen, new RecordFollowUp("Dissatisfied", "Call"));
        Resolve("03-10 11:00");
        Assert.Equal("HomeVisit", _case.State.FollowUp!.Mode);
    }

    [Fact]
    public void An_archived_case_reopens_within_thirty_days_as_the_next_episode()
    {
        Archive();
        _case.Do("04-06 10:05", Scene.Customer, new Reopen());
        Assert.Equal((2, CaseStatus.Investigating), (_case.State.Episode, _case.State.Status));
        Assert.Equal(Enumerable.Range(1, _case.Timeline.Count), _case.Timeline.Select(e => e.Sequence));
        Assert.Null(_case.State.RootCause);
        Assert.Single(_case.State.Deadlines, d => d.Id.StartsWith("chat-first-reply", StringComparison.Ordinal));
    }

    [Fact]
    public void After_thirty_days_it_is_too_late()
    {
        Archive();
        Assert.Equal(RefusalReason.TooLate, _case.Refused("04-06 10:06", Scene.Customer, new Reopen()).Reason);
    }

    [Fact]
    public void COM_FU_03_three_attempts_two_working_hours_apart_on_two_dates_make_unreachable()
    {
        _case.Do("03-07 10:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        Assert.Equal(RefusalReason.Impossible, _case.Refused("03-07 11:00", Chen, new RecordFollowUp("Unreachable", "Call")).Reason);
        _case.Do("03-07 12:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        _case.Do("03-07 15:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        Assert.Equal(CaseStatus.FollowUpPending, _case.State.Status);
        var events = _case.Do("03-09 10:30", Chen, new RecordFollowUp("Unreachable", "Call"));
        Assert.Equal("followup.survey → customer-1", Scene.Notices(events));
        Assert.Equal((CaseStatus.FollowUpCompleted, FollowUpStatus.Unreachable), (_case.State.Status, _case.State.FollowUp!.Status));
    }

    [Fact]
    public void COM_FU_03_a_window_that_ends_without_any_attempt_is_missed_and_can_still_be_done()
    {
        Assert.Equal("followup.missed → ServiceCentreManager", Scene.Notices(_case.Wait("03-11 19:00").Where(e => e.Type == "FollowUpMissed")));
        Assert.Equal(FollowUpStatus.Missed, _case.State.FollowUp!.Status);
        _case.Do("03-12 10:00", Chen, new RecordFollowUp("Satisfied", "Call"));
        Assert.Equal("Breached", _case.Deadline("fu-7d.due").Status.ToString());
        Assert.Equal(CaseStatus.FollowUpCompleted, _case.State.Status);
    }

    [Fact]
    public void COM_FU_01_what_was_missed_must_be_done_on_the_next_open_day_and_is_reported_again_when_it_is_not()
    {
        _case.Wait("03-11 19:00");
        Assert.Equal("COM-FU-01 | BusinessDays(1) | mall | 2026-03-11 18:00 | 2026-03-12 09:00 | 2026-03-12 18:00 | Running | —", _case.Row("fu-7d.next-day"));
        Assert.Equal("七日回访补访", _case.Deadline("fu-7d.next-day").Name.Zh);
        Assert.Equal("sla.warning → chen-min", Scene.Notices(_case.Wait("03-12 09:01")));
        Assert.Equal("followup.missed → ServiceCentreManager", Scene.Notices(_case.Wait("03-12 18:01")));

        // It stays to be done; from then on the owner is reminded every week, and nobody is told a third time.
        Assert.Equal((CaseStatus.FollowUpPending, FollowUpStatus.Missed), (_case.State.Status, _case.State.FollowUp!.Status));
        Assert.Equal("next-step", Assert.Single(_case.State.Deadlines, d => d.Status == DeadlineStatus.Running).Id);
        Assert.Equal("sla.warning → chen-min", Scene.Notices(_case.Wait("03-19 18:01")));
        _case.Do("03-20 10:00", Chen, new RecordFollowUp("Satisfied", "Call"));
        Assert.Equal(CaseStatus.FollowUpCompleted, _case.State.Status);
        Recount.Check(_case);
    }

    [Fact]
    public void COM_FU_01_what_was_missed_and_made_up_for_on_the_next_day_is_late_once()
    {
        _case.Wait("03-11 19:00");
        var done = _case.Do("03-12 10:00", Chen, new RecordFollowUp("Satisfied", "Call")).Single(e => e.Type == "FollowUpCompleted");
        Assert.Equal(("fu-7d.next-day", "fu-7d.due"), (done.Data["met"], done.Data["late"]));
        Assert.Empty(_case.Wait("03-13 19:00"));
    }

    [Fact]
    public void COM_FU_03_on_the_next_day_tried_in_vain_counts_as_unreachable()
    {
        _case.Wait("03-11 19:00");
        _case.Do("03-12 10:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        Assert.Equal("followup.survey → customer-1", Scene.Notices(_case.Wait("03-12 18:01")));
        Assert.Equal(("Unreachable", CaseStatus.FollowUpCompleted), (_case.State.FollowUp!.Result, _case.State.Status));
    }

    [Fact]
    public void COM_FU_03_a_window_that_ends_after_an_attempt_is_unreachable()
    {
        _case.Do("03-07 10:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        _case.Wait("03-11 19:00");
        Assert.Equal(CaseStatus.FollowUpCompleted, _case.State.Status);
        Assert.Equal("Met", _case.Deadline("fu-7d.due").Status.ToString());
    }

    [Fact]
    public void COM_FU_01_a_follow_up_before_the_task_opens_is_refused() =>
        Assert.Equal(RefusalReason.Impossible, _case.Refused("03-05 10:00", Chen, new RecordFollowUp("Satisfied", "Call")).Reason);

    private void Resolve(string time)
    {
        _case.Do(time, Chen, new ProposeSolution("Explanation", null));
        _case.Do(time, Scene.Customer, new AgreeSolution(null));
    }

    private void Archive()
    {
        _case.Do("03-07 10:00", Chen, new RecordFollowUp("Satisfied", "Call"));
        _case.Do("03-07 10:05", Chen, new Archive("StructuralDefect"));
    }
}
