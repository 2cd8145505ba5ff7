using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>Whom severities and flags call, in every handbook that says something of its own about it.</summary>
public sealed class CalledLadderTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private static readonly Actor Zhao = Scene.Staff("zhao-qiang", "ServiceCentreManager");

    [Fact]
    public void MALL_CLS_01_only_the_manager_makes_a_complaint_major_and_ordinary_again()
    {
        var sofa = Received(Packs.Mall);
        var refused = sofa.Refused("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Major", []));
        Assert.Equal((RefusalReason.NotYourRole, "severity", "MALL-CLS-01"), (refused.Reason, refused.Field, refused.RuleId));
        Assert.Contains("ServiceCentreManager", refused.Allowed);

        // What the specialist can do reports it to the manager at once all the same.
        Assert.Equal(
            "case.escalated → ServiceCentreManager", Scene.Notices(sofa.Do("03-04 10:26", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", ["Special"]))));
        sofa.Do("03-04 10:30", Zhao, new Classify("Complaint", "ProductQuality", "Major", ["Special"]));
        Assert.Equal("MALL-CLS-01", sofa.Refused("03-04 10:40", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", ["Special"])).RuleId);
        sofa.Do("03-04 10:41", Chen, new Classify("Complaint", "DeliveryInstallation", "Major", ["Special"]));
        sofa.Do("03-04 10:45", Zhao, new Classify("Complaint", "DeliveryInstallation", "Ordinary", ["Special"]));
        Assert.Equal("Ordinary", sofa.State.Severity);
    }

    [Fact]
    public void COM_ESC_02_in_every_handbook_somebody_can_make_a_matter_major_and_not_everybody()
    {
        foreach (var pack in Packs.Library.Packs)
        {
            var classifiers = pack.RolesThat(Right.Classify);
            var allowed = classifiers.Where(role =>
            {
                var matter = Received(pack, Scene.Staff("somebody", role));
                matter.Play(matter.When("03-04 10:30"), matter.Command("03-04 10:30", Scene.Staff("somebody", role), new Classify(matter.State.Type, CategoryOf(matter), "Major", [])));
                return matter.Outcomes[^1].Refusal is null;
            }).ToList();
            Assert.NotEmpty(allowed);
            Assert.NotEmpty(classifiers.Except(allowed));
        }
    }

    [Fact]
    public void MALL_CLS_03_what_cannot_be_solved_on_the_spot_is_told_to_the_manager_at_once_and_only_once()
    {
        var desk = Scene.Staff("zhou-jie", "FrontDeskAgent");
        var table = new Scene(Packs.Mall);
        table.Receive("03-04 10:12", "FrontDesk", desk);
        Assert.Empty(Scene.Notices(table.Do("03-04 10:15", desk, new Classify("Complaint", "ProductQuality", "Ordinary", []))));
        Assert.Equal(
            "case.escalated → ServiceCentreManager", Scene.Notices(table.Do("03-04 10:40", desk, new Classify("Complaint", "ProductQuality", "Ordinary", ["Difficult"]))));
        Assert.DoesNotContain(table.State.Deadlines, d => d.Id.StartsWith("ack.mall-repeat", StringComparison.Ordinal));
        Assert.Empty(Scene.Notices(table.Do("03-04 10:50", desk, new Classify("Complaint", "DeliveryInstallation", "Ordinary", ["Difficult"]))));
    }

    [Fact]
    public void NET_CS_04_a_sudden_public_event_is_with_the_service_manager_at_once_and_with_the_vice_president_a_quarter_of_an_hour_later()
    {
        var office = Scene.Staff("xiao-su", "OfficeClerk");
        var door = new Scene(Packs.Of("after-sales-network"));
        door.Receive("03-04 21:40", "Phone", office);
        var told = door.Do("03-04 21:45", office, new Classify("Complaint", door.Pack.Categories[0], "Ordinary", ["MediaRisk"]));
        Assert.Contains("case.escalated → ServiceDeptManager", Scene.Notices(told), StringComparison.Ordinal);
        Assert.Equal("case.escalated → MarketingVicePresident", Scene.Notices(Escalations(door, "03-04 22:01")));
        Assert.Equal("2026-03-04 22:00", At.Text(door.Timeline.Last(e => e.Type == EventTypes.Escalated).AcceptedAt));
    }

    [Theory]
    [InlineData(null, "case.escalated → CompanyLeaders")]
    [InlineData("commercial", "case.escalated → ServiceDeptManager, case.escalated → CompanyLeaders")]
    public void PROP_ESC_02_and_PROP_ESC_04_a_major_matter_is_submitted_to_the_company_leaders_and_of_shops_to_the_manager_too(string? profile, string told)
    {
        var supervisor = Scene.Staff("deng-li", "ServiceSupervisor");
        var lift = Received(Packs.Of("property-management", profile), supervisor);
        Assert.Equal(told, Scene.Notices(lift.Do("03-04 10:30", supervisor, new Classify("Complaint", "Lift", "Major", []))));
    }

    [Fact]
    public void RET_CMP_04_an_incident_is_answered_at_any_hour_within_a_quarter_of_an_hour_or_the_store_manager_hears()
    {
        var clerk = Scene.Staff("xiao-li", "ServiceDeskAgent");
        var incident = new Scene(Packs.Of("retail-service", "store"));
        incident.Receive("03-04 23:10", "Phone", clerk);
        var told = incident.Do("03-04 23:12", clerk, new Classify("Complaint", incident.Pack.Categories[0], "Ordinary", ["SafetyRisk"]));
        Assert.Contains("case.escalated → ServiceDeskManager", Scene.Notices(told), StringComparison.Ordinal);
        Assert.Equal("case.escalated → StoreManager", Scene.Notices(Escalations(incident, "03-04 23:28")));
    }

    [Fact]
    public void PROJ_PM_06_a_change_is_decided_by_the_directors_after_the_manager_and_nothing_is_done_before()
    {
        var engineer = Scene.Staff("li-gong", "ServiceEngineer");
        var manager = Scene.Staff("wang-jl", "ProjectManager");
        var director = Scene.Staff("zhang-zj", "ExecutionDirector");
        var change = Received(Packs.Of("project-service"), engineer);
        change.Do("03-04 10:20", engineer, new Classify("ChangeRequest", change.Pack.Categories[0], "Ordinary", []));
        change.Do("03-04 11:40", engineer, new SubmitApproval(null));
        Assert.Equal(CaseStatus.AwaitingApproval, change.State.Status);
        Assert.Equal(RefusalReason.NotInThisStatus, change.Refused("03-04 11:45", engineer, new CompleteImplementation()).Reason);
        change.Do("03-04 14:00", manager, new DecideApproval(true));
        Assert.Equal(CaseStatus.AwaitingApproval, change.State.Status);
        change.Do("03-04 15:00", director, new DecideApproval(true));
        Assert.Equal(CaseStatus.Implementing, change.State.Status);
    }

    private static IEnumerable<CaseEvent> Escalations(Scene scene, string until) => scene.Wait(until).Where(e => e.Type == EventTypes.Escalated);

    private static string CategoryOf(Scene scene) => scene.Pack.Type(scene.State.Type).Categories is { IsEmpty: false } own ? own[0] : scene.Pack.Categories[0];

    private static Scene Received(PolicyPack pack, Actor? by = null)
    {
        var scene = new Scene(pack);
        scene.Receive("03-04 10:12", "Phone", by ?? Chen);
        return scene;
    }
}
