using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journey J01: a sofa with a cracked frame, from WeChat to the archive.</summary>
public sealed class J01_cracked_sofa_frame
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private readonly Scene _case = new(Packs.Mall);

    [Fact]
    public void Runs_from_intake_to_archive_with_every_state_clock_and_notice()
    {
        var received = _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        Assert.Equal(["CaseReceived", "CaseRegistered"], received.Select(e => e.Type));
        Expect(received, CaseStatus.Registered, "case.registered → customer-1, case.registered → chen-min");
        Assert.Equal("chen-min", _case.State.Owner);

        Expect(_case.Do("03-04 10:13", Chen, new Reply()), CaseStatus.Registered, "");
        Expect(_case.Do("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", [])), CaseStatus.Classified, "");
        Expect(_case.Do("03-04 10:30", Chen, new StartInvestigation()), CaseStatus.Investigating, "");
        Expect(_case.Do("03-04 15:20", Chen, new RecordInvestigation("Upheld", "Merchant", "StructuralDefect")), CaseStatus.Investigating, "");
        Expect(_case.Do("03-04 16:40", Chen, new ProposeSolution("Exchange", null)), CaseStatus.SolutionProposed, "solution.proposed → customer-1");
        Expect(_case.Do("03-04 17:05", Chen, new AgreeSolution(_case.When("03-07 18:00"))), CaseStatus.Implementing, "");
        Expect(_case.Do("03-07 15:30", Chen, new CompleteImplementation()), CaseStatus.Implementing, "");
        var told = _case.Do("03-07 15:40", Chen, new GiveFeedback());
        Assert.Equal([CaseStatus.FeedbackGiven, CaseStatus.FollowUpPending], told.Select(e => e.StatusAfter));
        Expect(told, CaseStatus.FollowUpPending, "case.feedback → customer-1");
        Expect(_case.Wait("03-10 09:00"), CaseStatus.FollowUpPending, "followup.due → chen-min");
        Expect(_case.Do("03-10 10:05", Chen, new RecordFollowUp("Satisfied", "Call")), CaseStatus.FollowUpCompleted, "");
        Expect(_case.Do("03-10 10:08", Chen, new Archive("StructuralDefect", Improvement: true)), CaseStatus.Archived, "case.archived → chen-min");

        Assert.Equal("COM-CHAT-01 | BusinessMinutes(1) | mall | 2026-03-04 10:12 | — | 2026-03-04 10:13 | Met | 2026-03-04 10:13", _case.Row("chat-first-reply"));
        Assert.Equal("MALL-SLA-01 | Hours(24) | mall | 2026-03-04 10:12 | 2026-03-05 05:24 | 2026-03-05 10:12 | Met | 2026-03-04 17:05 | exclusive", _case.Row("cycle-24h"));
        Assert.Equal("COM-PROC-10 | Fixed | mall | 2026-03-04 17:05 | — | 2026-03-07 18:00 | Met | 2026-03-07 15:30", _case.Row("completion"));
        Assert.Equal("MALL-FU-01 | OpenDay(3) | mall | 2026-03-07 15:40 | — | 2026-03-10 09:00 | Reached | 2026-03-10 09:00", _case.Row("fu-7d.opens"));
        Assert.Equal("MALL-FU-01 | Days(7) | mall | 2026-03-07 15:40 | 2026-03-14 09:00 | 2026-03-14 18:00 | Met | 2026-03-10 10:05", _case.Row("fu-7d.due"));
        Assert.Equal(5, _case.State.Deadlines.Length);
        Assert.Null(_case.State.NextWakeAt);
        Assert.Equal(Enumerable.Range(1, _case.Timeline.Count), _case.Timeline.Select(e => e.Sequence));
    }

    [Fact]
    public void Variant_a_the_same_message_again_gives_no_second_event()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        var before = _case.State;
        Assert.Empty(_case.Receive("03-04 10:13", "WeChat", Scene.Customer, "chen-min"));
        Assert.Equal(before, _case.State);
    }

    [Fact]
    public void Variant_b_a_question_pauses_the_cycle_for_two_hours()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Do("03-04 10:13", Chen, new Reply());
        _case.Do("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
        Expect(_case.Do("03-04 11:00", Chen, new AskCustomer()), CaseStatus.WaitingCustomer, "case.question → customer-1");
        Assert.Null(_case.State.NextDueAt);
        Expect(_case.Do("03-04 13:00", Scene.Customer, new Supplement()), CaseStatus.Investigating, "case.supplemented → chen-min");
        Assert.Equal("MALL-SLA-01 | Hours(24) | mall | 2026-03-04 10:12 | 2026-03-05 07:24 | 2026-03-05 12:12 | Running | — | exclusive", _case.Row("cycle-24h"));
        var pause = Assert.Single(_case.Deadline("cycle-24h").Paused);
        Assert.Equal(TimeSpan.FromHours(2), pause.To - pause.From);
    }

    private void Expect(IEnumerable<CaseEvent> events, CaseStatus status, string notices)
    {
        Assert.Equal(status, _case.State.Status);
        Assert.Equal(notices, Scene.Notices(events));
    }
}
