using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>J04: a threat to go public is reported to the manager at once, and only the manager decides a major complaint.</summary>
public sealed class J04_media_threat
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private static readonly Actor Zhao = Scene.Staff("zhao-qiang", "ServiceCentreManager");
    private readonly Scene _case = new(Packs.Mall);

    public J04_media_threat()
    {
        var receive = new ReceiveCase("MALL-20260304-7K3QF2M9X", "demo", "site-1", _case.Pack.Reference, "Phone", Scene.Customer.Id, Counterparty: "merchant-1");
        var words = Suggestion.For(_case.Pack, "衣柜装了三次都没装好,门都关不上!再不处理我就打12315,找电视台来曝光你们!");
        _case.Play(_case.When("03-07 16:20"), _case.Command("03-07 16:20", Chen, receive) with { Facts = new(SuggestedFlags: words.Flags) });
        Assert.Equal("MediaRisk Special", string.Join(' ', _case.State.SuggestedFlags));
    }

    [Fact]
    public void MALL_ESC_01_a_special_complaint_is_acknowledged_and_followed_to_its_archive()
    {
        var told = _case.Do("03-07 16:22", Chen, new Classify("Complaint", "DeliveryInstallation", "Ordinary", ["Special", "MediaRisk"]));
        Assert.Equal("media.alert → ServiceCentreManager, case.escalated → ServiceCentreManager", Scene.Notices(told));
        _case.Do("03-07 16:28", Zhao, new Acknowledge());
        _case.Do("03-07 16:28", Zhao, new StartInvestigation());
        _case.Do("03-07 17:40", Zhao, new ProposeSolution("Repair", 80_000));
        _case.Do("03-07 17:50", Chen, new AgreeSolution(_case.When("03-09 17:00")));
        _case.Do("03-09 15:00", Chen, new CompleteImplementation());
        _case.Do("03-09 15:10", Chen, new GiveFeedback());
        _case.Do("03-12 11:00", Chen, new RecordFollowUp("Satisfied", "Call"));
        _case.Do("03-12 11:05", Zhao, new Archive("InstallationFault"));

        Assert.Equal("MALL-SLA-01 | Hours(24) | mall | 2026-03-07 16:20 | 2026-03-08 11:32 | 2026-03-08 16:20 | Met | 2026-03-07 17:50 | exclusive", _case.Row("cycle-24h"));
        Assert.Equal("COM-ESC-02 | Minutes(15) | always | 2026-03-07 16:22 | — | 2026-03-07 16:37 | Met | 2026-03-07 16:28", _case.Row("ack.mall-media.0.ServiceCentreManager"));
        Assert.Equal("COM-PROC-10 | Fixed | mall | 2026-03-07 17:50 | — | 2026-03-09 17:00 | Met | 2026-03-09 15:00", _case.Row("completion"));
        Assert.Equal(("2026-03-12 09:00", "2026-03-16 18:00"), (At.Text(_case.State.FollowUp!.OpensAt), At.Text(_case.State.FollowUp.DueAt)));
        Assert.Equal(CaseStatus.Archived, _case.State.Status);
        Recount.Check(_case);
    }

    [Fact]
    public void COM_ESC_02_variant_a_without_acknowledgement_the_deputy_hears_at_16_37()
    {
        _case.Do("03-07 16:22", Chen, new Classify("Complaint", "DeliveryInstallation", "Ordinary", ["Special", "MediaRisk"]));
        var events = _case.Wait("03-07 16:38");
        Assert.Equal("case.escalated → DeputyGeneralManager", Scene.Notices(events));
        Assert.Equal("2026-03-07 16:37", At.Text(events.Single().AcceptedAt));
        Assert.Equal("ack.mall-media.0.ServiceCentreManager", events.Single().Data["late"]);
    }

    [Fact]
    public void MALL_ESC_02_variant_b_a_reporter_in_the_mall_makes_it_major_and_reserves_the_solution()
    {
        _case.Do("03-07 16:22", Chen, new Classify("Complaint", "DeliveryInstallation", "Ordinary", ["Special", "MediaRisk"]));
        _case.Do("03-07 16:28", Zhao, new Acknowledge());
        _case.Do("03-07 16:30", Chen, new StartInvestigation());
        var told = _case.Do("03-08 09:40", Zhao, new Classify("Complaint", "DeliveryInstallation", "Major", ["Special", "MediaRisk"]));
        Assert.Equal("case.escalated → ServiceCentreManager, case.escalated → DeputyGeneralManager", Scene.Notices(told.Where(e => e.Type == EventTypes.Escalated)));
        Assert.Equal("2026-03-08 09:55", At.Text(_case.Deadline("ack.mall-major.0.DeputyGeneralManager").DueAt));
        var refused = _case.Refused("03-08 09:45", Chen, new ProposeSolution("Repair", null));
        Assert.Equal((RefusalReason.NotYourRole, "MALL-ESC-02"), (refused.Reason, refused.RuleId));
        _case.Do("03-08 10:00", Zhao, new ProposeSolution("Repair", null));
        _case.Do("03-08 10:10", Chen, new AgreeSolution(_case.When("03-09 17:00")));
        _case.Do("03-09 15:00", Chen, new GiveFeedback());
        Assert.Equal("HomeVisit", _case.State.FollowUp!.Mode);
        Assert.Equal("followup.due → chen-min", Scene.Notices(_case.Wait("03-12 09:01")));

        // A call does not do where a visit is due; nobody at home is an attempt, and a visit needs daylight, not office hours.
        Assert.Equal("MALL-FU-04", _case.Refused("03-12 10:00", Chen, new RecordFollowUp("Satisfied", "Call")).RuleId);
        _case.Do("03-12 10:10", Chen, new RecordFollowUp("Unreachable", "HomeVisit"));
        Assert.Equal("COM-FU-03", _case.Refused("03-12 11:00", Chen, new RecordFollowUp("Unreachable", "HomeVisit")).RuleId);
        Assert.Equal("MALL-FU-04", _case.Refused("03-12 19:00", Chen, new RecordFollowUp("Satisfied", "HomeVisit")).RuleId);
        var visited = _case.Do("03-13 16:00", Chen, new RecordFollowUp("Acceptable", "HomeVisit"));
        Assert.Equal(("HomeVisit", "Acceptable", "fu-7d.due"), (visited.Single().Data["mode"], visited.Single().Data["result"], visited.Single().Data["met"]));
    }

    [Fact]
    public void MALL_ESC_04_a_visit_of_the_press_is_logged_told_to_manager_and_deputy_and_answered_by_the_manager_alone()
    {
        var desk = Scene.Staff("zhou-jie", "FrontDeskAgent");
        var visit = new Scene(Packs.Mall);
        visit.Receive("03-08 09:40", "FrontDesk", desk);
        var told = visit.Do("03-08 09:42", desk, new Classify("Reception", "MallSafety", "Ordinary", []));
        Assert.Equal("case.escalated → ServiceCentreManager, case.escalated → DeputyGeneralManager", Scene.Notices(told));
        Assert.Equal((null, "ServiceCentreManager"), (visit.State.Owner, visit.State.OwnerRole));
        var refused = visit.Refused("03-08 09:45", desk, new Reply());
        Assert.Equal((RefusalReason.NotYourRole, "MALL-ESC-04", "ServiceCentreManager"), (refused.Reason, refused.RuleId, refused.Allowed.Single()));
        Assert.DoesNotContain("reply", CaseDecider.Allowed(visit.Pack, visit.State, desk));
        visit.Do("03-08 09:46", desk, new Comment(VisibleToCustomer: false));
        visit.Do("03-08 09:50", Zhao, new Acknowledge());
        visit.Do("03-08 10:00", Zhao, new Reply());
        Assert.Equal("zhao-qiang", visit.State.Owner);
        visit.Do("03-08 11:00", Zhao, new GiveFeedback());
        visit.Do("03-08 11:05", Zhao, new Archive(null));
        Assert.Equal("MALL-ESC-04 | SameDay | mall | 2026-03-08 09:40 | 2026-03-08 16:00 | 2026-03-08 18:00 | Met | 2026-03-08 11:00", visit.Row("reception-logged"));
        Recount.Check(visit);
    }

    [Fact]
    public void MALL_ESC_04_what_turns_out_to_be_a_complaint_goes_back_to_those_who_handle_complaints()
    {
        var visit = new Scene(Packs.Mall);
        visit.Receive("03-08 09:40", "FrontDesk", Zhao);
        visit.Do("03-08 09:42", Zhao, new Classify("Reception", "MallSafety", "Ordinary", []));
        Assert.Equal("zhao-qiang", visit.State.Owner);
        visit.Do("03-08 09:50", Zhao, new Classify("Complaint", "MallSafety", "Ordinary", []));
        Assert.Equal("FrontDeskAgent", visit.State.OwnerRole);
        visit.Do("03-08 09:55", Chen, new Reply());
    }
}
