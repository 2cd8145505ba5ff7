using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Penalties;

/// <summary>What becomes of a proposal: cases put grounds to it, people decide it.</summary>
public sealed class PenaltyProposalTests
{
    private const string Boss = "wang-fang";
    private static readonly DateTimeOffset Noon = At.China("2026-03-13 12:00");
    private readonly Domain.Handbook.PolicyPack _edu = Packs.Of("education-membership");

    [Fact]
    public void EDU_PEN_01_the_first_complaint_proposes_and_a_second_in_the_month_only_adds_a_ground()
    {
        var first = Put(null, "A", 3, stands: true)!;
        Assert.Equal((PenaltyStatus.Pending, "2026-03", "2026-03-31 20:00"), (first.Status, first.Month, At.Text(first.DecideBy)));
        Assert.Equal(NoticeKinds.PenaltyProposed, PenaltyDecider.Tells(first, "A", 3));
        var second = Put(first, "B", 5, stands: true)!;
        Assert.Equal(["A", "B"], second.Grounds.Select(g => g.CaseId));
        Assert.Null(PenaltyDecider.Tells(second, "B", 5));
        Assert.Equal(NoticeKinds.PenaltyProposed, PenaltyDecider.Tells(second, "A", 3));
        Assert.Same(second, Put(second, "B", 5, stands: true));
    }

    [Fact]
    public void EDU_PEN_01_it_is_withdrawn_when_no_case_says_it_any_more_and_proposed_again_when_one_does()
    {
        var both = Put(Put(null, "A", 3, true), "B", 5, true);
        var one = Put(both, "A", 7, false)!;
        Assert.Equal(PenaltyStatus.Pending, one.Status);
        Assert.Null(PenaltyDecider.Tells(one, "A", 7));
        var none = Put(one, "B", 9, false)!;
        Assert.Equal(PenaltyStatus.Withdrawn, none.Status);
        Assert.Equal(NoticeKinds.PenaltyWithdrawn, PenaltyDecider.Tells(none, "B", 9));
        Assert.Equal(PenaltyRefusal.Withdrawn, Decide(none, Boss, true).Refusal);
        var again = Put(none, "A", 11, true)!;
        Assert.Equal((PenaltyStatus.Pending, NoticeKinds.PenaltyProposed), (again.Status, PenaltyDecider.Tells(again, "A", 11)));
    }

    [Fact]
    public void What_comes_late_does_not_undo_what_came_later_in_the_case()
    {
        var withdrawn = Put(Put(null, "A", 3, true), "A", 7, false)!;
        Assert.Same(withdrawn, Put(withdrawn, "A", 3, true));
        Assert.Null(Put(null, "A", 7, false));
    }

    [Fact]
    public void EDU_PEN_01_once_decided_nothing_is_decided_again_and_a_change_of_the_case_only_tells_people()
    {
        var confirmed = Decide(Put(null, "A", 3, true)!, Boss, true).After!;
        Assert.Equal((PenaltyStatus.Confirmed, Boss), (confirmed.Status, confirmed.Decision!.By));
        Assert.Equal(PenaltyRefusal.Decided, Decide(confirmed, Boss, false, "NotUpheld").Refusal);
        Assert.Equal(PenaltyStatus.Confirmed, Put(confirmed, "B", 4, true)!.Status);
        var groundless = Put(confirmed, "A", 8, false)!;
        Assert.Equal((PenaltyStatus.Confirmed, NoticeKinds.PenaltyWithdrawn), (groundless.Status, PenaltyDecider.Tells(groundless, "A", 8)));
    }

    [Fact]
    public void EDU_PEN_01_a_dismissal_says_why_and_holds_for_the_cases_it_was_about_but_not_for_the_next_one()
    {
        var pending = Put(Put(null, "A", 3, true), "B", 4, true)!;
        Assert.Equal(PenaltyRefusal.ReasonMissing, Decide(pending, Boss, false).Refusal);
        Assert.Equal(PenaltyRefusal.ReasonUnknown, Decide(pending, Boss, false, "IDoNotLikeIt").Refusal);
        Assert.Equal(PenaltyRefusal.ReasonNotAsked, Decide(pending, Boss, true, "NotUpheld").Refusal);
        var dismissed = Decide(pending, Boss, false, "NotUpheld").After!;
        Assert.Equal(PenaltyStatus.Dismissed, dismissed.Status);
        // Named away and back again: the same accusation is not raised a second time.
        var same = Put(Put(dismissed, "A", 9, false), "A", 10, true)!;
        Assert.Equal(PenaltyStatus.Dismissed, same.Status);
        var next = Put(same, "C", 2, true)!;
        Assert.Equal((PenaltyStatus.Pending, null, "NotUpheld"), (next.Status, next.Decision, next.Earlier.Single().Reason));
        Assert.Equal(NoticeKinds.PenaltyProposed, PenaltyDecider.Tells(next, "C", 2));
    }

    [Fact]
    public void EDU_PEN_01_only_the_role_decides_and_never_the_person_concerned()
    {
        var pending = Put(null, "A", 3, true)!;
        Assert.Equal(PenaltyRefusal.AboutYourself, PenaltyDecider.Decide(pending, "zhang-yue", mayDecide: true, true, null, Noon).Refusal);
        Assert.Equal(PenaltyRefusal.NotYourRole, PenaltyDecider.Decide(pending, "he-jing", mayDecide: false, true, null, Noon).Refusal);
        Assert.Equal([Boss], Deciders("zhang-yue", Person(Boss, "ServiceSupervisor"), Person("zhang-yue", "ServiceAgent"), Person("chief", "SuperiorManager")));
        Assert.Equal(["chief"], Deciders(Boss, Person(Boss, "ServiceSupervisor"), Person("chief", "SuperiorManager")));
        Assert.Equal(["second"], Deciders(Boss, Person(Boss, "ServiceSupervisor"), Person("second", "ServiceSupervisor"), Person("chief", "SuperiorManager")));
        Assert.Empty(Deciders(Boss, Person(Boss, "ServiceSupervisor"), Person("zhang-yue", "ServiceAgent")));
        Assert.Empty(Deciders("zhang-yue", Person(Boss, "ServiceSupervisor") with { LeftOn = new(2026, 3, 1) }));
    }

    [Theory]
    [InlineData("03-10 20:35", "03-11 09:10", "2026-03-31 20:00", "2026-03-31 09:00")]
    [InlineData("03-31 20:35", "04-01 09:10", "2026-04-30 20:00", "2026-04-30 09:00")]
    [InlineData("03-31 19:00", "03-31 20:30", "2026-04-01 20:00", "2026-04-01 09:00")]
    public void EDU_PEN_01_it_is_decided_by_the_end_of_the_month_and_remembered_on_that_morning(string received, string named, string until, string remind)
    {
        var scene = new Scene(_edu);
        scene.Receive(received, "WeChat", Scene.Customer, "he-jing");
        scene.Do(named, Scene.Staff("he-jing", "ServiceAgent"), new Classify("Complaint", "StaffService", "Ordinary", [], "zhang-yue"));
        var proposal = PenaltyDecider.Put(_edu, "id", null, scene.State, scene.State.PenaltyGrounds.Single())!;
        Assert.Equal((until, remind), (At.Text(proposal.DecideBy), At.Text(PenaltyDecider.RemindAt(_edu, proposal))));
    }

    private static (PenaltyProposal? After, PenaltyRefusal? Refusal) Decide(PenaltyProposal proposal, string by, bool confirmed, string? reason = null) =>
        PenaltyDecider.Decide(proposal, by, mayDecide: true, confirmed, reason, Noon);

    private static StaffMember Person(string id, string role) => new() { Id = id, Name = id, Roles = [role], Sites = ["site-1"] };

    private string[] Deciders(string about, params StaffMember[] staff) => [.. PenaltyAuthority.Deciders(
        _edu, PenaltyBook.Of(_edu).Single(), "site-1", about, new DirectorySnapshot(new() { Id = "demo", Name = "demo" }, [], staff, []), new(2026, 3, 13))];

    private PenaltyProposal? Put(PenaltyProposal? before, string caseId, int sequence, bool stands)
    {
        var scene = new Scene(_edu);
        scene.Receive("03-10 20:35", "WeChat", Scene.Customer, "he-jing");
        return PenaltyDecider.Put(
            _edu, "id", before, scene.State with { CaseId = caseId }, new("staff-complaint", "zhang-yue", stands, sequence, At.China("2026-03-11 09:10")));
    }
}
