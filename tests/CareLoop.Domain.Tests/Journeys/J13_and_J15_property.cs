using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journeys J13 (burst pipe at night) and J15 (important complaint).</summary>
public sealed class J13_and_J15_property
{
    private static readonly Actor Duty = Scene.Staff("lao-zhou", "DutyRoom");
    private static readonly Actor Desk = Scene.Staff("xiao-lin", "FrontDeskAgent");
    private readonly Scene _case = new(Packs.Of("property-management"));

    [Fact]
    public void COM_TIME_13_PROP_DUTY_01_a_burst_pipe_at_night_is_acknowledged_by_the_duty_room_in_15_and_reached_in_60_minutes()
    {
        Emergency();
        Assert.Equal("", Scene.Notices(_case.Do("03-12 02:12", Duty, new Acknowledge())));
        var sent = _case.Do("03-12 02:14", Duty, new Dispatch("wu-qiang", _case.When("03-12 02:40")));
        Assert.Equal("dispatch.created → wu-qiang, dispatch.created → customer-1", Scene.Notices(sent));
        _case.Do("03-12 02:38", Duty, new Note("OnSiteArrived"));
        Assert.Equal("customerConfirmation", Assert.Single(_case.Refused("03-12 03:33", Duty, new GiveFeedback()).Allowed));
        _case.Do("03-12 03:35", Scene.Customer, new Note("CustomerConfirmed"));
        _case.Photograph("03-12 02:40", "Before");
        Assert.Equal("photos.After", Assert.Single(_case.Refused("03-12 03:35", Duty, new GiveFeedback()).Allowed));
        _case.Photograph("03-12 03:30", "After");
        _case.Do("03-12 03:35", Duty, new GiveFeedback());
        _case.Do("03-13 09:20", Desk, new RecordFollowUp("Satisfied", "Call"));
        _case.Do("03-13 09:25", Desk, new Archive(null));

        Assert.Equal("COM-TIME-13 | Minutes(15) | always | 2026-03-12 02:10 | — | 2026-03-12 02:25 | Met | 2026-03-12 02:12", _case.Row("ack.prop-emergency.0.DutyRoom"));
        Assert.Equal("COM-TIME-13 | Minutes(60) | always | 2026-03-12 02:10 | — | 2026-03-12 03:10 | Met | 2026-03-12 02:38", _case.Row("emergency-on-site"));
        Assert.Equal("PROP-FU-01 | OpenDay(1) | prop-desk | 2026-03-12 03:35 | — | 2026-03-13 09:00 | Reached | 2026-03-13 09:00", _case.Row("prop-3d.opens"));
        Assert.Equal("PROP-FU-01 | Days(3) | prop-desk | 2026-03-12 03:35 | 2026-03-15 08:30 | 2026-03-15 18:00 | Met | 2026-03-13 09:20", _case.Row("prop-3d.due"));
        Recount.Check(_case);
    }

    [Fact]
    public void PROP_SLA_02_while_nobody_acknowledges_the_next_rung_hears_every_15_minutes()
    {
        Emergency();
        var heard = _case.Wait("03-12 03:09").Where(e => e.Type == "Escalated").Select(e => $"{At.Text(e.At)[11..]} {Scene.Notices([e])}");
        Assert.Equal(
            [
                "02:25 case.escalated → ServiceSupervisor",
                "02:40 case.escalated → ServiceDeptManager, case.escalated → SiteDirector",
                "02:55 case.escalated → CompanyLeaders",
            ],
            heard);
    }

    [Fact]
    public void PROP_ESC_01_an_important_complaint_goes_to_the_manager_and_a_major_one_to_the_company()
    {
        _case.Receive("03-16 09:05", "Phone", Desk);
        Assert.Equal("case.escalated → ServiceDeptManager", Scene.Notices(_case.Do("03-16 09:12", Desk, new Classify("Complaint", "Lift", "Ordinary", ["Special"]))));
        var manager = Scene.Staff("han-xue", "ServiceDeptManager");
        _case.Do("03-16 09:20", manager, new Acknowledge());
        Assert.Equal("case.escalated → CompanyLeaders", Scene.Notices(_case.Do("03-16 09:20", manager, new Classify("Complaint", "Lift", "Major", ["Special"]))));
        _case.Do("03-16 09:30", manager, new StartInvestigation());
        _case.Do("03-16 16:00", manager, new ProposeSolution("Service", null, _case.When("03-16 18:00")));
        _case.Do("03-16 16:20", manager, new AgreeSolution(null));
        _case.Do("03-16 17:30", manager, new GiveFeedback());
        Assert.Equal("PROP-ESC-01 | Minutes(15) | always | 2026-03-16 09:12 | — | 2026-03-16 09:27 | Met | 2026-03-16 09:20", _case.Row("ack.prop-important.0.ServiceDeptManager"));
        Assert.Equal("PROP-SLA-01 | Hours(24) | prop-desk | 2026-03-16 09:05 | 2026-03-17 04:17 | 2026-03-17 09:05 | Met | 2026-03-16 17:30", _case.Row("complaint-24h"));
        Assert.Equal("HomeVisit", _case.State.FollowUp!.Mode);
        Assert.Equal("2026-03-19 18:00", At.Text(_case.State.FollowUp.DueAt));
        Recount.Check(_case);
    }

    private void Emergency()
    {
        _case.Receive("03-12 02:10", "Phone", Duty, type: "Repair");
        var classified = _case.Do("03-12 02:10", Duty, new Classify("Repair", "WaterLeak", "Ordinary", ["Emergency"]));
        Assert.Equal("case.escalated → DutyRoom", Scene.Notices(classified));
    }
}
