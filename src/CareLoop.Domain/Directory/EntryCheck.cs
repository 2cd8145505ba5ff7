using CareLoop.Domain.Words;

namespace CareLoop.Domain.Directory;

/// <summary>What is wrong with a field of an entry, and what to do.</summary>
public sealed record EntryFault(string Field, LocalText Detail);

/// <summary>
/// Whether an entry fits into the directory: everything it names exists and its times make sense. The same check serves the file and the API.
/// </summary>
/// <param name="directory">The directory the entry goes into.</param>
/// <param name="rolesOf">Roles of a site's handbook; null when there is no such handbook.</param>
public sealed class EntryCheck(DirectorySnapshot directory, Func<Site, IReadOnlyCollection<string>?> rolesOf)
{
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromDays(366);
    private const int LongestCycleInWeeks = 52;

    /// <summary>All faults of an entry; none when it is good.</summary>
    public IReadOnlyList<EntryFault> Of(IDirectoryEntry entry) =>
    [
        .. entry switch
        {
            Site site => Site(site),
            StaffMember person => Staff(person),
            Shift shift => Shift(shift),
            RotaEntry rota => Rota(rota),
            Absence absence => Absence(absence),
            Counterparty party => Sites(party.Sites),
            CustomerSubject subject => Subject(subject),
            _ => [],
        },
    ];

    /// <summary>Ids of entries that name this one and would be left hanging without it.</summary>
    public IReadOnlyList<string> UsersOf(IDirectoryEntry entry) =>
    [
        .. entry switch
        {
            Site site => directory.Staff.Where(person => person.Sites.Contains(site.Id)).Select(person => person.Id)
                .Concat(directory.Shifts.Where(shift => shift.Site == site.Id).Select(shift => shift.Id)),
            Shift shift => directory.Rotas.Where(rota => rota.Shift == shift.Id).Select(rota => rota.Id),
            StaffMember person => directory.Rotas.Where(rota => rota.Staff.Contains(person.Id)).Select(rota => rota.Id)
                .Concat(directory.Staff.Where(other => other.Deputy == person.Id).Select(other => other.Id)),
            _ => [],
        },
    ];

    private IEnumerable<EntryFault> Site(Site site)
    {
        if (rolesOf(site) is null)
            yield return Unknown("pack", site.Profile is null ? site.Pack : $"{site.Pack}/{site.Profile}");
    }

    private IEnumerable<EntryFault> Staff(StaffMember person)
    {
        foreach (var fault in Sites(person.Sites))
            yield return fault;
        var known = person.Sites.Select(directory.FindSite).OfType<Site>().SelectMany(site => rolesOf(site) ?? []).ToHashSet();
        foreach (var role in person.Roles.Where(role => !known.Contains(role)))
            yield return Unknown("roles", role);
        foreach (var access in person.Access.Where(access => !StaffMember.AccessRoles.Contains(access)))
            yield return Unknown("access", access);
        foreach (var competence in person.Competences.Where(competence => !Competence.IsValid(competence)))
        {
            yield return new("competences", new(
                $"“{competence}”应写作“种类:代码”,种类为 {string.Join("、", Competence.Kinds)} 之一。",
                $"Write '{competence}' as kind:code, with a kind of {string.Join(", ", Competence.Kinds)}."));
        }

        foreach (var fault in Deputy(person.Deputy, person.Id))
            yield return fault;
    }

    private IEnumerable<EntryFault> Shift(Shift shift)
    {
        if (directory.FindSite(shift.Site) is not { } site)
        {
            yield return Unknown("site", shift.Site);
            yield break;
        }

        foreach (var role in shift.Roles.Where(role => rolesOf(site)?.Contains(role) != true))
            yield return Unknown("roles", role);
    }

    private IEnumerable<EntryFault> Rota(RotaEntry rota)
    {
        var shift = directory.FindShift(rota.Shift);
        if (shift is null)
            yield return Unknown("shift", rota.Shift);
        if (rota.Staff.Count == 0)
            yield return new("staff", new("至少排一名人员。", "Name at least one person."));
        foreach (var id in rota.Staff)
        {
            if (directory.FindStaff(id) is not { } person)
                yield return Unknown("staff", id);
            else if (shift is not null && !person.Sites.Contains(shift.Site))
                yield return new("staff", new($"{id} 不在站点 {shift.Site} 工作。", $"{id} does not work at site {shift.Site}."));
        }

        if (rota.Until < rota.From)
            yield return new("until", new("不能早于 from。", "Must not be before from."));
        if (rota.EveryWeeks is < 1 or > LongestCycleInWeeks)
            yield return new("everyWeeks", new($"应为 1 到 {LongestCycleInWeeks}。", $"Must be between 1 and {LongestCycleInWeeks}."));
        if (rota is { EveryWeeks: > 1, From: null })
            yield return new("from", new("按多周轮换时必须写明从哪天算起。", "A cycle of several weeks needs the day it counts from."));
    }

    private IEnumerable<EntryFault> Absence(Absence absence)
    {
        if (directory.FindStaff(absence.Staff) is null)
            yield return Unknown("staff", absence.Staff);
        if (absence.Until <= absence.From)
            yield return new("until", new("必须晚于 from。", "Must be after from."));
        else if (absence.Until - absence.From > LongestAbsence)
            yield return new("until", new("一次请假最长一年。", "One absence lasts at most a year."));
        foreach (var fault in Deputy(absence.Deputy, absence.Staff))
            yield return fault;
    }

    private IEnumerable<EntryFault> Subject(CustomerSubject subject)
    {
        foreach (var fault in Sites([subject.Site], "site"))
            yield return fault;
        if (subject.Counterparty is { } party && directory.FindCounterparty(party) is null)
            yield return Unknown("counterparty", party);
        if (subject.Agent is { } agent && directory.FindStaff(agent)?.Sites.Contains(subject.Site) != true)
            yield return Unknown("agent", agent);
        if (subject.Until < subject.Since)
            yield return new("until", new("不能早于 since。", "Must not be before since."));
    }

    private IEnumerable<EntryFault> Sites(IEnumerable<string> sites, string field = "sites") =>
        sites.Where(id => directory.FindSite(id) is null).Select(id => Unknown(field, id));

    private IEnumerable<EntryFault> Deputy(string? deputy, string person)
    {
        if (deputy is null)
            yield break;
        if (deputy == person)
            yield return new("deputy", new("不能由本人代班。", "Nobody is his own deputy."));
        else if (directory.FindStaff(deputy) is not { } stand)
            yield return Unknown("deputy", deputy);
        else if (directory.FindStaff(person) is { } absent && !absent.Sites.Any(stand.Sites.Contains))
            yield return new("deputy", new("代班人须在同一站点工作。", "A deputy works at one of the same sites."));
    }

    private static EntryFault Unknown(string field, string value) =>
        new(field, new($"没有“{value}”,请先登记或更正。", $"There is no '{value}': add it first or correct it."));
}
