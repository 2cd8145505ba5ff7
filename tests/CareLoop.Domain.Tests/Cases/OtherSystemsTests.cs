using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Notices;
using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>What users of other systems complained of, each named after its thread, must not happen here.</summary>
public sealed class OtherSystemsTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private readonly Scene _case = new(Packs.Mall);

    public OtherSystemsTests()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Do("03-04 10:13", Chen, new Reply());
        _case.Do("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
    }

    [Fact]
    public void OsTicket_3034_the_clock_pauses_while_the_customer_is_asked()
    {
        _case.Do("03-04 11:00", Chen, new AskCustomer());
        Assert.Equal(DeadlineStatus.Paused, _case.Deadline("cycle-24h").Status);
        _case.Do("03-06 11:00", Scene.Customer, new Supplement());
        Assert.Equal("2026-03-07 10:12", At.Text(_case.Deadline("cycle-24h").DueAt));
    }

    [Fact]
    public void GLPI_6902_and_15605_a_pause_is_not_lost_when_another_limit_applies()
    {
        _case.Do("03-04 11:00", Chen, new AskCustomer());
        _case.Do("03-04 13:00", Scene.Customer, new Supplement());
        _case.Do("03-04 14:00", Chen, new Classify("ReturnExchange", "ProductQuality", "Ordinary", []));
        Assert.Equal(DeadlineStatus.Cancelled, _case.Deadline("cycle-24h").Status);
        Assert.Equal("2026-03-05 12:12", At.Text(_case.Deadline("return-decision").DueAt));
        Assert.Equal("2026-03-05 07:24", At.Text(_case.Deadline("return-decision").WarnAt));

        // Back again: the limit is the old one with its old pause, and it never ran twice.
        _case.Do("03-04 15:00", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        Assert.Equal("2026-03-05 12:12", At.Text(_case.Deadline("cycle-24h").DueAt));
        Assert.Single(_case.State.Deadlines, d => d.Id.StartsWith("cycle-24h", StringComparison.Ordinal));
    }

    [Fact]
    public void GLPI_6902_other_opening_hours_in_the_middle_keep_what_was_used()
    {
        var (before, after) = (Hours.Of("daily 09-18"), Hours.Of("daily 09-13"));
        var start = At.China("2026-03-04 16:00");
        var clock = new Clock(ClockKind.BusinessHours, 8);
        var deadline = _case.Deadline("cycle-24h") with { Clock = clock.ToString(), StartedAt = start, Status = DeadlineStatus.Running, DueAt = ClockMath.Due(clock, before, start) };
        Assert.Equal("2026-03-05 15:00", At.Text(deadline.DueAt));
        var moved = DeadlineClock.Rebase(deadline, before, after, At.China("2026-03-05 11:00"));
        Assert.Equal("2026-03-06 11:00", At.Text(moved.DueAt)); // four hours used, two before one o'clock, two the next morning
        Assert.Equal(deadline.Paused.AsEnumerable(), moved.Paused.AsEnumerable());
        var missed = deadline with { Status = DeadlineStatus.Breached };
        Assert.Same(missed, DeadlineClock.Rebase(missed, before, after, At.China("2026-03-05 11:00")));
    }

    [Fact]
    public void GLPI_10594_a_day_clock_steps_over_the_weekend() =>
        Assert.Equal("2026-03-16 18:00", At.Text(ClockMath.Due(new(ClockKind.BusinessDays, 1), Hours.Of("workdays 09-18"), At.China("2026-03-13 10:00"))));

    [Fact]
    public void GLPI_24481_nothing_is_missed_while_it_is_paused()
    {
        _case.Do("03-04 11:00", Chen, new AskCustomer());
        Assert.DoesNotContain(_case.Wait("03-08 11:00"), e => e.Type is "DeadlineBreached" or "DeadlineWarned");
        Assert.DoesNotContain("Overdue", _case.State.Flags);
    }

    [Fact]
    public void Zammad_3140_no_escalation_after_the_agent_has_replied() =>
        Assert.DoesNotContain(_case.Wait("03-04 18:00"), e => e.Type is "DeadlineBreached" or "Escalated");

    [Fact]
    public void Zammad_188_reopening_does_not_escalate_what_was_missed_before()
    {
        _case.Wait("03-05 11:00");
        _case.Do("03-05 11:30", Chen, new GiveFeedback());
        _case.Wait("03-08 09:00");
        _case.Do("03-08 10:00", Chen, new RecordFollowUp("Dissatisfied", "Call"));
        Assert.DoesNotContain(_case.Wait("03-09 09:59"), e => e.Type is "Escalated" or "DeadlineBreached");
        Assert.Equal(DeadlineStatus.Breached, _case.Deadline("cycle-24h").Status);
        Assert.DoesNotContain("Overdue", _case.State.Flags);
    }

    [Fact]
    public void Zammad_4353_a_limit_that_no_longer_applies_does_not_escalate()
    {
        _case.Do("03-04 15:00", Chen, new Classify("Suggestion", "ProductQuality", "Ordinary", []));
        Assert.DoesNotContain(_case.Wait("03-05 12:00"), e => e.Data.GetValueOrDefault("deadline") == "cycle-24h");
    }

    [Fact]
    public void Zammad_4353_what_was_missed_stays_missed_but_climbs_no_further()
    {
        _case.Wait("03-05 11:00");
        Assert.Contains("Overdue", _case.State.Flags);
        _case.Do("03-05 11:30", Chen, new Classify("Consultation", "ProductQuality", "Ordinary", []));
        Assert.Equal(DeadlineStatus.Breached, _case.Deadline("cycle-24h").Status);
        Assert.DoesNotContain(_case.Wait("03-06 12:00"), e => e.Data.GetValueOrDefault("deadline") == "cycle-24h");
    }

    [Fact]
    public void COM_INT_13_a_limit_that_begins_late_still_runs_from_the_receipt_and_is_missed_once()
    {
        _case.Do("03-05 09:00", Chen, new Classify("Suggestion", "ProductQuality", "Ordinary", []));
        var events = _case.Do("03-06 09:00", Chen, new Classify("ReturnExchange", "ProductQuality", "Ordinary", []));
        var missed = _case.Wait("03-06 09:01").Concat(events).Where(e => e.Data.GetValueOrDefault("deadline") == "return-decision");
        Assert.Equal("DeadlineBreached", Assert.Single(missed).Type);
        Assert.Equal("2026-03-05 10:12", At.Text(_case.Deadline("return-decision").DueAt));
    }

    [Fact]
    public void A_type_that_was_only_assumed_leaves_no_clock_behind()
    {
        var question = new Scene(Packs.Mall);
        question.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        question.Do("03-04 10:25", Chen, new Classify("Consultation", "ProductQuality", "Ordinary", []));
        Assert.Equal("chat-first-reply consultation-same-day", string.Join(' ', question.State.Deadlines.Select(d => d.Id).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Zammad_1322_a_customers_note_counts_as_his_answer()
    {
        _case.Do("03-04 11:00", Chen, new AskCustomer());
        var events = _case.Do("03-04 12:00", Scene.Customer, new Comment(true));
        Assert.Equal("case.supplemented → chen-min", Scene.Notices(events));
        Assert.Equal((CaseStatus.Investigating, DeadlineStatus.Running), (_case.State.Status, _case.Deadline("cycle-24h").Status));
    }

    [Fact]
    public void Chatwoot_12058_reopening_leaves_the_first_response_alone()
    {
        var before = _case.Deadline("chat-first-reply");
        _case.Do("03-04 11:30", Chen, new GiveFeedback());
        _case.Wait("03-07 09:00");
        _case.Do("03-07 10:00", Chen, new RecordFollowUp("Dissatisfied", "Call"));
        _case.Do("03-07 11:00", Chen, new Reply());
        Assert.Equal(before, _case.Deadline("chat-first-reply"));
        Assert.Equal("Contacted", _case.Timeline[^1].Type);
    }

    [Fact]
    public void Chatwoot_14009_one_mall_can_close_for_lunch()
    {
        const string Override = """
            packId: furniture-mall
            organisation: mall-north
            version: 1.0.0
            extends: furniture-mall@1.0.0
            displayName: 北区店
            timeZone: Asia/Shanghai
            effectiveFrom: 2026-01-01T00:00:00+08:00
            calendars:
              - id: mall
                name: 北区店营业时间
                weekly: { mon-sun: [["09:00", "12:00"], ["14:00", "18:00"]] }
                openOnHolidays: true
                ruleIds: [COM-TIME-03]
                origin: I
            """;
        var library = PackLibrary.Load(Packs.Files.Append(("mall-north.yaml", Override)));
        var north = library.InForce("furniture-mall", null, At.China("2026-03-04 00:00"), "mall-north");
        Assert.False(north.IsOpen(At.China("2026-03-04 13:00")));
        var noon = new Scene(north);
        noon.Receive("03-04 12:30", "WeChat", Scene.Customer);
        Assert.Equal("2026-03-04 14:01", At.Text(noon.Deadline("chat-first-reply").DueAt));
        Assert.True(library.InForce("furniture-mall", null, At.China("2026-03-04 00:00"), "mall-south").IsOpen(At.China("2026-03-04 13:00")));
    }

    [Fact]
    public void Zammad_4432_what_is_not_urgent_waits_for_the_morning()
    {
        var warned = Assert.Single(_case.Wait("03-05 05:24"), e => e.Type == "DeadlineWarned");
        Assert.Equal("2026-03-05 05:24", At.Text(warned.At));
        Assert.Equal("2026-03-05 09:00", At.Text(QuietHours.DeliverFrom(_case.Pack, _case.State, warned.Notices[0], warned.At)));
        var urgent = new Notice("case.escalated", Recipient.Role("ServiceCentreManager"));
        Assert.Equal(warned.At, QuietHours.DeliverFrom(_case.Pack, _case.State, urgent, warned.At));
        var toCustomer = new Notice("case.feedback", Recipient.Customer(Scene.Customer.Id));
        Assert.Equal(warned.At, QuietHours.DeliverFrom(_case.Pack, _case.State, toCustomer, warned.At));
    }

    [Fact]
    public void COM_TIME_10_an_unanswered_question_reminds_twice_and_then_ends_the_case()
    {
        _case.Do("03-04 11:00", Chen, new AskCustomer());
        Assert.Equal("case.reminder → customer-1, case.reminder → customer-1", Scene.Notices(_case.Wait("03-10 11:00")));
        _case.Wait("03-11 11:00");
        Assert.Equal((CaseStatus.Withdrawn, "NoReply"), (_case.State.Status, _case.Timeline[^1].Type));
        Assert.Null(_case.State.NextWakeAt);
    }

    [Fact]
    public void COM_OWN_02_a_case_without_any_other_limit_reminds_its_owner_every_week()
    {
        _case.Do("03-04 11:00", Chen, new ProposeSolution("AdvanceCompensation", 468_000));
        _case.Do("03-04 11:10", Chen, new AgreeSolution(null));
        Assert.Equal("2026-03-11 18:00", At.Text(_case.State.NextDueAt));
        Assert.Equal("sla.warning → chen-min", Scene.Notices(_case.Wait("03-11 18:01")));
        Assert.Equal("2026-03-18 18:00", At.Text(_case.State.NextDueAt));
        Assert.DoesNotContain("Overdue", _case.State.Flags);
        _case.Do("03-12 10:00", Chen, new SubmitApproval("MerchantLeft"));
        Assert.DoesNotContain(_case.State.Deadlines, d => d.Purpose == DeadlinePurpose.NextStep);
    }

    [Fact]
    public void COM_ESC_04_a_confirmed_flag_is_not_taken_back_by_its_setter()
    {
        _case.Do("03-04 11:00", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", ["MediaRisk"]));
        Assert.Equal("MediaRisk", _case.Refused("03-04 11:05", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", [])).Value);
        _case.Do("03-04 11:10", Scene.Staff("zhao-qiang", "ServiceCentreManager"), new Classify("Complaint", "ProductQuality", "Ordinary", []));
        Assert.Empty(_case.State.Flags);
    }
}
