using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Directory;

/// <summary>One kind of entry as administrators see it.</summary>
/// <param name="Name">In the address, such as <c>shifts</c>.</param>
/// <param name="Kind">In the table.</param>
/// <param name="Read">Makes the entry from a request; mistakes stay with the reader.</param>
/// <param name="Parse">The entry as it is stored.</param>
/// <param name="SitesOf">The sites it concerns; null when it concerns the whole organisation.</param>
/// <param name="Schema">The type that describes it.</param>
internal sealed record DirectoryForm(
    string Name,
    string Kind,
    Func<string, FieldReader, IDirectoryEntry> Read,
    Func<DirectoryRow, IDirectoryEntry> Parse,
    Func<IDirectoryEntry, DirectorySnapshot, IReadOnlyCollection<string>?> SitesOf,
    Type Schema);

/// <summary>Every kind administrators may change.</summary>
internal static class DirectoryForms
{
    private const int NameLength = 100;
    private const int IdLength = 64;

    public static IReadOnlyList<DirectoryForm> All { get; } =
    [
        Form<Site>("sites", DirectoryKinds.Site, ReadSite, (_, _) => null),
        Form<StaffMember>("staff", DirectoryKinds.Staff, ReadStaff, (person, _) => [.. person.Sites]),
        Form<Shift>("shifts", DirectoryKinds.Shift, ReadShift, (shift, _) => [shift.Site]),
        Form<RotaEntry>("rotas", DirectoryKinds.Rota, ReadRota, (rota, directory) => [directory.FindShift(rota.Shift)?.Site ?? string.Empty]),
        Form<Absence>("absences", DirectoryKinds.Absence, ReadAbsence, (absence, directory) => [.. directory.FindStaff(absence.Staff)?.Sites ?? []]),
        Form<Counterparty>("counterparties", DirectoryKinds.Counterparty, ReadCounterparty, (party, _) => party.Sites.Count == 0 ? null : [.. party.Sites]),
    ];

    public static DirectoryForm? Find(string name) => All.FirstOrDefault(form => form.Name == name);

    private static DirectoryForm Form<T>(
        string name, string kind, Func<string, FieldReader, T> read, Func<T, DirectorySnapshot, IReadOnlyCollection<string>?> sitesOf)
        where T : IDirectoryEntry => new(
            name, kind, (id, body) => read(id, body), row => row.Read<T>(), (entry, directory) => sitesOf((T)entry, directory), typeof(T));

    private static Site ReadSite(string id, FieldReader body) => new()
    {
        Id = id,
        Name = Name(body),
        Pack = Code(body, "pack"),
        Profile = body.Text("profile", required: false, IdLength),
        Phone = body.Text("phone", required: false, NameLength),
    };

    private static StaffMember ReadStaff(string id, FieldReader body) => new()
    {
        Id = id,
        Name = Name(body),
        Roles = [.. body.Codes("roles")],
        Access = body.Codes("access") is { Count: > 0 } access ? [.. access] : ["agent"],
        Sites = [.. body.RequiredCodes("sites")],
        Phone = body.Text("phone", required: false, NameLength),
        Competences = [.. body.Codes("competences")],
        Deputy = body.Text("deputy", required: false, IdLength),
        LeftOn = body.Day("leftOn"),
    };

    private static Shift ReadShift(string id, FieldReader body) => new()
    {
        Id = id,
        Name = Name(body),
        Site = Code(body, "site"),
        Start = body.TimeOfDay("start"),
        End = body.TimeOfDay("end"),
        OnCall = body.Flag("onCall", otherwise: false),
        Roles = [.. body.Codes("roles")],
    };

    private static RotaEntry ReadRota(string id, FieldReader body) => new()
    {
        Id = id,
        Shift = Code(body, "shift"),
        Staff = [.. body.RequiredCodes("staff")],
        Weekdays = [.. body.Names<DayOfWeek>("weekdays")],
        Dates = [.. body.Days("dates")],
        Except = [.. body.Days("except")],
        From = body.Day("from"),
        Until = body.Day("until"),
        EveryWeeks = (int)Math.Clamp(body.Integer("everyWeeks", required: false) ?? 1, int.MinValue, int.MaxValue),
    };

    private static Absence ReadAbsence(string id, FieldReader body) => new()
    {
        Id = id,
        Staff = Code(body, "staff"),
        From = body.Instant("from", required: true) ?? default,
        Until = body.Instant("until", required: true) ?? DateTimeOffset.MaxValue,
        Deputy = body.Text("deputy", required: false, IdLength),
    };

    private static Counterparty ReadCounterparty(string id, FieldReader body) => new()
    {
        Id = id,
        Name = Name(body),
        Kind = body.Name("kind", CounterpartyKind.Merchant),
        Status = body.Name("status", CounterpartyStatus.Active),
        StatusSince = body.Day("statusSince"),
        Sites = [.. body.Codes("sites")],
        Phone = body.Text("phone", required: false, NameLength),
    };

    private static string Name(FieldReader body) => body.Text("name", required: true, NameLength) ?? string.Empty;

    private static string Code(FieldReader body, string field) => body.Text(field, required: true, IdLength) ?? string.Empty;
}
