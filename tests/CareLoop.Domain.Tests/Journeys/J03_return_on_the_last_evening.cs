using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journey J03: a seven-day return, asked for out of hours on the last evening.</summary>
public sealed class J03_return_on_the_last_evening
{
    private static readonly Actor Zhou = Scene.Staff("zhou-jie", "FrontDeskAgent");
    private readonly Scene _case = new(Packs.Mall);

    [Fact]
    public void MALL_NR_03_and_04_approval_and_refund_have_their_own_clocks()
    {
        Assert.Equal("case.autoack → customer-1, case.registered → customer-1", Scene.Notices(_case.Receive("03-10 21:30", "MiniProgram", Scene.Customer)));
        _case.Do("03-11 09:01", Zhou, new Reply());
        _case.Do("03-11 09:20", Zhou, new Classify("NoReasonReturn", "ProductQuality", "Ordinary", []));
        _case.Do("03-11 09:20", Zhou, new StartInvestigation());
        _case.Do("03-11 14:15", Zhou, new ProposeSolution("NoReasonReturn", 128_000));
        _case.Do("03-11 14:15", Zhou, new AgreeSolution(null));
        _case.Do("03-11 14:16", Zhou, new RecordChecks("goods-intact", ["body", "parts", "label", "manual"]));
        Assert.Equal(["goods-intact.gifts", "photos.Any"], _case.Refused("03-11 14:17", Zhou, new SubmitApproval()).Allowed.ToArray());
        _case.Do("03-11 14:18", Zhou, new RecordChecks("goods-intact", ["gifts"]));
        _case.Photograph("03-11 14:19", null, 4);
        // A return without reason is approved without one, too.
        Assert.Equal((RefusalReason.Impossible, "reason"), (_case.Refused("03-11 14:20", Zhou, new SubmitApproval("MerchantLeft")).Reason, _case.Refused("03-11 14:20", Zhou, new SubmitApproval("MerchantLeft")).Field));
        Assert.Equal("approval.requested → ServiceCentreManager", Scene.Notices(_case.Do("03-11 14:20", Zhou, new SubmitApproval())));
        // Nothing is paid before the goods are back, so finance has nothing to hear yet.
        Assert.Equal("approval.decided → zhou-jie", Scene.Notices(_case.Do("03-11 15:00", Scene.Staff("zhao-qiang", "ServiceCentreManager"), new DecideApproval(true))));
        Assert.Equal(CaseStatus.Implementing, _case.State.Status);
        Assert.Equal("case.progress → customer-1", Scene.Notices(_case.Do("03-11 15:00", Zhou, new Note("DecisionTold"))));
        _case.Do("03-12 11:00", Zhou, new Note("GoodsReturned"));
        _case.Do("03-14 10:00", Scene.Staff("jin-cai", "FinanceDept"), new Pay(128_000));
        _case.Do("03-14 10:02", Zhou, new ConfirmPayment());
        _case.Do("03-14 10:05", Zhou, new GiveFeedback());
        _case.Do("03-17 09:30", Zhou, new RecordFollowUp("Satisfied", "Call"));
        _case.Do("03-17 09:33", Zhou, new Archive(null));

        Assert.Equal("COM-CHAT-01 | BusinessMinutes(1) | mall | 2026-03-10 21:30 | — | 2026-03-11 09:01 | Met | 2026-03-11 09:01", _case.Row("chat-first-reply"));
        Assert.Equal("MALL-SLA-04 | Hours(24) | mall | 2026-03-10 21:30 | 2026-03-11 16:42 | 2026-03-11 21:30 | Met | 2026-03-11 15:00", _case.Row("no-reason-return-decision"));
        Assert.Equal("MALL-NR-03 | Hours(24) | mall | 2026-03-11 14:20 | 2026-03-12 09:32 | 2026-03-12 14:20 | Met | 2026-03-11 15:00", _case.Row("approval.no-reason-return"));
        Assert.Equal("MALL-NR-04 | RightDays(7) | mall | 2026-03-12 11:00 | — | 2026-03-20 00:00 | Met | 2026-03-14 10:00", _case.Row("return-refunded"));
        Assert.Equal("MALL-FU-01 | Days(7) | mall | 2026-03-14 10:05 | 2026-03-21 09:00 | 2026-03-21 18:00 | Met | 2026-03-17 09:30", _case.Row("fu-7d.due"));
        Recount.Check(_case);
    }

    [Fact]
    public void MALL_NR_01_after_the_window_the_request_is_rejected_with_the_reason()
    {
        _case.Receive("03-11 00:05", "MiniProgram", Scene.Customer);
        _case.Do("03-11 09:10", Zhou, new Classify("NoReasonReturn", "ProductQuality", "Ordinary", []));
        Assert.Equal("case.rejected → customer-1", Scene.Notices(_case.Do("03-11 09:15", Zhou, new Reject("WindowOver"))));
        Assert.Equal((CaseStatus.Rejected, "Met"), (_case.State.Status, _case.Deadline("no-reason-return-decision").Status.ToString()));
    }

    [Fact]
    public void MALL_NR_02_variant_b_custom_made_goods_are_not_taken_back_and_the_reason_is_kept()
    {
        _case.Receive("03-10 10:00", "MiniProgram", Scene.Customer);
        _case.Do("03-10 10:00", Zhou, new Reply());
        _case.Do("03-10 10:20", Zhou, new Classify("NoReasonReturn", "ProductQuality", "Ordinary", []));
        var told = _case.Do("03-10 10:30", Zhou, new Reject("CustomMade"));
        Assert.Equal("case.rejected → customer-1", Scene.Notices(told));
        Assert.Equal(("CustomMade", CaseStatus.Rejected), (told.Single().Data["reason"], _case.State.Status));
        Assert.Equal("Met", _case.Deadline("no-reason-return-decision").Status.ToString());
    }

    [Fact]
    public void MALL_NR_01_variant_c_a_defect_claimed_after_the_window_makes_it_a_return_for_a_reason()
    {
        _case.Receive("03-11 00:05", "MiniProgram", Scene.Customer);
        _case.Do("03-11 09:01", Zhou, new Reply());
        _case.Do("03-11 09:10", Zhou, new Classify("NoReasonReturn", "ProductQuality", "Ordinary", []));
        _case.Do("03-11 09:20", Scene.Customer, new Supplement());
        _case.Do("03-11 09:25", Zhou, new Classify("ReturnExchange", "ProductQuality", "Ordinary", []));

        // The claim does not wait longer because it was called something else at first.
        Assert.Equal("MALL-SLA-04 | Hours(24) | mall | 2026-03-11 00:05 | 2026-03-11 19:17 | 2026-03-12 00:05 | Running | —", _case.Row("return-decision"));
        Assert.Equal("Cancelled", _case.Deadline("no-reason-return-decision").Status.ToString());
        _case.Do("03-11 10:00", Zhou, new StartInvestigation());
        _case.Do("03-11 15:20", Zhou, new RecordInvestigation("Upheld", "Merchant", "StructuralDefect"));
        _case.Do("03-11 16:40", Zhou, new ProposeSolution("Exchange", null, _case.When("03-14 18:00")));
        _case.Do("03-11 17:05", Scene.Customer, new AgreeSolution(null));
        Assert.Equal((CaseStatus.Implementing, "Met"), (_case.State.Status, _case.Deadline("return-decision").Status.ToString()));
        _case.Do("03-14 15:30", Zhou, new CompleteImplementation());
        _case.Do("03-14 15:40", Zhou, new GiveFeedback());
        _case.Do("03-17 09:30", Zhou, new RecordFollowUp("Satisfied", "Call"));
        _case.Do("03-17 09:33", Zhou, new Archive("StructuralDefect"));
        Assert.Equal(CaseStatus.Archived, _case.State.Status);
        Recount.Check(_case);
    }

    [Fact]
    public void MALL_OWN_01_a_complaint_about_goods_cannot_be_refused()
    {
        _case.Receive("03-11 10:00", "Phone", Zhou);
        Assert.Equal(RefusalReason.NotInThisStatus, _case.Refused("03-11 10:05", Zhou, new Reject("NotOurs")).Reason);
    }
}
