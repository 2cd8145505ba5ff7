using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journey J02: the merchant has left; advance compensation passes two approvals.</summary>
public sealed class J02_advance_compensation
{
    private static readonly Actor Zhou = Scene.Staff("zhou-jie", "FrontDeskAgent");
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private static readonly Actor Zhao = Scene.Staff("zhao-qiang", "ServiceCentreManager");
    private static readonly Actor Sun = Scene.Staff("sun", "DeputyGeneralManager");
    private static readonly Actor Finance = Scene.Staff("jin-cai", "FinanceDept");
    private readonly Scene _case = new(Packs.Mall);

    [Fact]
    public void MALL_AC_03_runs_through_two_approvals_and_the_payment_clock()
    {
        Assert.Equal("case.registered → customer-1, case.registered → zhou-jie", Scene.Notices(_case.Receive("03-05 11:00", "Phone", Zhou)));
        _case.Do("03-05 11:08", Zhou, new OfferTransfer("chen-min"));
        Assert.Equal("zhou-jie", _case.State.Owner);
        Assert.Equal("case.assigned → chen-min", Scene.Notices(_case.Do("03-05 11:08", Chen, new AcceptTransfer())));
        var classified = _case.Do("03-05 11:10", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", ["MerchantLeft", "Special"]));
        Assert.Equal("case.escalated → ServiceCentreManager", Scene.Notices(classified));
        _case.Do("03-05 11:18", Zhao, new Acknowledge());
        _case.Do("03-05 11:20", Chen, new StartInvestigation());
        _case.Do("03-05 15:30", Chen, new ProposeSolution("AdvanceCompensation", 468_000));
        _case.Do("03-05 16:00", Chen, new AgreeSolution(null));
        Assert.Equal(CaseStatus.AwaitingApproval, _case.State.Status);
        Assert.Equal("approval.requested → ServiceCentreManager", Scene.Notices(_case.Do("03-05 16:05", Chen, new SubmitApproval("MerchantLeft"))));
        Assert.Equal(
            "approval.decided → chen-min, approval.requested → DeputyGeneralManager",
            Scene.Notices(_case.Do("03-05 16:50", Zhao, new DecideApproval(true))));
        Assert.Equal(RefusalReason.NotInThisStatus, _case.Refused("03-06 09:00", Finance, new Pay(468_000)).Reason);
        Assert.Equal("approval.decided → chen-min, approval.decided → FinanceDept", Scene.Notices(_case.Do("03-06 10:20", Sun, new DecideApproval(true))));
        Assert.Equal(CaseStatus.Implementing, _case.State.Status);
        _case.Do("03-08 14:00", Finance, new Pay(468_000));
        Assert.Equal("MALL-AC-05 | SameDay | mall | 2026-03-08 14:00 | 2026-03-08 16:00 | 2026-03-08 18:00 | Running | —", _case.Row("recovery-opened"));
        _case.Do("03-08 14:02", Chen, new OpenRecovery("Deposit"));
        _case.Do("03-08 14:05", Scene.Customer, new ConfirmPayment());
        Assert.Equal("case.feedback → customer-1", Scene.Notices(_case.Do("03-08 14:10", Chen, new GiveFeedback())));
        _case.Do("03-12 16:20", Chen, new RecordFollowUp("Acceptable", "Call"));
        _case.Do("03-12 16:25", Chen, new Archive("MerchantLeft"));

        Assert.Equal("MALL-SLA-01 | Hours(24) | mall | 2026-03-05 11:00 | 2026-03-06 06:12 | 2026-03-06 11:00 | Met | 2026-03-05 16:00 | exclusive", _case.Row("cycle-24h"));
        Assert.Equal("MALL-ESC-01 | Minutes(15) | always | 2026-03-05 11:10 | — | 2026-03-05 11:25 | Met | 2026-03-05 11:18", _case.Row("ack.mall-special.0.ServiceCentreManager"));
        Assert.Equal("MALL-AC-03 | Hours(24) | mall | 2026-03-05 16:05 | 2026-03-06 11:17 | 2026-03-06 16:05 | Met | 2026-03-05 16:50", _case.Row("approval.advance-compensation"));
        Assert.Equal("MALL-AC-03 | Hours(24) | mall | 2026-03-05 16:50 | 2026-03-06 12:02 | 2026-03-06 16:50 | Met | 2026-03-06 10:20", _case.Row("approval.advance-compensation#2"));
        Assert.Equal("MALL-AC-04 | Days(3) | mall | 2026-03-06 10:20 | 2026-03-09 09:00 | 2026-03-09 18:00 | Met | 2026-03-08 14:00", _case.Row("compensation-paid"));
        Assert.Equal("MALL-FU-01 | Days(7) | mall | 2026-03-08 14:10 | 2026-03-15 09:00 | 2026-03-15 18:00 | Met | 2026-03-12 16:20", _case.Row("fu-7d.due"));
        Assert.DoesNotContain(_case.State.Deadlines, d => d.Id.StartsWith("next-step", StringComparison.Ordinal));
    }

    [Fact]
    public void MALL_AC_03_time_never_approves_but_tells_the_approver_and_the_rung_above()
    {
        _case.Receive("03-05 11:00", "Phone", Zhou);
        _case.Do("03-05 11:10", Zhou, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        _case.Do("03-05 11:20", Zhou, new StartInvestigation());
        _case.Do("03-05 15:30", Zhou, new ProposeSolution("AdvanceCompensation", 100_000));
        _case.Do("03-05 16:00", Zhou, new AgreeSolution(null));
        _case.Do("03-05 16:05", Zhou, new SubmitApproval("MerchantLeft"));
        var events = _case.Wait("03-06 16:06");
        Assert.Equal("sla.breached → ServiceCentreManager, sla.breached → DeputyGeneralManager", Scene.Notices(events.Where(e => e.Type == "DeadlineBreached")));
        Assert.Equal(CaseStatus.AwaitingApproval, _case.State.Status);
    }

    [Fact]
    public void Nobody_approves_his_own_request_and_a_rejection_leads_back_with_word_to_the_customer_the_same_day()
    {
        _case.Receive("03-05 11:00", "Phone", Zhao);
        _case.Do("03-05 11:10", Zhao, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        _case.Do("03-05 11:20", Zhao, new StartInvestigation());
        _case.Do("03-05 15:30", Zhao, new ProposeSolution("AdvanceCompensation", 100_000));
        _case.Do("03-05 16:00", Zhao, new AgreeSolution(null));
        _case.Do("03-05 16:05", Zhao, new SubmitApproval("MerchantLeft"));
        Assert.Equal(RefusalReason.OwnRequest, _case.Refused("03-05 16:10", Zhao, new DecideApproval(true)).Reason);
        Assert.Equal(RefusalReason.NotYourRole, _case.Refused("03-05 16:10", Sun, new DecideApproval(true)).Reason);
        _case.Do("03-05 16:30", Scene.Staff("deputy", "ServiceCentreManager"), new DecideApproval(false));
        Assert.Equal(CaseStatus.Investigating, _case.State.Status);
        Assert.Equal("2026-03-05 18:00", At.Text(_case.Deadline("tell-rejection").DueAt));
        _case.Do("03-05 17:00", Zhao, new Reply());
        Assert.Equal("Met", _case.Deadline("tell-rejection").Status.ToString());
    }

    [Fact]
    public void COM_ESC_02_without_acknowledgement_the_next_rung_hears()
    {
        _case.Receive("03-07 16:20", "Phone", Chen);
        var classified = _case.Do("03-07 16:22", Chen, new Classify("Complaint", "DeliveryInstallation", "Ordinary", ["Special", "MediaRisk"]));
        Assert.Equal("media.alert → ServiceCentreManager, case.escalated → ServiceCentreManager", Scene.Notices(classified));
        Assert.Equal("COM-ESC-02 | Minutes(15) | always | 2026-03-07 16:22 | — | 2026-03-07 16:37 | Running | —", _case.Row("ack.mall-media.0.ServiceCentreManager"));
        Assert.Equal("case.escalated → DeputyGeneralManager", Scene.Notices(_case.Play(_case.When("03-07 16:37").AddMilliseconds(1))));

        // A television reporter comes: now it is major, and two must acknowledge.
        var major = _case.Do("03-08 09:40", Zhao, new Classify("Complaint", "DeliveryInstallation", "Major", ["Special", "MediaRisk"]));
        Assert.Equal("case.escalated → ServiceCentreManager, case.escalated → DeputyGeneralManager", Scene.Notices(major));
        Assert.Equal("2026-03-08 09:55", At.Text(_case.Deadline("ack.mall-major.0.DeputyGeneralManager").DueAt));
        _case.Do("03-08 09:45", Chen, new StartInvestigation());
        var refusal = _case.Refused("03-08 09:50", Chen, new ProposeSolution("Repair", null));
        Assert.Equal(("MALL-ESC-02", "ServiceCentreManager"), (refusal.RuleId, Assert.Single(refusal.Allowed)));
    }
}
