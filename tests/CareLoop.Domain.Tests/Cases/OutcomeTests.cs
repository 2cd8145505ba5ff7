using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>How limits ended stands in the timeline, since a long case's state forgets them.</summary>
public sealed class OutcomeTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private readonly Scene _case = new(Packs.Mall);

    public OutcomeTests() => _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");

    [Fact]
    public void COM_KPI_02_the_line_of_the_cause_names_the_limits_it_kept_or_kept_too_late()
    {
        Assert.Equal("chat-first-reply", _case.Do("03-04 10:13", Chen, new Reply()).Single().Data["met"]);
        _case.Do("03-04 10:20", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        Assert.Equal("cycle-24h", _case.Do("03-04 10:30", Chen, new Classify("Suggestion", "ProductQuality", "Ordinary", []))[0].Data["cancelled"]);
        _case.Wait("03-05 18:01");
        Assert.Equal("opinion-passed-on", _case.Do("03-06 09:00", Chen, new GiveFeedback()).Single(e => e.Type == EventTypes.FeedbackGiven).Data["late"]);
    }

    [Fact]
    public void COM_KPI_04_a_follow_up_done_or_tried_in_vain_is_told_with_its_limit()
    {
        _case.Do("03-04 10:20", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        _case.Do("03-04 10:25", Chen, new StartInvestigation());
        _case.Do("03-04 11:00", Chen, new GiveFeedback());
        _case.Do("03-07 10:00", Chen, new RecordFollowUp("Unreachable", "Call"));
        var over = _case.Wait("03-11 18:01");
        Assert.Contains("fu-7d.due", over.Single(e => e.Type == EventTypes.FollowUpCompleted).Data["met"], StringComparison.Ordinal);
    }

    [Fact]
    public void Closing_tells_what_it_ended()
    {
        _case.Do("03-04 10:20", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        Assert.Equal("cycle-24h", _case.Do("03-04 10:30", Scene.Customer, new Withdraw()).Single().Data["cancelled"].Split(',')[^1]);
    }

    [Fact]
    public void A_long_case_forgets_ended_limits_but_never_gives_an_id_again()
    {
        _case.Do("03-04 10:20", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        var hour = _case.When("03-04 11:00");
        for (var n = 0; n < 60; n++)
        {
            _case.Play(hour.AddMinutes(n), new PendingCommand($"p{n}", Chen, hour.AddMinutes(n), null, null, new PromiseReply(hour.AddDays(1))));
            Assert.Null(_case.Outcomes[^1].Refusal);
        }

        Assert.InRange(_case.State.Deadlines.Length, 1, 36);
        Assert.True(_case.State.Forgotten["promised-reply"] > 20);
        var met = _case.Timeline.SelectMany(e => e.Data.GetValueOrDefault("met", "").Split(',')).Where(id => id.StartsWith("promised-reply", StringComparison.Ordinal)).ToList();
        Assert.Equal(59, met.Distinct().Count());
        Assert.Equal(59, met.Count);
        Assert.Equal("promised-reply#60", Assert.Single(_case.State.Deadlines, d => d is { Purpose: DeadlinePurpose.Promise, Status: DeadlineStatus.Running }).Id);
    }

    [Fact]
    public void EDU_SLA_02_a_limit_kept_by_another_way_does_not_start_again_once_the_state_forgot_it()
    {
        var edu = new Scene(Packs.Of("education-membership"));
        var clerk = Scene.Staff("lin", "ServiceSupervisor");
        edu.Receive("03-04 10:00", "WeChat", Scene.Customer, "lin");
        edu.Do("03-04 10:05", clerk, new Classify("Complaint", "Other", "Ordinary", []));
        var hour = edu.When("03-04 11:00");
        for (var n = 0; n < 60; n++)
            edu.Play(hour.AddMinutes(n), new PendingCommand($"p{n}", clerk, hour.AddMinutes(n), null, null, new PromiseReply(hour.AddDays(1))));
        var kept = edu.Pack.Slas.Single(s => s.SatisfiedBy == EventTypes.ProgressTold && s.Types.Contains("Complaint")).Id;
        Assert.DoesNotContain(edu.State.Deadlines, d => d.Id == kept);
        edu.Do("03-04 13:00", clerk, new Classify("Complaint", "Other", "Ordinary", ["Difficult"]));
        Assert.DoesNotContain(edu.State.Deadlines, d => d.Id.StartsWith(kept, StringComparison.Ordinal));
    }
}
