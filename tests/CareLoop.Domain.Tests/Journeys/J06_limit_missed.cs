using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journey J06: the 24-hour limit is missed, the ladder is climbed, the case is closed with a delay reason.</summary>
public sealed class J06_limit_missed
{
    private static readonly Actor Zhou = Scene.Staff("zhou-jie", "FrontDeskAgent");
    private readonly Scene _case = new(Packs.Mall);

    [Fact]
    public void Warns_breaches_and_stops_the_ladder_when_the_customer_agrees()
    {
        Receive();
        Assert.Equal("sla.warning → zhou-jie", Scene.Notices(_case.Wait("03-09 10:12")));
        Assert.Equal("sla.breached → zhou-jie, sla.breached → ServiceCentreManager", Scene.Notices(_case.Wait("03-09 15:00")));
        Assert.Contains("Overdue", _case.State.Flags);
        Assert.Equal("COM-ESC-01 | Hours(24) | mall | 2026-03-09 15:00 | — | 2026-03-10 15:00 | Running | —", _case.Row("cycle-24h.L2"));

        _case.Do("03-10 10:20", Zhou, new ProposeSolution("Delivery", null));
        _case.Do("03-10 10:30", Zhou, new AgreeSolution(_case.When("03-11 18:00")));
        Assert.Equal("COM-ESC-01 | Hours(24) | mall | 2026-03-09 15:00 | — | 2026-03-10 15:00 | Cancelled | 2026-03-10 10:30", _case.Row("cycle-24h.L2"));
        Assert.Equal("MALL-SLA-01 | Hours(24) | mall | 2026-03-08 15:00 | 2026-03-09 10:12 | 2026-03-09 15:00 | Breached | 2026-03-10 10:30 | exclusive", _case.Row("cycle-24h"));
        Assert.DoesNotContain("Overdue", _case.State.Flags);

        _case.Do("03-11 16:00", Zhou, new CompleteImplementation());
        _case.Do("03-11 16:10", Zhou, new GiveFeedback());
        _case.Do("03-14 10:20", Zhou, new RecordFollowUp("Acceptable", "Call"));
        Assert.Equal("MALL-FU-01 | Days(7) | mall | 2026-03-11 16:10 | 2026-03-18 09:00 | 2026-03-18 18:00 | Met | 2026-03-14 10:20", _case.Row("fu-7d.due"));
        var refusal = _case.Refused("03-14 10:29", Zhou, new Archive("DeliveryError"));
        Assert.Equal((RefusalReason.GateOpen, "delayReason"), (refusal.Reason, Assert.Single(refusal.Allowed)));
        _case.Do("03-14 10:30", Zhou, new Archive("DeliveryError", "MerchantNotResponding"));
        Assert.Equal(CaseStatus.Archived, _case.State.Status);
    }

    [Fact]
    public void COM_ESC_01_the_second_rung_is_reached_a_day_later()
    {
        Receive();
        Assert.Equal("case.escalated → DeputyGeneralManager", Scene.Notices(_case.Wait("03-10 15:00").Where(e => e.Type == "Escalated")));
        Assert.Null(_case.State.NextWakeAt);
    }

    [Fact]
    public void MALL_SLA_01_agreement_at_the_due_instant_is_too_late_because_the_limit_is_exclusive()
    {
        Receive();
        _case.Do("03-08 16:00", Zhou, new ProposeSolution("Delivery", null));
        _case.Do("03-09 15:00", Zhou, new AgreeSolution(_case.When("03-11 18:00")));
        Assert.Equal("Breached", _case.Deadline("cycle-24h").Status.ToString());
    }

    [Fact]
    public void COM_ESC_01_what_was_accepted_in_time_but_arrives_late_turns_missed_into_met()
    {
        Receive();
        _case.Do("03-08 16:00", Zhou, new ProposeSolution("Delivery", null));
        var late = _case.Command("03-09 14:59", Zhou, new AgreeSolution(_case.When("03-11 18:00")));
        _case.Wait("03-09 15:30");
        Assert.Contains("Overdue", _case.State.Flags);

        var events = _case.Play(_case.When("03-09 15:31"), late);
        Assert.Equal(["SolutionAgreed", "DeadlineCorrected"], events.Select(e => e.Type));
        Assert.All(events, e => Assert.Equal(_case.When("03-09 15:00"), e.At));
        Assert.All(events, e => Assert.Equal(_case.When("03-09 14:59"), e.AcceptedAt));
        Assert.Equal("Met", _case.Deadline("cycle-24h").Status.ToString());
        Assert.Equal("Cancelled", _case.Deadline("cycle-24h.L2").Status.ToString());
        Assert.DoesNotContain("Overdue", _case.State.Flags);
    }

    private void Receive()
    {
        _case.Receive("03-08 15:00", "FrontDesk", Zhou);
        Assert.Equal("zhou-jie", _case.State.Owner);
        _case.Do("03-08 15:05", Zhou, new Classify("Complaint", "DeliveryInstallation", "Ordinary", []));
        _case.Do("03-08 15:10", Zhou, new StartInvestigation());
    }
}
