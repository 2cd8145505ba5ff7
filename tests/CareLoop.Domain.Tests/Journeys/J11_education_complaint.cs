using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journey J11: a complaint after closing; the same-day answer is kept by an exact promise.</summary>
public sealed class J11_education_complaint
{
    private static readonly Actor He = Scene.Staff("he-jing", "ServiceAgent");
    private readonly Scene _case = new(Packs.Of("education-membership"));

    [Fact]
    public void EDU_SLA_02_a_promise_on_the_same_day_keeps_EDU_SLA_01_and_becomes_a_clock()
    {
        Assert.Equal("case.autoack → customer-1, case.registered → customer-1", Scene.Notices(_case.Receive("03-10 20:35", "WeChat", Scene.Customer)));
        Assert.Equal("case.assigned → he-jing", Scene.Notices(_case.Do("03-11 09:01", He, new Reply())));
        _case.Do("03-11 09:10", He, new Classify("Complaint", "StaffService", "Ordinary", []));
        _case.Do("03-11 09:10", He, new StartInvestigation());
        Assert.Equal("case.progress → customer-1", Scene.Notices(_case.Do("03-11 17:30", He, new PromiseReply(_case.When("03-12 15:00")))));
        _case.Do("03-12 14:20", He, new ProposeSolution("Service", null, _case.When("03-14 18:00")));
        _case.Do("03-12 14:20", He, new AgreeSolution(null));
        Assert.Equal("case.feedback → customer-1", Scene.Notices(_case.Do("03-12 14:25", He, new GiveFeedback())));
        _case.Do("03-16 10:30", He, new RecordFollowUp("Acceptable", "Call"));
        _case.Do("03-16 10:35", He, new Archive("StaffAttitude"));

        Assert.Equal("COM-CHAT-01 | BusinessMinutes(1) | edu | 2026-03-10 20:35 | — | 2026-03-11 09:01 | Met | 2026-03-11 09:01", _case.Row("chat-first-reply"));
        Assert.Equal("EDU-SLA-01 | SameDay | edu | 2026-03-10 20:35 | 2026-03-11 18:00 | 2026-03-11 20:00 | Met | 2026-03-11 17:30", _case.Row("same-day-answer"));
        Assert.Equal("EDU-SLA-02 | Fixed | edu | 2026-03-11 17:30 | — | 2026-03-12 15:00 | Met | 2026-03-12 14:20", _case.Row("promised-reply"));
        Assert.Equal("EDU-FU-07 | OpenDay(3) | edu | 2026-03-12 14:25 | — | 2026-03-15 10:00 | Reached | 2026-03-15 10:00", _case.Row("edu-7d.opens"));
        Assert.Equal("EDU-FU-07 | Days(7) | edu | 2026-03-12 14:25 | 2026-03-19 09:00 | 2026-03-19 20:00 | Met | 2026-03-16 10:30", _case.Row("edu-7d.due"));
        Recount.Check(_case);
    }

    [Fact]
    public void EDU_SLA_01_without_any_contact_owner_and_supervisor_hear_at_closing()
    {
        _case.Receive("03-10 20:35", "WeChat", Scene.Customer, "he-jing");
        var events = _case.Wait("03-11 20:01").Where(e => e.Data.GetValueOrDefault("deadline") == "same-day-answer" && e.Type == "DeadlineBreached");
        Assert.Equal("sla.breached → he-jing, sla.breached → ServiceSupervisor", Scene.Notices(events));
    }

    [Fact]
    public void COM_OWN_03_at_the_change_of_shift_only_the_handler_changes()
    {
        _case.Receive("03-13 10:00", "WeChat", Scene.Customer, "he-jing");
        _case.Do("03-13 10:01", He, new Reply());
        _case.Do("03-13 10:05", He, new PromiseReply(_case.When("03-14 15:00")));
        var liu = Scene.Staff("liu-yang", "ServiceAgent");
        _case.Do("03-14 10:08", liu, new AcceptHandover());
        Assert.Equal(("he-jing", "liu-yang"), (_case.State.Owner, _case.State.OnDutyHandler));
        _case.Do("03-14 13:25", liu, new Reply());
        Assert.Equal("Met", _case.Deadline("promised-reply").Status.ToString());
        Assert.Equal("he-jing", _case.State.Owner);
    }

    [Fact]
    public void COM_ESC_01_COM_OWN_03_a_missed_limit_is_told_to_the_owner_also_while_a_colleague_acts_for_him()
    {
        _case.Receive("03-13 10:00", "WeChat", Scene.Customer, "he-jing");
        _case.Do("03-13 10:30", Scene.Staff("liu-yang", "ServiceAgent"), new AcceptHandover());
        var missed = _case.Wait("03-13 20:01").Where(e => e.Type == "DeadlineBreached" && e.Data["deadline"] == "same-day-answer");
        Assert.Equal("sla.breached → he-jing, sla.breached → liu-yang, sla.breached → ServiceSupervisor", Scene.Notices(missed));
    }

    [Fact]
    public void COM_OWN_03_who_acts_for_the_owner_is_told_that_a_follow_up_is_due()
    {
        _case.Receive("03-13 10:00", "WeChat", Scene.Customer, "he-jing");
        _case.Do("03-13 10:01", He, new Classify("Complaint", "StaffService", "Ordinary", []));
        _case.Do("03-13 10:02", He, new StartInvestigation());
        _case.Do("03-13 10:30", He, new GiveFeedback());
        _case.Do("03-13 19:00", Scene.Staff("liu-yang", "ServiceAgent"), new AcceptHandover());
        Assert.Equal("followup.due → liu-yang", Scene.Notices(_case.Wait("03-16 09:01").Where(e => e.Type == "FollowUpOpened")));
    }
}
