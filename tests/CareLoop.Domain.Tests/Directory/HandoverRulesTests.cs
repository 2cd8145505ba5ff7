using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Directory;

public sealed class HandoverRulesTests
{
    private static readonly DateTimeOffset ShiftEnd = At.China("2026-03-13 20:00");

    [Theory]
    [InlineData(HandoverKind.Leaving, FollowUpStatus.Scheduled, "2026-05-01 18:00", true)]
    [InlineData(HandoverKind.Shift, FollowUpStatus.Due, "2026-03-05 18:00", true)]
    [InlineData(HandoverKind.Shift, FollowUpStatus.Due, "2026-03-09 18:00", false)]
    [InlineData(HandoverKind.Shift, FollowUpStatus.Scheduled, "2026-03-05 18:00", false)]
    [InlineData(HandoverKind.Absence, FollowUpStatus.Missed, "2026-03-04 18:00", true)]
    public void COM_HO_03_a_leavers_contacts_all_go_along_and_of_others_what_cannot_wait(HandoverKind kind, FollowUpStatus status, string due, bool passes)
    {
        var handover = new Handover { Id = "h", Site = "s", Kind = kind, From = "a", WriteBy = At.China("2026-03-04 18:00"), AcceptBy = At.China("2026-03-05 09:30") };
        Assert.Equal(passes, HandoverRules.Passes(handover, status, At.China(due)));
    }

    [Fact]
    public void COM_HO_02_every_open_case_needs_a_word() =>
        Assert.Equal(["b", "c"], HandoverRules.Unexplained(["c", "a", "b"], ["a", "x"]).AsEnumerable());

    [Fact]
    public void COM_HO_03_it_is_to_be_accepted_half_an_hour_into_the_relieving_shift_J12()
    {
        Assert.Equal(At.China("2026-03-14 10:30"), HandoverRules.AcceptBy(Town.Book, Town.School, "he.jing", ShiftEnd));
        Assert.Equal(At.China("2026-03-31 17:30"), HandoverRules.AcceptBy(Town.Book, Town.Centre, "xiao.mi", At.China("2026-03-31 17:00")));
        var alone = Town.Book with { Rotas = [] };
        Assert.Equal(At.China("2026-03-13 20:30"), HandoverRules.AcceptBy(alone, Town.School, "he.jing", ShiftEnd));
    }

    [Fact]
    public void COM_HO_03_it_is_late_after_the_limit_not_at_it()
    {
        var written = Record(HandoverKind.Shift) with { Status = HandoverStatus.HandedOver };
        Assert.False(HandoverRules.IsLateToAccept(written, written.AcceptBy));
        Assert.True(HandoverRules.IsLateToAccept(written, written.AcceptBy.AddSeconds(1)));
        Assert.False(HandoverRules.IsLateToAccept(written with { Status = HandoverStatus.Accepted }, written.AcceptBy.AddDays(1)));
        Assert.True(HandoverRules.IsLateToWrite(Record(HandoverKind.Shift), ShiftEnd.AddSeconds(1)));
        Assert.False(HandoverRules.IsLateToWrite(written, ShiftEnd.AddDays(1)));
    }

    [Theory]
    [InlineData(HandoverKind.Shift, HandoverStatus.Open, "liu.yang", HandoverRefusal.NotWritten)]
    [InlineData(HandoverKind.Absence, HandoverStatus.Open, "liu.yang", null)]
    [InlineData(HandoverKind.Shift, HandoverStatus.HandedOver, "liu.yang", null)]
    [InlineData(HandoverKind.Shift, HandoverStatus.HandedOver, "he.jing", HandoverRefusal.OwnHandover)]
    [InlineData(HandoverKind.Shift, HandoverStatus.HandedOver, "zhang.yue", HandoverRefusal.AddressedToSomebodyElse)]
    [InlineData(HandoverKind.Shift, HandoverStatus.Accepted, "liu.yang", null)]
    [InlineData(HandoverKind.Shift, HandoverStatus.Accepted, "wang.fang", HandoverRefusal.AcceptedBySomebodyElse)]
    public void COM_HO_03_only_the_right_person_accepts(HandoverKind kind, HandoverStatus status, string person, HandoverRefusal? expected)
    {
        var record = Record(kind) with { Status = status, AcceptedBy = status == HandoverStatus.Accepted ? "liu.yang" : null };
        Assert.Equal(expected, HandoverRules.Refuse(record, Town.Book, person, ShiftEnd.AddHours(14)));
    }

    [Fact]
    public void COM_HO_03_nobody_from_elsewhere_and_nobody_absent_accepts()
    {
        var record = Record(HandoverKind.Shift) with { Status = HandoverStatus.HandedOver, To = null };
        var now = ShiftEnd.AddHours(14);
        Assert.Equal(HandoverRefusal.NotPresent, HandoverRules.Refuse(record, Town.Book, "xiao.mi", now));
        var away = Town.Book with { Absences = [new() { Id = "1", Staff = "liu.yang", From = ShiftEnd, Until = now.AddHours(1) }] };
        Assert.Equal(HandoverRefusal.NotPresent, HandoverRules.Refuse(record, away, "liu.yang", now));
    }

    [Theory]
    [InlineData(HandoverKind.Shift, true, null, typeof(AcceptHandover))]
    [InlineData(HandoverKind.Absence, true, null, typeof(AcceptHandover))]
    [InlineData(HandoverKind.Leaving, true, typeof(OfferTransfer), typeof(AcceptTransfer))]
    [InlineData(HandoverKind.Leaving, false, null, typeof(AcceptHandover))]
    public void COM_OWN_03_ownership_changes_only_when_somebody_leaves(HandoverKind kind, bool owned, Type? written, Type accepted)
    {
        var item = new HandoverItem("case-1", owned, null, null);
        Assert.Equal(written, HandoverRules.WhenWritten(Record(kind), item)?.GetType());
        Assert.Equal(accepted, HandoverRules.WhenAccepted(Record(kind), item).GetType());
    }

    [Fact]
    public void COM_OWN_03_who_leaves_or_can_no_longer_handle_cases_gives_up_his_sites()
    {
        var person = Town.Person("he.jing", Town.School, "ServiceAgent");
        static bool Handles(string role, string site) => role == "ServiceAgent";
        Assert.Empty(StaffChange.SitesGivenUp(person, person with { Phone = "1" }, Handles));
        Assert.Equal([Town.School], StaffChange.SitesGivenUp(person, null, Handles).AsEnumerable());
        Assert.Equal([Town.School], StaffChange.SitesGivenUp(person, person with { LeftOn = new(2026, 4, 1) }, Handles).AsEnumerable());
        Assert.Equal([Town.School], StaffChange.SitesGivenUp(person, person with { Sites = [Town.Centre] }, Handles).AsEnumerable());
        Assert.Equal([Town.School], StaffChange.SitesGivenUp(person, person with { Roles = ["TeachingDept"] }, Handles).AsEnumerable());
        Assert.False(StaffChange.IsGone(person with { LeftOn = new(2026, 3, 14) }, ShiftEnd));
        Assert.True(StaffChange.IsGone(person with { LeftOn = new(2026, 3, 13) }, ShiftEnd));
    }

    private static Handover Record(HandoverKind kind) => new()
    {
        Id = HandoverRules.IdOf(kind, "he.jing", "weekday", ShiftEnd),
        Site = Town.School,
        Kind = kind,
        From = "he.jing",
        To = "liu.yang",
        WriteBy = ShiftEnd,
        AcceptBy = ShiftEnd.AddHours(14.5),
    };
}
