using CareLoop.Domain.Directory;

namespace CareLoop.Domain.Tests.Directory;

/// <summary>A contact centre with the shifts of CTR-SHIFT-01 and an education centre, as J12 and J25 know them.</summary>
internal static class Town
{
    public const string Centre = "centre";
    public const string School = "school";

    public static DirectorySnapshot Book { get; } = new(
        new Organisation { Id = "demo", Name = "示例" },
        [new Site { Id = Centre, Name = "客服中心", Pack = "project-service" }, new Site { Id = School, Name = "服务部", Pack = "education-membership" }],
        [
            Person("xiao.mi", Centre, "CentreAgent"),
            Person("a.de", Centre, "CentreAgent") with { Competences = ["language:en"] },
            Person("b.ei", Centre, "CentreAgent"),
            Person("lin.tao", Centre, "ResponsiblePerson"),
            Person("he.jing", School, "ServiceAgent") with { Deputy = "liu.yang" },
            Person("zhang.yue", School, "ServiceAgent"),
            Person("liu.yang", School, "ServiceAgent"),
            Person("wang.fang", School, "ServiceSupervisor"),
        ],
        [])
    {
        Shifts =
        [
            Shift("a", Centre, "09:00", "17:00"),
            Shift("b", Centre, "12:00", "20:00"),
            Shift("c", Centre, "20:00", "22:00"),
            Shift("gap", Centre, "22:00", "00:00") with { OnCall = true },
            Shift("weekday", School, "09:00", "20:00"),
            Shift("weekend", School, "10:00", "20:00"),
        ],
        Rotas =
        [
            new() { Id = "a", Shift = "a", Staff = ["xiao.mi", "a.de"] },
            new() { Id = "b", Shift = "b", Staff = ["b.ei"] },
            new() { Id = "c", Shift = "c", Staff = ["b.ei"] },
            new() { Id = "gap", Shift = "gap", Staff = ["lin.tao"] },
            new()
            {
                Id = "weekday",
                Shift = "weekday",
                Staff = ["he.jing", "zhang.yue", "wang.fang"],
                Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
            },
            new() { Id = "weekend", Shift = "weekend", Staff = ["liu.yang"], Weekdays = [DayOfWeek.Saturday, DayOfWeek.Sunday] },
        ],
    };

    public static StaffMember Person(string id, string site, params string[] roles) => new() { Id = id, Name = id, Sites = [site], Roles = roles };

    public static Shift Shift(string id, string site, string start, string end) => new()
    {
        Id = id,
        Name = id,
        Site = site,
        Start = TimeOnly.Parse(start),
        End = TimeOnly.Parse(end),
    };

    public static RouteRequest Contact(DateTimeOffset at, string site = Centre, string caseId = "case-1") => new()
    {
        CaseId = caseId,
        Site = site,
        At = at,
        OwnerRole = site == Centre ? "CentreAgent" : "ServiceAgent",
        HandlingRoles = ["CentreAgent", "ResponsiblePerson", "ServiceAgent", "ServiceSupervisor"],
    };

    public static Route Choose(DirectorySnapshot book, RouteRequest request, params (string Person, int Open)[] counts) =>
        CaseRouter.Choose(book, request, counts.ToDictionary(c => c.Person, c => c.Open));
}
