using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

public sealed class CaseRoundTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private readonly Scene _case = new(Packs.Mall);

    [Fact]
    public void Commands_are_decided_in_the_order_they_were_accepted()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        var classify = _case.Command("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        var investigate = _case.Command("03-04 10:30", Chen, new StartInvestigation());
        _case.Play(_case.When("03-04 10:31"), investigate, classify);
        Assert.Equal(CaseStatus.Investigating, _case.State.Status);
    }

    [Fact]
    public void COM_TIME_09_a_reply_at_the_due_instant_of_an_inclusive_limit_is_in_time()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Play(_case.When("03-04 12:00"), _case.Command("03-04 10:13", Chen, new Reply()));
        Assert.Equal("Met", _case.Deadline("chat-first-reply").Status.ToString());
        Assert.DoesNotContain(_case.Timeline, e => e.Type == "DeadlineBreached");
    }

    [Fact]
    public void COM_TIME_09_a_millisecond_later_it_is_missed()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        Assert.Equal(_case.When("03-04 10:13").AddMilliseconds(1), _case.State.NextWakeAt);
        Assert.Equal(_case.When("03-04 10:13"), _case.State.NextDueAt);
        var events = _case.Wait("03-04 10:14");
        Assert.Equal("sla.breached → ServiceCentreManager", Scene.Notices(events));
        Assert.DoesNotContain("Overdue", _case.State.Flags);
    }

    [Fact]
    public void A_warning_is_needless_when_the_limit_is_kept_at_that_instant()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Do("03-04 10:13", Chen, new Reply());
        _case.Do("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
        _case.Do("03-05 05:24", Chen, new GiveFeedback());
        Assert.DoesNotContain(_case.Timeline, e => e.Type == "DeadlineWarned");
    }

    [Fact]
    public void A_round_fits_one_transaction_and_says_when_there_is_more()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        var commands = Enumerable.Range(0, 90).Select(_ => _case.Command("03-04 10:13", Chen, new Comment(false))).ToList();
        var state = _case.State;
        var applied = new List<string>();
        var rounds = 0;
        for (var more = true; more; rounds++)
        {
            var result = CaseRound.Play(_case.Pack, state, [.. commands.Where(c => !applied.Contains(c.Id))], _case.When("03-04 10:13"));
            Assert.True(1 + result.Events.Length + (2 * result.Outcomes.Length) <= CaseRound.MaxRows);
            applied.AddRange(result.Outcomes.Select(o => o.CommandId));
            (state, more) = (result.State!, result.HasMore);
        }

        Assert.Equal(90, applied.Distinct().Count());
        Assert.Equal(3, rounds);
    }

    [Fact]
    public void COM_OWN_01_out_of_hours_the_first_person_to_reply_becomes_the_owner()
    {
        var received = _case.Receive("03-10 21:30", "MiniProgram", Scene.Customer);
        Assert.Equal("case.autoack → customer-1, case.registered → customer-1", Scene.Notices(received));
        Assert.Null(_case.State.Owner);
        Assert.Equal("2026-03-11 09:01", At.Text(_case.Deadline("chat-first-reply").DueAt));
        Assert.Equal("case.assigned → zhou-jie", Scene.Notices(_case.Do("03-11 09:01", Scene.Staff("zhou-jie", "FrontDeskAgent"), new Reply())));
        Assert.Equal("zhou-jie", _case.State.Owner);
        Assert.Equal("", Scene.Notices(_case.Do("03-11 09:05", Chen, new Reply())));
    }

    [Fact]
    public void Of_several_clocks_the_nearest_leads_and_then_the_next()
    {
        var chen = Scene.Staff("chen-min", "ComplaintSpecialist");
        var many = new Scene(Packs.Mall);
        many.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        Assert.Equal("2026-03-04 10:13", At.Text(many.State.NextDueAt)); // the first reply, before the complaint's day
        many.Do("03-04 10:12", chen, new Reply());
        many.Do("03-04 10:12", chen, new Classify("Complaint", "ProductQuality", "Ordinary", ["Special"]));
        Assert.Equal("2026-03-04 10:27", At.Text(many.State.NextDueAt)); // the manager's acknowledgement
        many.Do("03-04 10:20", Scene.Staff("zhao-qiang", "ServiceCentreManager"), new Acknowledge());
        many.Do("03-04 10:25", chen, new PromiseReply(many.When("03-04 16:00")));
        Assert.Equal("2026-03-04 16:00", At.Text(many.State.NextDueAt));
        many.Do("03-04 15:00", chen, new Reply());
        Assert.Equal("2026-03-05 10:12", At.Text(many.State.NextDueAt));
        many.Do("03-04 15:30", chen, new AskCustomer());
        Assert.Null(many.State.NextDueAt); // what is paused does not lead
    }
}
