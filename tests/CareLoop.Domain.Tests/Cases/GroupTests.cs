using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>Many cases about one thing: each keeps its number, owner and clocks, and one of them speaks for all.</summary>
public sealed class GroupTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private readonly Scene _case = new(Packs.Mall);

    private CaseState _state;

    public GroupTests()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _state = _case.State;
    }

    [Fact]
    public void A_case_joins_an_open_group_and_leaves_it_again_with_its_clocks_running_on()
    {
        var before = _state.Deadlines;
        Assert.Equal(EventTypes.GroupJoined, Single(Decide("1", new JoinGroup("MALL-1"), IncidentStanding.Open)).Type);
        Assert.Equal("MALL-1", _state.GroupIncident);
        Assert.Equal(before, _state.Deadlines);
        Assert.Equal("MALL-1", Single(Decide("2", new LeaveGroup(), null)).Data["incident"]);
        Assert.Null(_state.GroupIncident);
    }

    [Theory]
    [InlineData(IncidentStanding.Unknown)]
    [InlineData(IncidentStanding.Closed)]
    [InlineData(IncidentStanding.BelongsToGroup)]
    [InlineData(IncidentStanding.JoinerLeadsGroup)]
    [InlineData(IncidentStanding.Same)]
    [InlineData(null)]
    public void A_case_joins_no_group_that_cannot_take_it_in(IncidentStanding? standing)
    {
        var refusal = Assert.IsType<Decision.Refused>(Decide("1", new JoinGroup("MALL-1"), standing)).Refusal;
        Assert.Equal((RefusalReason.Impossible, "incident"), (refusal.Reason, refusal.Field));
        Assert.Contains((standing ?? IncidentStanding.Unknown).ToString(), refusal.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_for_the_group_is_said_here_and_announced_to_the_others_once()
    {
        var applied = Assert.IsType<Decision.Applied>(Decide("1", new Reply(), null, forGroup: true));
        Assert.Equal([new Notice(CaseNotices.GroupTold, Recipient.Group(_state.CaseId))], applied.Events.SelectMany(item => item.Notices).Where(notice => notice.To.Kind == RecipientKind.Group));
        Assert.Contains(EventTypes.FirstReplied, applied.State.Milestones);
    }

    [Fact]
    public void Only_what_concerns_every_customer_alike_can_be_said_for_a_group()
    {
        var refusal = Assert.IsType<Decision.Refused>(Decide("1", new Classify("Complaint", "ProductQuality", "Ordinary", []), null, forGroup: true)).Refusal;
        Assert.Equal((RefusalReason.Impossible, "forGroup"), (refusal.Reason, refusal.Field));
        Assert.Equal(["comment", "completeImplementation", "giveFeedback", "promiseReply", "proposeSolution", "reply"], refusal.Allowed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_case_of_a_group_does_not_speak_for_it()
    {
        Decide("1", new JoinGroup("MALL-1"), IncidentStanding.Open);
        Assert.Equal("forGroup", Assert.IsType<Decision.Refused>(Decide("2", new Reply(), null, forGroup: true)).Refusal.Field);
    }

    [Fact]
    public void CTR_FU_02_a_case_remembers_which_one_it_follows_from()
    {
        var received = new ReceiveCase(
            "CTR-2", "demo", "centre-01", _case.Pack.Reference, "WeChat", "c1", LinkedTo: "CTR-1");
        var pending = new PendingCommand("r", Scene.Customer, _state.ReceivedAt, null, null, received);
        var applied = Assert.IsType<Decision.Applied>(CaseDecider.Decide(_case.Pack, null, pending, pending.AcceptedAt));
        Assert.Equal("CTR-1", applied.State.LinkedTo);
        Assert.Equal("CTR-1", applied.Events[0].Data["linkedTo"]);
    }

    private Decision Decide(string id, CaseCommand command, IncidentStanding? standing, bool forGroup = false)
    {
        var pending = new PendingCommand(id, Chen, _state.LastEventAt.AddMinutes(1), null, null, command, new CaseFacts(Incident: standing), forGroup);
        var decision = CaseDecider.Decide(_case.Pack, _state, pending, pending.AcceptedAt);
        if (decision is Decision.Applied applied)
            _state = applied.State;
        return decision;
    }

    private static CaseEvent Single(Decision decision) => Assert.Single(Assert.IsType<Decision.Applied>(decision).Events);
}
