using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Handbook;

/// <summary>The numbers of the rules, written down once more by hand and compared with the packs.</summary>
public sealed class HandbookValuesTests
{
    [Theory]
    [InlineData("furniture-mall", null, "MALL-SLA-01", "Hours(24)", "mall", true)]
    [InlineData("furniture-mall", null, "COM-CHAT-01", "BusinessMinutes(1)", "mall", false)]
    [InlineData("furniture-mall", null, "MALL-SLA-02", "BusinessMinutes(30)", "mall", false)]
    [InlineData("property-management", null, "COM-SLA-01", "BusinessMinutes(30)", "prop-desk", false)]
    [InlineData("property-management", null, "COM-MAIL-01", "BusinessDays(1)", "prop-desk", false)]
    [InlineData("education-membership", null, "COM-SLA-01", "BusinessMinutes(30)", "edu", false)]
    [InlineData("retail-service", "tobacco", "COM-SLA-01", "BusinessMinutes(30)", "tob", false)]
    [InlineData("project-service", "contact-centre", "COM-MAIL-01", "BusinessDays(1)", "centre", false)]
    [InlineData("furniture-mall", null, "MALL-SLA-04", "Hours(24)", "mall", false)]
    [InlineData("furniture-mall", null, "MALL-SLA-05", "SameDay", "mall", false)]
    [InlineData("furniture-mall", null, "MALL-SLA-06", "Hours(24)", "mall", false)]
    [InlineData("furniture-mall", null, "MALL-PROC-02", "BusinessDays(1)", "mall", false)]
    [InlineData("furniture-mall", null, "MALL-AC-04", "Days(3)", "mall", false)]
    [InlineData("furniture-mall", null, "MALL-NR-04", "RightDays(7)", "mall", false)]
    [InlineData("education-membership", null, "EDU-SLA-01", "SameDay", "edu", false)]
    [InlineData("education-membership", null, "EDU-SVC-01", "SameDay", "edu", false)]
    [InlineData("property-management", null, "PROP-SLA-01", "Hours(24)", "prop-desk", false)]
    [InlineData("property-management", null, "PROP-SLA-04", "SameDay", "prop-desk", false)]
    [InlineData("property-management", null, "PROP-PROC-03", "Days(3)", "prop-desk", false)]
    [InlineData("property-management", null, "PROP-PROC-04", "SameDay", "prop-desk", false)]
    [InlineData("e-commerce", null, "ECOM-SLA-01", "Hours(24)", "ecom", false)]
    [InlineData("e-commerce", null, "ECOM-SLA-03", "BusinessHours(1)", "ecom", false)]
    [InlineData("e-commerce", null, "ECOM-SLA-04", "SameDay", "ecom", false)]
    [InlineData("e-commerce", null, "ECOM-SLA-05", "SameDay", "ecom", false)]
    [InlineData("e-commerce", null, "ECOM-REF-02", "RightDays(7)", "ecom", false)]
    [InlineData("e-commerce", null, "ECOM-REV-01", "SameDay", "ecom", false)]
    [InlineData("retail-service", "store", "RET-CMP-01", "Hours(24)", "store", false)]
    [InlineData("retail-service", "store", "RET-RET-01", "SameDay", "store", false)]
    [InlineData("retail-service", "store", "RET-REP-01", "Days(7)", "store", false)]
    [InlineData("retail-service", "tobacco", "TOB-SLA-01", "Hours(24)", "tob", false)]
    [InlineData("retail-service", "tobacco", "TOB-SLA-03", "BusinessDays(1)", "tob", false)]
    [InlineData("retail-service", "tobacco", "TOB-SLA-04", "BusinessDays(1)", "tob", false)]
    [InlineData("retail-service", "tobacco", "TOB-CMP-01", "Hours(24)", "tob", false)]
    [InlineData("retail-service", "tobacco", "TOB-ORD-02", "SameDay", "tob", false)]
    [InlineData("retail-service", "tobacco", "TOB-SUDDEN-01", "Hours(24)", "tob", false)]
    [InlineData("after-sales-network", null, "NET-SLA-01", "Hours(2)", "always", false)]
    [InlineData("after-sales-network", null, "NET-SLA-02", "Hours(24)", "net-office", false)]
    [InlineData("after-sales-network", null, "NET-CS-01", "BusinessDays(3)", "net-office", false)]
    [InlineData("after-sales-network", null, "NET-CS-02", "BusinessDays(1)", "net-office", false)]
    [InlineData("after-sales-network", null, "NET-CS-03", "BusinessDays(2)", "net-office", false)]
    [InlineData("after-sales-network", null, "NET-RET-01", "BusinessDays(5)", "net-office", false)]
    [InlineData("project-service", null, "PROJ-SLA-01", "BusinessHours(4)", "proj", false)]
    [InlineData("project-service", null, "PROJ-SLA-02", "Hours(1)", "proj", false)]
    [InlineData("project-service", null, "PROJ-SLA-03", "BusinessDays(1)", "proj", false)]
    [InlineData("project-service", null, "PROJ-ESC-01", "Hours(24)", "proj", false)]
    [InlineData("project-service", null, "PROJ-PM-05", "BusinessDays(3)", "proj", false)]
    [InlineData("project-service", null, "PROJ-TRN-01", "BusinessDays(3)", "proj", false)]
    [InlineData("project-service", "contact-centre", "CTR-SLA-01", "Hours(48)", "centre", false)]
    [InlineData("project-service", "contact-centre", "CTR-FU-01", "Hours(48)", "centre", false)]
    [InlineData("project-service", "contact-centre", "CTR-FU-02", "Hours(48)", "centre", false)]
    [InlineData("real-estate-developer", null, "DEV-SLA-01", "Hours(24)", "dev", false)]
    [InlineData("real-estate-developer", null, "DEV-SLA-02", "BusinessDays(1)", "dev", false)]
    [InlineData("real-estate-developer", null, "DEV-SLA-03", "Minutes(60)", "always", false)]
    [InlineData("real-estate-developer", null, "DEV-PRIN-01", "Hours(24)", "dev", false)]
    public void Limits_have_the_value_of_their_rule(string pack, string? profile, string rule, string clock, string calendar, bool exclusive)
    {
        var limits = Packs.Of(pack, profile).Slas.Where(s => s.Source.RuleIds.Contains(rule)).ToList();
        Assert.Contains(limits, s => (s.Clock.ToString(), s.Calendar, s.Exclusive) == (clock, calendar, exclusive));
        Assert.All(limits, s => Assert.DoesNotContain(CaseStatus.WaitingThirdParty, s.PauseIn));
    }

    [Theory]
    [InlineData("furniture-mall", null, "MALL-FU-01", 3, 7)]
    [InlineData("furniture-mall", null, "MALL-FU-03", 3, 7)]
    [InlineData("education-membership", null, "EDU-FU-07", 3, 7)]
    [InlineData("property-management", null, "PROP-FU-01", 1, 3)]
    [InlineData("e-commerce", null, "ECOM-FU-01", 3, 7)]
    [InlineData("after-sales-network", null, "NET-FU-01", 1, 3)]
    [InlineData("project-service", null, "PROJ-FU-01", 0, 1)]
    [InlineData("real-estate-developer", null, "DEV-FU-01", 1, 3)]
    [InlineData("retail-service", "store", "COM-FU-01", 3, 7)]
    public void Follow_ups_open_and_are_due_on_the_days_of_their_rule(string pack, string? profile, string rule, int opens, int due)
    {
        var plan = Packs.Of(pack, profile).FollowUpPlans.First(p => p.Source.RuleId == rule);
        Assert.Equal((opens, due, 1.0m, 5), (plan.OpensDay, plan.DueDay, plan.Coverage, plan.MaxQuestions));
        Assert.Equal(new AttemptRule(3, 2, 2), plan.Attempts);
    }

    [Theory]
    [InlineData("furniture-mall", null, "MALL-ESC-03", "ServiceCentreManager DeputyGeneralManager")]
    [InlineData("property-management", null, "PROP-ESC-05", "ServiceSupervisor ServiceDeptManager SiteDirector")]
    [InlineData("e-commerce", null, "ECOM-OWN-01", "TeamLeader ServiceSupervisor")]
    [InlineData("retail-service", "store", "RET-ESC-01", "ServiceDeskSupervisor StoreManager OperationsAssistant")]
    [InlineData("after-sales-network", null, "NET-CS-01", "RegionalOffice ServiceDeptManager MarketingVicePresident")]
    [InlineData("project-service", "contact-centre", "CTR-CMP-01", "ResponsiblePerson CompanyLeaders")]
    public void Ladders_climb_the_roles_of_their_rule(string pack, string? profile, string rule, string roles)
    {
        var effective = Packs.Of(pack, profile);
        var ladder = effective.Ladder(effective.DefaultLadder);
        Assert.Contains(rule, ladder.Source.RuleIds);
        Assert.Equal(roles, string.Join(' ', ladder.Rungs.SelectMany(r => r.Roles)));
        Assert.Equal(TimeSpan.FromHours(24), ladder.Above.First().After);
    }

    [Theory]
    [InlineData("furniture-mall", null, "MALL-KPI-04", ">", "0.98")]
    [InlineData("furniture-mall", null, "MALL-KPI-03", "=", "0")]
    [InlineData("furniture-mall", null, "MALL-KPI-07", ">=", "0.95")]
    [InlineData("property-management", null, "PROP-KPI-02", ">=", "0.5")]
    [InlineData("property-management", null, "PROP-KPI-03", ">=", "0.95")]
    [InlineData("property-management", null, "PROP-KPI-06", ">=", "0.98")]
    [InlineData("property-management", null, "PROP-KPI-07", "<", "0.02")]
    [InlineData("real-estate-developer", null, "DEV-KPI-01", "=", "1")]
    [InlineData("retail-service", "tobacco", "TOB-KPI-01", ">=", "0.98")]
    [InlineData("retail-service", "tobacco", "TOB-KPI-02", ">=", "0.95")]
    public void Targets_are_those_of_their_rule(string pack, string? profile, string rule, string comparator, string target)
    {
        var kpi = Packs.Of(pack, profile).Records["kpis"].Single(k => k.Source.RuleId == rule);
        Assert.Equal((comparator, target), (kpi.Field("comparator"), kpi.Field("target")));
    }

    [Fact]
    public void NET_WAR_01_and_03_the_guarantee_lasts_two_years_and_labour_costs_at_most_ten_an_hour()
    {
        var guarantee = Packs.Of("after-sales-network").Records["warranty"].Single();
        Assert.Equal(("24", "10"), (guarantee.Field("months"), guarantee.Field("laborPerHourMax")));
    }

    [Fact]
    public void COM_INT_09_and_12_intake_limits_and_channels()
    {
        var intake = Packs.Mall.Intake;
        Assert.Equal((9, 10L * 1024 * 1024, 10_000, 30, 30), (intake.MaxPhotos, intake.MaxPhotoBytes, intake.MaxTextLength, intake.ReopenDays, intake.RepeatDays));
        Assert.Equal("image/jpeg image/png image/heic image/webp", string.Join(' ', intake.PhotoTypes));
        Assert.Equal("Phone FrontDesk WeChat MiniProgram QQ Email Sms Web Letter", string.Join(' ', Packs.Mall.Channels));
    }

    [Fact]
    public void COM_TIME_12_customers_are_called_only_while_open_and_between_nine_and_twenty()
    {
        var late = Hours.Of("daily 08-22");
        Assert.False(Domain.Time.CallingHours.Contain(late, At.China("2026-03-04 08:59")));
        Assert.True(Domain.Time.CallingHours.Contain(late, At.China("2026-03-04 09:00")));
        Assert.True(Domain.Time.CallingHours.Contain(late, At.China("2026-03-04 19:59")));
        Assert.False(Domain.Time.CallingHours.Contain(late, At.China("2026-03-04 20:00")));
    }
}
