using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

public sealed class RefusalTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private readonly Scene _case = new(Packs.Mall);

    public RefusalTests() => _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");

    [Fact]
    public void A_command_the_status_does_not_allow_names_those_it_does()
    {
        var refusal = _case.Refused("03-04 10:13", Chen, new ProposeSolution("Exchange", null));
        Assert.Equal((RefusalReason.NotInThisStatus, "Registered"), (refusal.Reason, refusal.Value));
        Assert.Equal("reply classify askCustomer supplement comment withdraw escalate offerTransfer acceptHandover promiseReply note joinGroup", string.Join(' ', refusal.Allowed));
    }

    [Fact]
    public void MALL_SAT_02_the_satisfaction_supervisor_reads_only()
    {
        var refusal = _case.Refused("03-04 10:13", Scene.Staff("s", "SatisfactionSupervisor"), new Reply());
        Assert.Equal(RefusalReason.NotYourRole, refusal.Reason);
        Assert.Equal("ServiceCentreManager ComplaintSpecialist FrontDeskAgent", string.Join(' ', refusal.Allowed));
    }

    [Fact]
    public void A_customer_may_not_do_what_staff_do_nor_touch_another_customers_case()
    {
        Assert.Equal(RefusalReason.NotYourRole, _case.Refused("03-04 10:13", Scene.Customer, new Archive("x")).Reason);
        var stranger = new Actor(ActorKind.Customer, "customer-2", []);
        Assert.Equal(RefusalReason.NotYourRole, _case.Refused("03-04 10:13", stranger, new Withdraw()).Reason);
        Assert.Equal("supplement comment withdraw", string.Join(' ', CaseDecider.Allowed(_case.Pack, _case.State, Scene.Customer)));
    }

    [Fact]
    public void COM_PRIV_01_customers_cannot_write_internal_notes() =>
        Assert.Equal(RefusalReason.Impossible, _case.Refused("03-04 10:13", Scene.Customer, new Comment(false)).Reason);

    [Fact]
    public void An_older_version_is_stale_and_a_deadline_does_not_change_the_version()
    {
        _case.Wait("03-05 11:00");
        Assert.Equal(1, _case.State.CommandVersion);
        var command = _case.Command("03-05 11:01", Chen, new Reply()) with { ExpectedVersion = 0 };
        _case.Play(_case.When("03-05 11:01"), command);
        Assert.Equal((RefusalReason.Stale, "1"), (_case.Outcomes[^1].Refusal!.Reason, _case.Outcomes[^1].Refusal!.Value));
        _case.Play(_case.When("03-05 11:02"), command with { Id = "again", ExpectedVersion = 1 });
        Assert.Null(_case.Outcomes[^1].Refusal);
    }

    [Theory]
    [InlineData("Complain", "ProductQuality", "Ordinary", "", "type")]
    [InlineData("Complaint", "Noise", "Ordinary", "", "category")]
    [InlineData("Complaint", "ProductQuality", "Huge", "", "severity")]
    [InlineData("Complaint", "ProductQuality", "Ordinary", "Sad", "flags")]
    public void COM_INT_04_unknown_values_are_refused_with_the_known_ones(string type, string category, string severity, string flag, string field)
    {
        var refusal = _case.Refused("03-04 10:25", Chen, new Classify(type, category, severity, flag.Length == 0 ? [] : [flag]));
        Assert.Equal((RefusalReason.UnknownValue, field), (refusal.Reason, refusal.Field));
        Assert.NotEmpty(refusal.Allowed);
    }

    [Fact]
    public void COM_PROC_10_a_promise_is_mandatory_lies_ahead_and_is_made_by_staff()
    {
        Propose(new ProposeSolution("Exchange", null));
        Assert.Equal(RefusalReason.Missing, _case.Refused("03-04 17:00", Chen, new AgreeSolution(null)).Reason);
        Assert.Equal(RefusalReason.Missing, _case.Refused("03-04 17:00", Scene.Customer, new AgreeSolution(null)).Reason);
        var past = _case.Refused("03-04 17:00", Chen, new AgreeSolution(_case.When("03-04 17:00")));
        Assert.Equal((RefusalReason.Impossible, "COM-PROC-10"), (past.Reason, past.RuleId));
        var own = _case.Refused("03-04 17:00", Scene.Customer, new AgreeSolution(_case.When("03-05 10:00")));
        Assert.Equal(RefusalReason.Impossible, own.Reason);
    }

    [Fact]
    public void COM_PROC_10_the_customer_accepts_the_time_that_was_offered()
    {
        Propose(new ProposeSolution("Exchange", null, _case.When("03-07 18:00")));
        _case.Do("03-04 17:05", Scene.Customer, new AgreeSolution(null));
        Assert.Equal(_case.When("03-07 18:00"), _case.State.PromisedCompletionAt);
    }

    [Fact]
    public void COM_PROC_03_the_second_refusal_goes_up()
    {
        Propose(new ProposeSolution("Explanation", null));
        Assert.Equal("", Scene.Notices(_case.Do("03-04 17:00", Scene.Customer, new RefuseSolution())));
        _case.Do("03-04 17:10", Chen, new ProposeSolution("Repair", null));
        Assert.Equal("case.escalated → ServiceCentreManager", Scene.Notices(_case.Do("03-04 17:20", Scene.Customer, new RefuseSolution())));
        Assert.Equal(CaseStatus.Investigating, _case.State.Status);
    }

    [Fact]
    public void COM_PROC_07_and_08_archive_needs_a_cause_and_a_follow_up_outcome()
    {
        Propose(new ProposeSolution("Explanation", null));
        _case.Do("03-04 17:00", Scene.Customer, new AgreeSolution(null));
        Assert.Equal(CaseStatus.FollowUpPending, _case.State.Status);
        var refusal = _case.Refused("03-04 17:01", Chen, new Archive(null));
        Assert.Equal(RefusalReason.GateOpen, refusal.Reason);
        Assert.Equal("followUpOutcome rootCause", string.Join(' ', refusal.Allowed));
        Assert.DoesNotContain("archive", CaseDecider.Allowed(_case.Pack, _case.State, Chen));
    }

    [Fact]
    public void Nothing_but_intake_can_happen_before_there_is_a_case()
    {
        var result = CaseRound.Play(_case.Pack, null, [_case.Command("03-04 10:00", Chen, new Reply())], _case.When("03-04 10:00"));
        Assert.Null(result.State);
        Assert.Equal("receive", Assert.Single(Assert.Single(result.Outcomes).Refusal!.Allowed));
    }

    private void Propose(ProposeSolution proposal)
    {
        _case.Do("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
        _case.Do("03-04 16:40", Chen, proposal);
    }
}
