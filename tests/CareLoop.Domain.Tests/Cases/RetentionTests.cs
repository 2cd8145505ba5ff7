using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>How long a case keeps whom it was about (COM-ARC-03).</summary>
public sealed class RetentionTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private static readonly Actor Zhao = Scene.Staff("zhao-qiang", "ServiceCentreManager");
    private readonly Scene _case = new(Packs.Mall);

    [Fact]
    public void COM_ARC_03_three_years_after_its_end_nothing_personal_is_kept_and_not_a_moment_before()
    {
        Close();
        Assert.Equal("2029-03-04 12:00", At.Text(Retention.EndsAt(_case.Pack, _case.State)));
        Assert.Equal((RefusalReason.Impossible, "cause", "COM-ARC-03"), Refused("2029-03-04 11:59", AnonymiseCause.RetentionEnded));
        var line = Play("2029-03-04 12:00", Actor.System, new Anonymise(AnonymiseCause.RetentionEnded)).Events.Single();
        Assert.Equal(("Anonymised", CaseStatus.Withdrawn, "RetentionEnded"), (line.Type, line.StatusAfter, line.Data["cause"]));
        Assert.Equal("2029-03-04 12:00", At.Text(_case.State.AnonymisedAt));

        // Nothing can be done to it any more, by nobody.
        Assert.Empty(CaseDecider.Allowed(_case.Pack, _case.State, Zhao));
        Assert.Empty(CaseDecider.Allowed(_case.Pack, _case.State, Scene.Customer));
        Assert.Equal(RefusalReason.NotInThisStatus, Play("2029-03-05 12:00", Zhao, new HoldRetention("Lawsuit")).Outcomes.Single().Refusal!.Reason);
    }

    [Fact]
    public void COM_ARC_03_a_hold_keeps_them_until_it_is_lifted_and_both_are_lines_with_a_reason()
    {
        Close();
        var held = _case.Do("03-05 10:00", Zhao, new HoldRetention("Lawsuit")).Single();
        Assert.Equal(("RetentionHeld", "Lawsuit", CaseStatus.Withdrawn), (held.Type, held.Data["reason"], held.StatusAfter));
        Assert.Equal(RetentionBar.Held, Retention.Bar(_case.State));
        Assert.Equal((RefusalReason.Impossible, "case", "COM-ARC-03"), Refused("2030-01-01 12:00", AnonymiseCause.RetentionEnded));
        Assert.Equal((RefusalReason.Impossible, "case", "COM-ARC-03"), Refused("2030-01-01 12:00", AnonymiseCause.CustomerRequest));
        var lifted = Play("2030-02-01 10:00", Zhao, new LiftHold());
        Assert.Equal(("HoldLifted", "Lawsuit"), (lifted.Events.Single().Type, lifted.Events.Single().Data["reason"]));

        // The time counts from the end of the matter, not from the last word about keeping it.
        Assert.Equal("2029-03-04 12:00", At.Text(Retention.EndsAt(_case.Pack, _case.State)));
        Assert.Null(Play("2030-02-02 10:00", Actor.System, new Anonymise(AnonymiseCause.RetentionEnded)).Outcomes.Single().Refusal);
    }

    [Fact]
    public void COM_ARC_03_holds_are_a_managers_for_a_reason_the_handbook_knows_on_open_cases_too()
    {
        _case.Receive("03-04 10:00", "Phone", Chen);
        Assert.Equal(RefusalReason.NotYourRole, _case.Refused("03-04 10:01", Chen, new HoldRetention("Lawsuit")).Reason);
        Assert.Equal(["Warranty", "Claim", "Lawsuit"], _case.Refused("03-04 10:02", Zhao, new HoldRetention("Whim")).Allowed.ToArray());
        _case.Do("03-04 10:03", Zhao, new HoldRetention("Warranty"));
        Assert.Equal((CaseStatus.Registered, 1), (_case.State.Status, _case.State.Episode));
        Assert.Equal(RefusalReason.NotInThisStatus, _case.Refused("03-04 10:04", Zhao, new HoldRetention("Claim")).Reason);
        Assert.Equal(RetentionBar.Open, Retention.Bar(_case.State));
    }

    [Fact]
    public void COM_ARC_03_an_open_case_is_never_anonymised_and_an_agent_anonymises_none()
    {
        _case.Receive("03-04 10:00", "Phone", Chen);
        Assert.Equal(RefusalReason.NotInThisStatus, _case.Refused("03-04 10:01", Zhao, new Anonymise(AnonymiseCause.CustomerRequest)).Reason);
        _case.Do("03-04 12:00", Chen, new Withdraw());
        Assert.Equal(RefusalReason.NotYourRole, _case.Refused("03-04 12:01", Chen, new Anonymise(AnonymiseCause.CustomerRequest)).Reason);
        Assert.Equal(RefusalReason.NotYourRole, _case.Refused("03-04 12:02", Scene.Customer, new Anonymise(AnonymiseCause.CustomerRequest)).Reason);
    }

    [Theory]
    [InlineData("years: 3", "years: 2", "V-14")]
    [InlineData("holdReasons: [Warranty, Claim, Lawsuit]", "holdReasons: []", "YAML")]
    public void COM_ARC_03_PUB_12_a_shorter_time_needs_its_reason_and_holds_need_theirs(string right, string wrong, string rule)
    {
        var text = Packs.Files.Single(f => f.FileName == "base.yaml").Text;
        Assert.Contains(right, text, StringComparison.Ordinal);
        var files = Packs.Files.Where(f => f.FileName is "furniture-mall.yaml" or "holidays-2026.yaml").Append(("base.yaml", text.Replace(right, wrong, StringComparison.Ordinal)));
        var errors = Assert.Throws<Domain.Handbook.HandbookException>(() => Domain.Handbook.PackLibrary.Load(files)).Errors;
        Assert.True(errors.All(e => rule == "V-14" ? e.Rule == rule : e.Message.Contains("holdReasons", StringComparison.Ordinal)), string.Join('\n', errors));
    }

    [Fact]
    public void COM_ARC_03_explain_says_how_long_data_are_kept() =>
        Assert.Contains("归档 3 年后匿名化(质保、索赔、诉讼期间由经理保留)[COM-ARC-03,默认值,待确认]", Domain.Handbook.HandbookText.Explain(Packs.Mall, "Complaint"), StringComparison.Ordinal);

    private void Close()
    {
        _case.Receive("03-04 10:00", "Phone", Chen);
        _case.Do("03-04 12:00", Chen, new Withdraw());
    }

    private (RefusalReason, string?, string?) Refused(string time, AnonymiseCause cause)
    {
        var refusal = Play(time, Actor.System, new Anonymise(cause)).Outcomes.Single().Refusal!;
        return (refusal.Reason, refusal.Field, refusal.RuleId);
    }

    private (IReadOnlyList<CaseEvent> Events, IReadOnlyList<CommandOutcome> Outcomes) Play(string time, Actor actor, CaseCommand command)
    {
        var at = At.China(time);
        var events = _case.Play(at, new PendingCommand($"late-{at.Ticks}-{command}", actor, at, null, null, command));
        return (events, [_case.Outcomes[^1]]);
    }
}
