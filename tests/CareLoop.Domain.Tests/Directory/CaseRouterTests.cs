using CareLoop.Domain.Directory;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Directory;

public sealed class CaseRouterTests
{
    private static readonly DateTimeOffset Morning = At.China("2026-03-31 10:00");
    private static readonly DateTimeOffset Noon = At.China("2026-03-31 12:00");

    [Fact]
    public void COM_OWN_01_the_person_on_duty_with_the_fewest_open_cases_is_asked()
    {
        Assert.Equal(["a.de", "b.ei", "xiao.mi"], CaseRouter.Candidates(Town.Book, Town.Contact(Noon)).Order());
        Assert.Equal(new("b.ei", null, RouteReason.OnDuty), Town.Choose(Town.Book, Town.Contact(Noon), ("xiao.mi", 3), ("a.de", 2), ("b.ei", 1)));
        Assert.Equal("a.de", Town.Choose(Town.Book, Town.Contact(Morning), ("xiao.mi", 3), ("a.de", 2), ("b.ei", 1)).Owner);
    }

    [Fact]
    public void COM_OWN_01_who_takes_the_call_owns_it_whoever_else_is_free()
    {
        var call = Town.Contact(Noon) with { AskedInPerson = "xiao.mi" };
        Assert.Empty(CaseRouter.Candidates(Town.Book, call));
        Assert.Equal(new("xiao.mi", null, RouteReason.FirstAsked), Town.Choose(Town.Book, call, ("xiao.mi", 99)));
    }

    [Fact]
    public void COM_ESC_03_the_old_owner_gets_a_repeated_matter_and_somebody_on_duty_acts_while_he_is_off()
    {
        var again = Town.Contact(Morning) with { PreviousOwner = "b.ei" };
        Assert.Equal(new("b.ei", "a.de", RouteReason.PreviousOwner), Town.Choose(Town.Book, again, ("xiao.mi", 3)));
        Assert.Equal(new("b.ei", null, RouteReason.PreviousOwner), Town.Choose(Town.Book, again with { At = Noon }));
        Assert.Equal(new("b.ei", "xiao.mi", RouteReason.PreviousOwner), Town.Choose(Town.Book, again with { AskedInPerson = "xiao.mi" }));
    }

    [Fact]
    public void COM_ESC_03_an_old_owner_who_has_left_is_not_asked()
    {
        var book = With(Town.Book, "b.ei", person => person with { LeftOn = new(2026, 3, 31) });
        Assert.Equal(RouteReason.OnDuty, Town.Choose(book, Town.Contact(Noon) with { PreviousOwner = "b.ei" }).Reason);
        Assert.Equal("b.ei", Town.Choose(Town.Book, Town.Contact(Noon) with { PreviousOwner = "b.ei" }).Owner);
        Assert.DoesNotContain("b.ei", CaseRouter.Candidates(book, Town.Contact(Noon)));
    }

    [Fact]
    public void CTR_SHIFT_01_after_22_00_no_shift_is_on_and_the_supervisor_on_call_is_asked_J25()
    {
        Assert.Equal(new("b.ei", null, RouteReason.OnDuty), Town.Choose(Town.Book, Town.Contact(At.China("2026-03-31 21:59"))));
        Assert.Equal(new("lin.tao", null, RouteReason.OnCall), Town.Choose(Town.Book, Town.Contact(At.China("2026-03-31 22:00"))));
        Assert.Equal(new("lin.tao", null, RouteReason.OnCall), Town.Choose(Town.Book, Town.Contact(At.China("2026-03-31 23:10"))));
        Assert.Equal(new(null, null, RouteReason.NobodyOnDuty), Town.Choose(Town.Book, Town.Contact(At.China("2026-04-01 00:00"))));
    }

    [Fact]
    public void COM_OWN_01_after_closing_nobody_is_asked_and_the_first_replier_will_own_it_J11()
    {
        var route = Town.Choose(Town.Book, Town.Contact(At.China("2026-03-10 20:35"), Town.School));
        Assert.Equal(new(null, null, RouteReason.NobodyOnDuty), route);
    }

    [Fact]
    public void The_deputy_is_asked_while_everybody_of_the_role_is_absent()
    {
        var day = Town.Contact(At.China("2026-03-13 10:00"), Town.School);
        var book = Town.Book with { Absences = [Away("he.jing"), Away("zhang.yue")] };
        Assert.Equal(new("liu.yang", null, RouteReason.Deputy), Town.Choose(book, day));
        Assert.Equal("he.jing", Town.Choose(book, day with { At = At.China("2026-03-16 10:00") }, ("zhang.yue", 1)).Owner);
    }

    [Theory]
    [InlineData("he.jing", "zhang.yue")]
    [InlineData("zhang.yue", "he.jing")]
    public void A_deputy_of_two_people_acts_for_both_whoever_of_them_the_rota_names_first(string first, string second)
    {
        var staff = Town.Book.Staff.Select(person => person.Id switch
        {
            "zhang.yue" => person with { Roles = ["Archivist"], Deputy = "liu.yang" },
            "liu.yang" => person with { Roles = ["Archivist"] },
            _ => person,
        });
        var rotas = Town.Book.Rotas.Select(entry => entry.Id == "weekday" ? entry with { Staff = [first, second] } : entry);
        var book = Town.Book with { Staff = [.. staff], Rotas = [.. rotas], Absences = [Away("he.jing"), Away("zhang.yue")] };
        Assert.Equal(new("liu.yang", null, RouteReason.Deputy), Town.Choose(book, Town.Contact(At.China("2026-03-13 10:00"), Town.School)));
    }

    [Fact]
    public void Somebody_else_who_may_handle_cases_is_asked_when_nobody_of_the_role_is_left()
    {
        var book = Town.Book with { Absences = [Away("he.jing"), Away("zhang.yue"), Away("liu.yang")] };
        Assert.Equal(new("wang.fang", null, RouteReason.OtherRole), Town.Choose(book, Town.Contact(At.China("2026-03-13 10:00"), Town.School)));
    }

    [Fact]
    public void A_competence_that_is_asked_for_outweighs_the_number_of_cases()
    {
        var english = Town.Contact(Noon) with { Needs = ["language:en"] };
        Assert.Equal("a.de", Town.Choose(Town.Book, english, ("a.de", 50)).Owner);
        Assert.Equal("b.ei", Town.Choose(Town.Book, english with { Needs = ["area:12栋"] }, ("a.de", 5), ("xiao.mi", 5)).Owner);

        var steward = With(Town.Book, "xiao.mi", person => person with { Competences = ["area:12栋"] });
        Assert.Equal("xiao.mi", Town.Choose(steward, english with { Needs = ["area:12栋"] }, ("xiao.mi", 9)).Owner);
        Assert.DoesNotContain("xiao.mi", CaseRouter.Candidates(steward, english with { Needs = ["area:3栋"] }));
    }

    [Fact]
    public void A_case_is_not_left_alone_because_nobody_has_the_competence()
    {
        var french = Town.Contact(Noon) with { Needs = ["language:fr"] };
        Assert.Equal(3, CaseRouter.Candidates(Town.Book, french).Length);
    }

    [Fact]
    public void A_site_without_shifts_is_staffed_by_everybody_while_it_is_open()
    {
        var book = Town.Book with { Shifts = [], Rotas = [] };
        var closed = Town.Contact(At.China("2026-03-13 10:00"), Town.School);
        Assert.Null(Town.Choose(book, closed).Owner);
        Assert.Equal(["he.jing", "liu.yang", "zhang.yue"], CaseRouter.Candidates(book, closed with { IsOpen = true }).Order());
    }

    private static Absence Away(string person) => new() { Id = person, Staff = person, From = At.China("2026-03-13 09:00"), Until = At.China("2026-03-14 09:00") };

    private static DirectorySnapshot With(DirectorySnapshot book, string id, Func<StaffMember, StaffMember> change) =>
        book with { Staff = [.. book.Staff.Select(person => person.Id == id ? change(person) : person)] };
}
