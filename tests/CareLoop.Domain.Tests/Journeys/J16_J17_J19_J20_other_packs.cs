using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journeys J16, J17 (online shop), J19 (tobacco) and J20 (after-sales network).</summary>
public sealed class J16_J17_J19_J20_other_packs
{
    [Fact]
    public void ECOM_REF_01_one_retention_attempt_then_the_refund_with_its_clocks()
    {
        var agent = Scene.Staff("xiao-wei", "AfterSalesAgent");
        var refund = new Scene(Packs.Of("e-commerce"));
        refund.Receive("03-18 10:05", "Web", Actor.System, "xiao-wei", "Refund");
        refund.Do("03-18 10:05", agent, new Classify("Refund", "SizeMismatch", "Ordinary", []));
        refund.Do("03-18 10:20", agent, new ProposeSolution("SecondService", null));
        refund.Do("03-18 10:35", Scene.Customer, new RefuseSolution());
        Assert.Equal("ECOM-REF-01", refund.Refused("03-18 10:36", agent, new ProposeSolution("SecondService", null)).RuleId);
        refund.Do("03-18 10:38", agent, new ProposeSolution("Refund", 23_900, refund.When("03-25 18:00")));
        refund.Do("03-18 10:40", Scene.Customer, new AgreeSolution(null));
        refund.Do("03-21 14:00", agent, new Note("GoodsReturned"));
        refund.Do("03-22 09:30", agent, new Pay(23_900));
        refund.Do("03-22 09:31", agent, new ConfirmPayment());
        refund.Do("03-22 09:32", agent, new GiveFeedback());
        refund.Do("03-25 10:00", agent, new RecordFollowUp("Satisfied", "Chat"));
        Assert.Equal("ECOM-REF-01 | BusinessHours(1) | ecom | 2026-03-18 10:05 | — | 2026-03-18 11:05 | Met | 2026-03-18 10:20", refund.Row("refund-contact"));
        Assert.Equal("ECOM-REF-01 | Hours(24) | ecom | 2026-03-18 10:05 | 2026-03-19 05:17 | 2026-03-19 10:05 | Met | 2026-03-18 10:40", refund.Row("refund-decision"));
        Assert.Equal("ECOM-REF-02 | RightDays(7) | ecom | 2026-03-21 14:00 | — | 2026-03-29 00:00 | Met | 2026-03-22 09:30", refund.Row("refund-paid"));
        Assert.Equal("ECOM-FU-01 | Days(7) | ecom | 2026-03-22 09:32 | 2026-03-29 09:00 | 2026-03-29 22:00 | Met | 2026-03-25 10:00", refund.Row("ecom-7d.due"));
        Recount.Check(refund);
    }

    [Fact]
    public void ECOM_SLA_01_a_detail_is_answered_within_a_day_at_the_promised_time()
    {
        var agent = Scene.Staff("xiao-qiao", "PreSalesAgent");
        var question = new Scene(Packs.Of("e-commerce", "presales"));
        question.Receive("03-19 21:50", "Wangwang", Scene.Customer, "xiao-qiao");
        question.Do("03-19 21:51", agent, new Reply());
        question.Do("03-19 21:51", agent, new PromiseReply(question.When("03-20 15:00")));
        question.Do("03-19 21:52", agent, new Classify("Consultation", "Other", "Ordinary", []));
        question.Do("03-20 14:30", agent, new GiveFeedback());
        question.Do("03-20 14:31", agent, new Archive(null));
        Assert.Equal("COM-CHAT-01 | BusinessMinutes(1) | ecom | 2026-03-19 21:50 | — | 2026-03-19 21:51 | Met | 2026-03-19 21:51", question.Row("chat-first-reply"));
        Assert.Equal("ECOM-SLA-01 | Hours(24) | ecom | 2026-03-19 21:50 | 2026-03-20 17:02 | 2026-03-20 21:50 | Met | 2026-03-20 14:30", question.Row("detail-answer"));
        Assert.Equal("COM-PROC-04 | Fixed | ecom | 2026-03-19 21:51 | — | 2026-03-20 15:00 | Met | 2026-03-20 14:30", question.Row("promised-reply"));
        Recount.Check(question);
    }

    [Fact]
    public void ECOM_SLA_03_an_order_unpaid_for_twelve_hours_is_reminded_of_within_a_working_hour()
    {
        var agent = Scene.Staff("xiao-qiao", "PreSalesAgent");
        var order = new CareScene(Packs.Of("e-commerce", "presales"), "unpaid-12h", "2026-03-18 20:30", "xiao-qiao");
        Assert.Equal("ECOM-SLA-03", order.Refused("03-19 08:29", agent, new CareCommand.Complete("Chat", null, [])).RuleId);
        order.Wait("03-19 08:30").Do("03-19 09:10", agent, new CareCommand.Complete("Chat", null, []));
        Assert.Equal("ECOM-SLA-03 | Hours(12) | ecom | 2026-03-18 20:30 | 2026-03-19 06:06 | 2026-03-19 08:30 | Reached | 2026-03-19 08:30", order.Row("opens"));
        Assert.Equal("ECOM-SLA-03 | BusinessHours(1) | ecom | 2026-03-19 08:30 | — | 2026-03-19 10:00 | Met | 2026-03-19 09:10", order.Row("due"));
        Assert.Equal(["03-19 06:06 sla.warning → xiao-qiao", "03-19 08:30 care.due → xiao-qiao"], order.Told);
    }

    [Fact]
    public void ECOM_REV_01_and_SLA_06_a_bad_review_is_contacted_the_same_day()
    {
        var agent = Scene.Staff("xiao-wei", "AfterSalesAgent");
        var review = new Scene(Packs.Of("e-commerce"));
        review.Receive("03-26 11:20", "PlatformReview", Actor.System, "xiao-wei");
        review.Do("03-26 11:20", agent, new Classify("Complaint", "BadReview", "Ordinary", []));
        review.Do("03-26 13:00", agent, new Reply());
        review.Do("03-26 13:05", agent, new StartInvestigation());
        review.Do("03-26 14:30", agent, new ProposeSolution("Compensation", 2_000, review.When("03-28 18:00")));
        review.Do("03-26 15:30", Scene.Customer, new AgreeSolution(null));
        Assert.Equal("ECOM-REV-01 | SameDay | ecom | 2026-03-26 11:20 | 2026-03-26 20:00 | 2026-03-26 22:00 | Met | 2026-03-26 13:00", review.Row("review-contact"));
        Assert.Equal("ECOM-SLA-06 | BusinessHours(2) | ecom | 2026-03-26 11:20 | — | 2026-03-26 13:20 | Met | 2026-03-26 13:00", review.Row("complaint-contact"));
        Assert.Equal("ECOM-SLA-06 | Hours(24) | ecom | 2026-03-26 11:20 | 2026-03-27 06:32 | 2026-03-27 11:20 | Met | 2026-03-26 15:30", review.Row("complaint-solution"));
        Recount.Check(review);
    }

    [Fact]
    public void TOB_REPL_01_replenishment_is_approved_on_the_eve_of_a_holiday_and_followed_up_before_it_is_late()
    {
        var account = Scene.Staff("li-wei", "AccountManager");
        var goods = new Scene(Packs.Of("retail-service", "tobacco"));
        goods.Receive("04-03 16:10", "Phone", account, type: "EmergencyReplenishment");
        goods.Do("04-03 16:10", account, new Classify("EmergencyReplenishment", "Other", "Ordinary", []));
        goods.Do("04-03 16:10", account, new SubmitApproval());
        Assert.Equal(CaseStatus.AwaitingApproval, goods.State.Status);
        goods.Do("04-03 16:55", Scene.Staff("yang-fan", "MarketManager"), new DecideApproval(true));
        goods.Do("04-04 09:30", account, new GiveFeedback());
        Assert.Single(goods.State.Deadlines, d => d.RuleId == "TOB-REPL-01" && d.Clock == "BusinessDays(1)");
        Assert.Equal("TOB-REPL-01 | BusinessDays(1) | tob | 2026-04-03 16:10 | 2026-04-07 08:30 | 2026-04-07 17:30 | Met | 2026-04-03 16:55", goods.Row("replenishment-approved"));
        Assert.Equal("TOB-REPL-01 | Days(7) | tob | 2026-04-04 09:30 | 2026-04-10 08:30 | 2026-04-10 17:30 | Running | —", goods.Row("tob-sales.due"));
        Recount.Check(goods);
    }

    [Fact]
    public void TOB_REPL_01_variant_nothing_is_released_without_the_market_managers_approval()
    {
        var account = Scene.Staff("li-wei", "AccountManager");
        var goods = new Scene(Packs.Of("retail-service", "tobacco"));
        goods.Receive("04-03 16:10", "Phone", account, type: "EmergencyReplenishment");
        goods.Do("04-03 16:10", account, new Classify("EmergencyReplenishment", "Other", "Ordinary", []));
        CaseCommand[] releases = [new GiveFeedback(), new CompleteImplementation(), new Dispatch("driver", goods.When("04-04 09:00"))];
        Assert.All(releases, release => Assert.Equal(RefusalReason.NotInThisStatus, goods.Refused("04-03 16:11", account, release).Reason));
        goods.Do("04-03 16:12", account, new SubmitApproval());
        Assert.All(releases, release => Assert.Equal(RefusalReason.NotInThisStatus, goods.Refused("04-03 16:13", account, release).Reason));
        Assert.Equal((RefusalReason.NotYourRole, "MarketManager"), (goods.Refused("04-03 16:14", account, new DecideApproval(true)).Reason, goods.Refused("04-03 16:14", account, new DecideApproval(true)).Allowed[0]));

        // Time does not approve either.
        Assert.Contains("sla.breached → MarketManager", Scene.Notices(goods.Wait("04-07 17:31")), StringComparison.Ordinal);
        Assert.Equal(CaseStatus.AwaitingApproval, goods.State.Status);
    }

    [Fact]
    public void TOB_ORD_01_variant_interference_with_orders_is_told_to_the_market_manager_at_once()
    {
        var call = new Scene(Packs.Of("retail-service", "tobacco"));
        var section = Scene.Staff("xiao-ke", "SalesSection");
        var account = Scene.Staff("li-wei", "AccountManager");
        call.Receive("04-03 10:00", "Phone", account);
        Assert.DoesNotContain("case.escalated", Scene.Notices(call.Timeline), StringComparison.Ordinal);
        var told = call.Do("04-03 10:02", account, new Classify("OrderInterference", "Other", "Ordinary", []));
        Assert.Equal("case.escalated → MarketManager", Scene.Notices(told));

        // Once: a correction of the category is no new matter.
        Assert.Empty(Scene.Notices(call.Do("04-03 10:05", account, new Classify("OrderInterference", call.Pack.Categories[0], "Ordinary", []))));
        Assert.NotEqual(RefusalReason.NotInThisStatus, call.Refused("04-03 10:06", section, new Classify("Complaint", "Other", "Ordinary", [])).Reason);
    }

    [Theory]
    [InlineData("DataChange", "Phone", "data-change", "TOB-SLA-04 | BusinessDays(1) | tob | 2026-04-03 17:00 | 2026-04-07 08:30 | 2026-04-07 17:30 | Running | —")]
    [InlineData("Consultation", "Phone", "out-of-remit", "TOB-SLA-03 | BusinessDays(1) | tob | 2026-04-03 17:00 | 2026-04-07 08:30 | 2026-04-07 17:30 | Running | —")]
    [InlineData("Consultation", "ManagerPhone", "manager-24h", "TOB-SLA-01 | Hours(24) | tob | 2026-04-03 17:00 | 2026-04-04 12:12 | 2026-04-04 17:00 | Running | —")]
    public void TOB_SLA_01_and_03_and_04_each_request_has_its_own_limit(string type, string channel, string limit, string row)
    {
        var request = new Scene(Packs.Of("retail-service", "tobacco"));
        request.Receive("04-03 17:00", channel, Scene.Staff("li-wei", "AccountManager"), type: type);
        Assert.Equal(row, request.Row(limit));
    }

    [Fact]
    public void NET_WAR_03_out_of_warranty_labour_costs_at_most_ten_yuan_an_hour()
    {
        var (door, outlet) = Door();
        var refused = Charge(door, outlet, new RecordCharge(8_500, 3_000, 90), inWarranty: false)!;
        Assert.Equal((RefusalReason.Impossible, "laborInFen", "1500", "NET-WAR-03"), (refused.Reason, refused.Field, refused.Allowed.Single(), refused.RuleId));
        Assert.Null(Charge(door, outlet, new RecordCharge(8_500, 1_500, 90), inWarranty: false));
        Assert.Equal(new Charge(8_500, 1_500), door.State.Charge);
        Assert.Equal("partsInFen", Charge(door, outlet, new RecordCharge(-1, 0, 0), inWarranty: false)!.Field);
    }

    [Fact]
    public void NET_WAR_02_variant_b_in_warranty_nothing_is_charged()
    {
        var (door, outlet) = Door();
        Assert.Equal(("laborInFen", "NET-WAR-02", "0"), Charge(door, outlet, new RecordCharge(0, 100, 90), inWarranty: true) is { } labour ? (labour.Field, labour.RuleId, labour.Allowed.Single()) : default);
        Assert.Equal("partsInFen", Charge(door, outlet, new RecordCharge(8_500, 1_500, 90), inWarranty: true)!.Field);
        Assert.Null(Charge(door, outlet, new RecordCharge(0, 0, 90), inWarranty: true));
        Assert.Equal(new Charge(0, 0), door.State.Charge);
    }

    [Fact]
    public void NET_WAR_01_variant_c_damage_done_by_people_is_charged_with_photos_to_show_it()
    {
        var (door, outlet) = Door();
        var command = new RecordCharge(8_500, 1_500, 90, HumanDamage: true);
        var refused = Charge(door, outlet, command, inWarranty: true)!;
        Assert.Equal((RefusalReason.GateOpen, "photos.Any", "NET-WAR-01"), (refused.Reason, refused.Allowed.Single(), refused.RuleId));
        door.Photograph("03-22 02:40", "Before");
        Assert.Null(Charge(door, outlet, command, inWarranty: true));
        Assert.Equal("HumanDamage", door.Timeline[^1].Data["cause"]);

        // A handbook that names no price has no such command.
        var mall = new Scene(Packs.Mall);
        mall.Receive("03-04 10:00", "Phone", Scene.Staff("chen-min", "ComplaintSpecialist"));
        Assert.Equal(RefusalReason.NotInThisStatus, mall.Refused("03-04 10:01", Scene.Staff("chen-min", "ComplaintSpecialist"), command).Reason);
    }

    private static (Scene Door, Actor Outlet) Door()
    {
        var outlet = Scene.Staff("feng", "ServiceOutlet");
        var door = new Scene(Packs.Of("after-sales-network"));
        door.Receive("03-21 23:40", "Phone", outlet, type: "Repair");
        door.Do("03-21 23:40", outlet, new Classify("Repair", "UrgentRepair", "Ordinary", ["Emergency"]));
        door.Do("03-21 23:45", outlet, new Dispatch("feng", door.When("03-22 01:20")));
        door.Do("03-22 01:15", outlet, new Note("OnSiteArrived"));
        return (door, outlet);
    }

    private static Refusal? Charge(Scene door, Actor outlet, RecordCharge command, bool? inWarranty)
    {
        var pending = door.Command("03-22 02:45", outlet, command);
        door.Play(door.When("03-22 02:45"), pending with { Facts = pending.Facts! with { InWarranty = inWarranty } });
        return door.Outcomes[^1].Refusal;
    }

    [Fact]
    public void NET_SLA_01_an_urgent_repair_is_reached_in_two_hours_or_goes_up_at_once()
    {
        var outlet = Scene.Staff("feng", "ServiceOutlet");
        var door = new Scene(Packs.Of("after-sales-network"));
        door.Receive("03-21 23:40", "Phone", outlet, type: "Repair");
        door.Do("03-21 23:40", outlet, new Classify("Repair", "UrgentRepair", "Ordinary", ["Emergency"]));
        Assert.Equal("NET-SLA-01 | Hours(2) | always | 2026-03-21 23:40 | — | 2026-03-22 01:40 | Running | —", door.Row("urgent-on-site"));
        door.Do("03-21 23:45", outlet, new Dispatch("feng", door.When("03-22 01:20")));
        var late = door.Wait("03-22 02:41");
        Assert.Equal("sla.breached → feng, sla.breached → RegionalOffice, case.escalated → ServiceDeptManager", Scene.Notices(late));
        door.Photograph("03-22 02:45", "After");
        door.Do("03-22 02:50", outlet, new GiveFeedback());
        Assert.Equal("NET-FU-01 | Days(3) | net-office | 2026-03-22 02:50 | 2026-03-25 08:30 | 2026-03-25 17:30 | Running | —", door.Row("net-3d.due"));
        Recount.Check(door);
    }
}
