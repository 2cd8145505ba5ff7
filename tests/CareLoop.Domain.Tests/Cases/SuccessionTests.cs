using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>Running cases that go on by another handbook: one shop's hours, or a new version.</summary>
public sealed class SuccessionTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private readonly Scene _case = new(Packs.Mall);

    [Fact]
    public void GLPI_15605_one_shops_new_hours_move_what_remains_and_keep_what_was_used()
    {
        Begin("Consultation");
        var answer = _case.Deadline("consultation-same-day");
        Assert.Equal("2026-03-04 18:00", At.Text(answer.DueAt));
        var change = _case.Succeed("03-04 15:00", MallVariants.All[1]).Single(e => e.Type == EventTypes.HandbookChanged);
        Assert.Equal(("2026-03-04 12:00", "consultation-same-day"), (At.Text(change.At), change.Data["moved"]));
        Assert.Equal(("2026-03-04 16:00", "2026-03-04 14:00"), (At.Text(_case.Deadline("consultation-same-day").DueAt), At.Text(_case.Deadline("consultation-same-day").WarnAt)));
        Assert.Equal(MallVariants.All[1].Reference, _case.State.Pack);
        Assert.Contains(_case.Wait("03-04 16:01"), e => e.Type == EventTypes.DeadlineBreached);
        Assert.Empty(_case.Succeed("03-04 16:02", MallVariants.All[1]));
    }

    [Theory]
    [InlineData(48, "2026-03-06 10:12", DeadlineStatus.Running)]
    [InlineData(12, "2026-03-04 22:12", DeadlineStatus.Running)]
    [InlineData(1, "2026-03-04 12:00", DeadlineStatus.Breached)] // used up: missed when the handbook came into force, not before
    public void MALL_SLA_01_a_version_with_another_amount_counts_what_was_used(int hours, string due, DeadlineStatus status)
    {
        Begin("Complaint");
        _case.Succeed("03-04 12:00", MallVariants.Version("1.1.0", hours));
        var cycle = _case.Deadline("cycle-24h");
        Assert.Equal((due, status, "1.1.0", $"Hours({hours})"), (At.Text(cycle.DueAt), cycle.Status, cycle.PackVersion, cycle.Clock));
        Assert.Equal(status == DeadlineStatus.Breached ? 1 : 0, _case.Timeline.Count(e => e.Type == EventTypes.DeadlineBreached));
        Assert.Empty(_case.Wait("03-04 12:01"));
    }

    [Fact]
    public void A_pause_survives_the_change_of_version()
    {
        Begin("Complaint");
        _case.Do("03-04 11:12", Chen, new AskCustomer());
        _case.Succeed("03-04 12:00", MallVariants.Version("1.1.0", 48));
        Assert.Equal((DeadlineStatus.Paused, TimeSpan.FromHours(47)), (_case.Deadline("cycle-24h").Status, _case.Deadline("cycle-24h").Remaining));
        _case.Do("03-05 11:12", Scene.Customer, new Supplement());
        Assert.Equal("2026-03-07 10:12", At.Text(_case.Deadline("cycle-24h").DueAt));
    }

    [Fact]
    public void A_missed_limit_stays_missed_and_its_ladder_goes_on()
    {
        Begin("Complaint");
        _case.Wait("03-05 11:00");
        _case.Succeed("03-05 12:00", MallVariants.Version("1.1.0", 48));
        Assert.Equal((DeadlineStatus.Breached, "2026-03-05 10:12"), (_case.Deadline("cycle-24h").Status, At.Text(_case.Deadline("cycle-24h").DueAt)));
        Assert.Contains("Overdue", _case.State.Flags);
        Assert.Equal("case.escalated → DeputyGeneralManager", Scene.Notices(_case.Wait("03-06 10:12")));
        Assert.Single(_case.Timeline, e => e.Type == EventTypes.DeadlineBreached);
    }

    [Fact]
    public void A_limit_the_new_handbook_no_longer_has_ends_and_what_it_adds_runs_from_the_receipt()
    {
        _case.Receive("03-04 08:00", "WeChat", Scene.Customer, "chen-min"); // before opening: the minute runs from nine
        _case.Succeed("03-04 08:30", MallVariants.Version("1.1.0", 24, "2026-03-04T08:30:00+08:00"));
        Assert.Equal(DeadlineStatus.Cancelled, _case.Deadline("chat-first-reply").Status);
        Assert.Equal("2026-03-04 09:01", At.Text(_case.Deadline("chat-reply").DueAt));
        Assert.Equal("2026-03-04 08:00", At.Text(_case.Deadline("chat-reply").StartedAt));
    }

    [Fact]
    public void A_handbook_that_lacks_what_the_case_is_in_the_middle_of_does_not_take_it_over()
    {
        Begin("Complaint");
        var other = Packs.Of("real-estate-developer");
        Assert.Empty(_case.Succeed("03-04 12:00", other with { MovesRunningCases = true }));
        Assert.Equal(Packs.Mall.Reference, _case.State.Pack);
        var refused = Assert.IsType<Decision.Refused>(CaseDecider.Decide(Packs.Mall, _case.State, new CaseInput.HandbookChanged(other, _case.When("03-04 12:00")), _case.When("03-04 12:00")));
        Assert.Equal((RefusalReason.Impossible, "pack", "ProductQuality", "COM-TIME-14"), (refused.Refusal.Reason, refused.Refusal.Field, refused.Refusal.Value, refused.Refusal.RuleId));
    }

    [Fact]
    public void V_18_only_a_handbook_that_says_so_takes_running_cases_along()
    {
        Begin("Complaint");
        var (library, state) = (MallVariants.Library, _case.State);
        Assert.Null(library.SuccessorOf(state, At.China("2026-03-04 11:59")));
        Assert.Equal(MallVariants.All[1].Reference, library.SuccessorOf(state, At.China("2026-03-04 12:00"))!.Reference);
        Assert.Null(library.SuccessorOf(state with { Organisation = "other" }, At.China("2026-03-04 12:00")));
        Assert.Null(library.SuccessorOf(state with { Pack = MallVariants.All[1].Reference }, At.China("2026-03-04 12:00")));
        Assert.Null(Packs.Library.SuccessorOf(state, At.China("2026-03-04 12:00")));
    }

    private void Begin(string type)
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Do("03-04 10:12", Chen, new Reply());
        _case.Do("03-04 10:20", Chen, new Classify(type, "ProductQuality", "Ordinary", []));
    }
}
