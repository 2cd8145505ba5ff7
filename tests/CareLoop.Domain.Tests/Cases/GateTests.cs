using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>What has to be there before a step.</summary>
public sealed class GateTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private readonly Scene _case = new(Packs.Mall);

    [Fact]
    public void COM_PROC_05_when_the_company_erred_nothing_is_closed_without_an_apology_on_record()
    {
        Investigate("Company");
        var shut = _case.Refused("03-04 16:00", Chen, new GiveFeedback());
        Assert.Equal((RefusalReason.GateOpen, "COM-PROC-05", "Apologised"), (shut.Reason, shut.RuleId, Assert.Single(shut.Allowed)));
        // An explanation the customer accepts ends the matter too, and passes the same gate.
        _case.Do("03-04 16:05", Chen, new ProposeSolution("Explanation", null));
        Assert.Equal("COM-PROC-05", _case.Refused("03-04 16:10", Chen, new AgreeSolution(null)).RuleId);
        Assert.Equal(CaseStatus.SolutionProposed, _case.State.Status);
        _case.Do("03-04 16:15", Chen, new Note("Apologised"));
        _case.Do("03-04 16:20", Chen, new AgreeSolution(null));
        Assert.Equal(CaseStatus.FollowUpPending, _case.State.Status);
    }

    [Fact]
    public void COM_PROC_05_each_round_of_a_case_needs_its_own_apology()
    {
        Investigate("Company");
        _case.Do("03-04 16:00", Chen, new Note("Apologised"));
        _case.Do("03-04 16:05", Chen, new GiveFeedback());
        _case.Do("03-08 10:00", Chen, new RecordFollowUp("Dissatisfied", "Call"));
        Assert.Equal("COM-PROC-05", _case.Refused("03-08 11:00", Chen, new GiveFeedback()).RuleId);
    }

    [Theory]
    [InlineData("Merchant")]
    [InlineData(null)]
    public void COM_PROC_05_nobody_apologises_for_others(string? liability)
    {
        Investigate(liability);
        _case.Do("03-04 16:00", Chen, new GiveFeedback());
    }

    [Fact]
    public void Who_answers_for_it_is_somebody_the_handbook_knows()
    {
        Investigate("Merchant");
        var refusal = _case.Refused("03-04 16:00", Chen, new RecordInvestigation("Upheld", "Neighbour", null));
        Assert.Equal((RefusalReason.UnknownValue, "liability"), (refusal.Reason, refusal.Field));
        Assert.Contains("Company", refusal.Allowed);
    }

    [Theory]
    [InlineData("Upheld", false, "improvement")]
    [InlineData("Upheld", true, "")]
    [InlineData("NotUpheld", false, "")]
    public void COM_PROC_07_a_complaint_that_holds_needs_an_improvement_before_it_is_archived(string finding, bool improved, string missing)
    {
        Investigate("Merchant", finding);
        _case.Do("03-04 16:00", Chen, new GiveFeedback());
        _case.Do("03-07 10:00", Chen, new RecordFollowUp("Satisfied", "Call"));
        var archive = new Archive("StructuralDefect", Improvement: improved);
        if (missing.Length == 0)
            _case.Do("03-07 10:05", Chen, archive);
        else
            Assert.Equal(missing, Assert.Single(_case.Refused("03-07 10:05", Chen, archive).Allowed));
    }

    [Fact]
    public void Photos_of_the_first_round_do_not_count_for_the_second()
    {
        Repair();
        _case.Photograph("03-05 15:00", "Before", 3);
        Assert.Equal("photos.After", Assert.Single(_case.Refused("03-05 15:05", Chen, new CompleteImplementation()).Allowed));
        _case.Photograph("03-05 15:10", "After");
        _case.Do("03-05 15:15", Chen, new GiveFeedback());
        _case.Do("03-08 10:00", Chen, new RecordFollowUp("Dissatisfied", "Call"));
        _case.Do("03-08 10:05", Chen, new Dispatch("feng", _case.When("03-08 14:00")));
        Assert.Equal("photos.After", Assert.Single(_case.Refused("03-08 15:00", Chen, new CompleteImplementation()).Allowed));
        _case.Photograph("03-08 15:05", "After");
        _case.Do("03-08 15:10", Chen, new CompleteImplementation());
    }

    [Fact]
    public void Photos_are_looked_up_only_for_the_step_that_needs_them()
    {
        Repair();
        Assert.True(Gates.AskForPhotos(_case.Pack, _case.State, new CompleteImplementation()));
        Assert.True(Gates.AskForPhotos(_case.Pack, _case.State, new GiveFeedback()));
        Assert.False(Gates.AskForPhotos(_case.Pack, _case.State, new Reply()));
        Assert.False(Gates.AskForPhotos(_case.Pack, _case.State with { Type = "Complaint" }, new CompleteImplementation()));
        Assert.True(Gates.AskForPhotos(_case.Pack, null, new CompleteImplementation())); // a command before it may make it a repair
    }

    [Fact]
    public void Check_lists_and_their_items_are_those_of_the_handbook()
    {
        Investigate("Merchant");
        Assert.Contains("goods-intact", _case.Refused("03-04 16:00", Chen, new RecordChecks("goods", ["body"])).Allowed);
        Assert.Equal(("items", "roof"), FieldOf(_case.Refused("03-04 16:00", Chen, new RecordChecks("goods-intact", ["body", "roof"]))));
        Assert.Equal(("items", null), FieldOf(_case.Refused("03-04 16:00", Chen, new RecordChecks("goods-intact", []))));
        Assert.DoesNotContain("recordChecks", CaseDecider.Allowed(_case.Pack, _case.State, Chen)); // no list matters to this case
    }

    [Fact]
    public void PROJ_ACC_01_goods_that_arrive_are_checked_in_six_points_and_PROJ_PRE_01_the_site_before_work_begins()
    {
        var member = Scene.Staff("lead", "ProjectLead", "ProjectManager", "ServiceEngineer");
        var arrival = new Scene(Packs.Of("project-service"));
        arrival.Receive("03-04 10:00", "Phone", member, type: "Acceptance");
        arrival.Do("03-04 10:05", member, new Classify("Acceptance", "Equipment", "Ordinary", []));
        arrival.Do("03-04 10:10", member, new StartInvestigation());
        arrival.Do("03-04 10:15", member, new RecordChecks("arrival", ["model", "specification", "quantity", "look", "packing"]));
        Assert.Equal("arrival.documents", Assert.Single(arrival.Refused("03-04 10:20", member, new GiveFeedback()).Allowed));
        arrival.Do("03-04 10:25", member, new RecordChecks("arrival", ["documents"]));
        arrival.Do("03-04 10:30", member, new GiveFeedback());

        var installation = new Scene(Packs.Of("project-service"));
        installation.Receive("03-04 10:00", "Phone", member, type: "Commissioning");
        installation.Do("03-04 10:05", member, new Classify("Commissioning", "Equipment", "Ordinary", []));
        var shut = installation.Refused("03-04 10:10", member, new Dispatch("engineer", installation.When("03-10 10:00")));
        Assert.Equal(("PROJ-PRE-01", "site-survey.form site-survey.advice"), (shut.RuleId, string.Join(' ', shut.Allowed)));
        installation.Do("03-04 10:15", member, new RecordChecks("site-survey", ["form", "advice"]));
        installation.Do("03-04 10:20", member, new Dispatch("engineer", installation.When("03-10 10:00")));
        // PROJ-ACC-02: report, training and documents before it is called done.
        Assert.Equal("PROJ-ACC-02", installation.Refused("03-10 16:00", member, new GiveFeedback()).RuleId);
    }

    [Fact]
    public void MALL_AC_02_the_form_of_an_advance_compensation_names_one_of_its_conditions()
    {
        Investigate("Merchant");
        _case.Do("03-04 16:00", Chen, new ProposeSolution("AdvanceCompensation", 50_000));
        _case.Do("03-04 16:05", Chen, new AgreeSolution(null));
        Assert.Equal(("reason", null), FieldOf(_case.Refused("03-04 16:10", Chen, new SubmitApproval())));
        Assert.Equal(("reason", "Goodwill"), FieldOf(_case.Refused("03-04 16:10", Chen, new SubmitApproval("Goodwill"))));
        var submitted = _case.Do("03-04 16:15", Chen, new SubmitApproval("MerchantUnreachable"));
        Assert.Equal("MerchantUnreachable", submitted[^1].Data["reason"]);
    }

    private void Investigate(string? liability, string finding = "Upheld")
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Do("03-04 10:12", Chen, new Reply());
        _case.Do("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
        _case.Do("03-04 15:20", Chen, new RecordInvestigation(finding, liability, "StructuralDefect"));
    }

    private void Repair()
    {
        _case.Receive("03-04 10:12", "Phone", Chen, type: "Repair");
        _case.Do("03-04 10:25", Chen, new Classify("Repair", "AfterSalesRepair", "Ordinary", []));
        _case.Do("03-04 10:30", Chen, new Dispatch("feng", _case.When("03-05 14:00")));
    }

    private static (string?, string?) FieldOf(Refusal refusal) => (refusal.Field, refusal.Value);
}
