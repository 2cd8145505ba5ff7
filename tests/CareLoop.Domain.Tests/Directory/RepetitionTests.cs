using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Directory;

public sealed class RepetitionTests
{
    private static readonly DateTimeOffset Archived = At.China("2026-03-10 10:08");

    [Theory]
    [InlineData("2026-04-09 10:08", true)]
    [InlineData("2026-04-09 10:09", false)]
    [InlineData("2026-03-10 10:08", true)]
    public void COM_ESC_03_the_same_subject_within_30_days_of_archiving_is_repeated(string received, bool repeated) =>
        Assert.Equal(repeated, Find(received, "sofa", Earlier("old", "sofa", Archived)) is not null);

    [Fact]
    public void COM_ESC_03_another_subject_an_open_case_or_a_matter_without_subject_is_no_repetition()
    {
        Assert.Null(Find("2026-03-11 10:00", "sofa", Earlier("old", "table", Archived)));
        Assert.Null(Find("2026-03-11 10:00", "sofa", Earlier("old", "sofa", Archived) with { Status = CaseStatus.Withdrawn }));
        Assert.Null(Find("2026-03-11 10:00", null, Earlier("old", "sofa", Archived)));
        Assert.Equal("new", Find("2026-03-12 10:00", "sofa", Earlier("old", "sofa", Archived), Earlier("new", "sofa", Archived.AddDays(1)))!.CaseId);
    }

    [Theory]
    [InlineData("2026-02-09", CounterpartyStatus.Active)]
    [InlineData("2026-02-10", CounterpartyStatus.Left)]
    [InlineData("2026-03-05", CounterpartyStatus.Left)]
    public void MALL_AC_06_a_merchant_has_left_from_the_day_it_left_J02(string day, CounterpartyStatus expected)
    {
        var merchant = new Counterparty { Id = "hengmu", Name = "恒木家居", Status = CounterpartyStatus.Left, StatusSince = new(2026, 2, 10) };
        Assert.Equal(expected, merchant.StatusOn(DateOnly.Parse(day)));
    }

    [Fact]
    public void COM_ESC_03_the_decision_makes_the_old_owner_the_owner_and_records_why()
    {
        var scene = new Scene(Packs.Mall);
        var receive = new ReceiveCase($"{Packs.Mall.NumberPrefix}-20260304-7K3QF2M9X", "demo", "site-1", Packs.Mall.Reference, "WeChat", Scene.Customer.Id);
        var facts = new CaseFacts(null, "chen.min", [], "zhou.jie", nameof(RouteReason.PreviousOwner));
        var events = scene.Play(scene.When("03-11 10:00"), scene.Command("03-11 10:00", Scene.Customer, receive) with { Facts = facts });

        Assert.Equal(("chen.min", "zhou.jie"), (scene.State.Owner, scene.State.OnDutyHandler));
        Assert.Equal(["Repeat"], scene.State.SuggestedFlags);
        var registered = events.Single(e => e.Type == EventTypes.CaseRegistered);
        Assert.Equal(("PreviousOwner", "zhou.jie"), (registered.Data["routedBy"], registered.Data["handler"]));
        Assert.Equal("case.registered → customer-1, case.registered → zhou.jie", Scene.Notices(events));
    }

    private static EarlierCase? Find(string received, string? subject, params EarlierCase[] earlier) =>
        Repetition.Find(Packs.Mall, subject, At.China(received), earlier);

    private static EarlierCase Earlier(string id, string subject, DateTimeOffset closedAt) => new(id, CaseStatus.Archived, "chen.min", subject, closedAt);
}
