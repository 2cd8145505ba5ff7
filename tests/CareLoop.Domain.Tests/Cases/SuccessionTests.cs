using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
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

    [Theory]
    [InlineData("03-04 11:00", "03-04 11:30", "2026-03-04 14:42")] // four hours from the receipt and the half hour of waiting
    [InlineData(null, null, "2026-03-04 14:12")]
    public void A_limit_that_counts_otherwise_is_counted_from_its_start_with_its_pauses(string? asked, string? answered, string due)
    {
        Begin("Consultation");
        if (asked is not null && answered is not null)
        {
            _case.Do(asked, Chen, new AskCustomer());
            _case.Do(answered, Scene.Customer, new Supplement());
        }

        var change = _case.Succeed("03-04 12:00", MallVariants.Version("1.3.0", SameDayIs("Hours", 4))).Single(e => e.Type == EventTypes.HandbookChanged);
        var answer = _case.Deadline("consultation-same-day");
        Assert.Equal(("Hours(4)", due, "2026-03-04 10:12", DeadlineStatus.Running), (answer.Clock, At.Text(answer.DueAt), At.Text(answer.StartedAt), answer.Status));
        Assert.Equal("consultation-same-day", change.Data["moved"]);
    }

    [Fact]
    public void A_limit_that_counts_otherwise_is_never_due_before_the_handbook_came_into_force()
    {
        Begin("Consultation");
        _case.Succeed("03-04 12:00", MallVariants.Version("1.3.0", SameDayIs("Hours", 1)));
        var answer = _case.Deadline("consultation-same-day");
        Assert.Equal(("2026-03-04 12:00", null as DateTimeOffset?), (At.Text(answer.DueAt), answer.WarnAt));
        Assert.Contains(_case.Wait("03-04 12:01"), e => e.Type == EventTypes.DeadlineBreached);
    }

    [Fact]
    public void A_limit_that_counts_otherwise_goes_on_waiting_while_the_customer_is_asked()
    {
        Begin("Consultation");
        _case.Do("03-04 11:12", Chen, new AskCustomer());
        _case.Succeed("03-04 12:00", MallVariants.Version("1.3.0", SameDayIs("Hours", 4)));
        Assert.Equal((DeadlineStatus.Paused, TimeSpan.FromHours(3)), (_case.Deadline("consultation-same-day").Status, _case.Deadline("consultation-same-day").Remaining));
    }

    [Fact]
    public void Another_calendar_with_the_same_amount_is_another_way_of_counting()
    {
        Begin("Consultation");
        _case.Succeed("03-04 12:00", MallVariants.Version("1.3.0", ("    clock: SameDay\n    calendar: mall", "    clock: SameDay\n    calendar: always")));
        Assert.Equal(("always", "2026-03-05 00:00"), (_case.Deadline("consultation-same-day").Calendar, At.Text(_case.Deadline("consultation-same-day").DueAt)));
    }

    [Fact]
    public void A_type_the_new_handbook_takes_out_of_a_limit_is_cancelled_and_stays_on_record()
    {
        Begin("Consultation");
        _case.Succeed("03-04 12:00", MallVariants.Version(
            "1.3.0",
            ("    types: [Consultation, MerchantRequest]", "    types: [MerchantRequest]"),
            ("    types: [ReturnExchange]", "    types: [ReturnExchange, Consultation]")));
        Assert.Equal(DeadlineStatus.Cancelled, _case.Deadline("consultation-same-day").Status);
        Assert.Equal("2026-03-05 10:12", At.Text(_case.Deadline("return-decision").DueAt));
    }

    [Fact]
    public void PROP_SLA_01_a_date_somebody_promised_stands_whatever_the_new_handbook_says()
    {
        var supervisor = Scene.Staff("deng-li", "ServiceSupervisor");
        var files = Packs.Files.Where(f => f.FileName is "base.yaml" or "holidays-2026.yaml").ToList();
        var text = Packs.Files.Single(f => f.FileName == "property-management.yaml").Text;
        var later = PackLibrary.Load(files.Append(("prop.yaml", text
            .Replace("version: 1.0.0", "version: 1.1.0\nmovesRunningCases: true", StringComparison.Ordinal)
            .Replace("clock: Hours, amount: 24, calendar: prop-desk", "clock: Hours, amount: 6, calendar: prop-desk", StringComparison.Ordinal)))).Packs.Single();
        var noise = new Scene(Packs.Of("property-management"));
        noise.Receive("03-04 10:00", "Phone", supervisor);
        noise.Do("03-04 10:05", supervisor, new Classify("Complaint", "Noise", "Ordinary", []));
        noise.Do("03-04 11:00", supervisor, new PromiseReply(noise.When("03-06 15:00")));
        noise.Succeed("03-04 12:00", later);
        Assert.Equal(("Fixed", "2026-03-06 15:00", "1.1.0"), (noise.Deadline("complaint-24h").Clock, At.Text(noise.Deadline("complaint-24h").DueAt), noise.Deadline("complaint-24h").PackVersion));
    }

    [Fact]
    public void A_running_promise_takes_the_new_versions_name()
    {
        Begin("Complaint");
        _case.Do("03-04 11:00", Chen, new PromiseReply(_case.When("03-04 16:00")));
        _case.Succeed("03-04 12:00", MallVariants.Version("1.3.0"));
        Assert.Equal(("1.3.0", "2026-03-04 16:00"), (_case.Deadline("promised-reply").PackVersion, At.Text(_case.Deadline("promised-reply").DueAt)));
    }

    [Theory]
    [InlineData("Difficult")]
    [InlineData("GroupComplaint")]
    public void A_flag_that_is_only_suggested_has_to_be_known_too(string flag)
    {
        Begin("Complaint");
        var known = Packs.Mall with { FlagNames = [.. Packs.Mall.FlagNames.Where(f => f.Id != flag)], Reference = Packs.Mall.Reference with { Version = "1.3.0" } };
        Assert.IsType<Decision.Applied>(Change(known, _case.State));
        Assert.Equal(flag, Assert.IsType<Decision.Refused>(Change(known, _case.State with { SuggestedFlags = [flag] })).Refusal.Value);
        Assert.Equal(flag, Assert.IsType<Decision.Refused>(Change(known, _case.State with { Flags = [flag] })).Refusal.Value);
    }

    [Fact]
    public void An_approval_in_the_middle_of_a_step_needs_that_step()
    {
        Begin("Complaint");
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
        _case.Do("03-04 10:35", Chen, new ProposeSolution("AdvanceCompensation", 100_000));
        _case.Do("03-04 10:40", Chen, new AgreeSolution(null));
        _case.Do("03-04 10:45", Chen, new SubmitApproval("MerchantLeft"));
        PolicyPack Without(int order) => Packs.Mall with
        {
            Reference = Packs.Mall.Reference with { Version = "1.3.0" },
            Approvals = [.. Packs.Mall.Approvals.Select(a => a with { Steps = [.. a.Steps.Where(s => s.Order != order)] })],
        };
        Assert.IsType<Decision.Applied>(Change(Without(3), _case.State));
        Assert.Equal("advance-compensation", Assert.IsType<Decision.Refused>(Change(Without(1), _case.State)).Refusal.Value);
    }

    [Fact]
    public void Hours_a_promise_was_given_in_must_still_be_kept()
    {
        Begin("Complaint");
        _case.Do("03-04 11:00", Chen, new PromiseReply(_case.When("03-04 16:00")));
        var moved = Packs.Mall with
        {
            Reference = Packs.Mall.Reference with { Version = "1.3.0" },
            Calendar = "always",
            Calendars = Packs.Mall.Calendars.Remove("mall"),
        };
        Assert.Equal("mall", Assert.IsType<Decision.Refused>(Change(moved, _case.State)).Refusal.Value);
    }

    private Decision Change(PolicyPack to, CaseState state) =>
        CaseDecider.Decide(Packs.Mall, state, new CaseInput.HandbookChanged(to, _case.When("03-04 12:00")), _case.When("03-04 12:00"));

    private static (string, string) SameDayIs(string clock, int amount) =>
        ("    start: CaseReceived\n    stop: [FeedbackGiven]\n    clock: SameDay", $"    start: CaseReceived\n    stop: [FeedbackGiven]\n    clock: {clock}\n    amount: {amount}");

    private void Begin(string type)
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Do("03-04 10:12", Chen, new Reply());
        _case.Do("03-04 10:20", Chen, new Classify(type, "ProductQuality", "Ordinary", []));
    }
}
