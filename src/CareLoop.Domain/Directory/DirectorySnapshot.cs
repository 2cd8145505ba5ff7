using CareLoop.Domain.Time;

namespace CareLoop.Domain.Directory;

/// <summary>The organisation at one moment.</summary>
public sealed record DirectorySnapshot(
    Organisation Organisation,
    IReadOnlyList<Site> Sites,
    IReadOnlyList<StaffMember> Staff,
    IReadOnlyList<Counterparty> Counterparties)
{
    private readonly Dictionary<string, ShiftSwap> swapsById = [];

    public IReadOnlyList<Shift> Shifts { get; init; } = [];

    public IReadOnlyList<RotaEntry> Rotas { get; init; } = [];

    public IReadOnlyList<Absence> Absences { get; init; } = [];

    /// <summary>Exchanged turns.</summary>
    public IReadOnlyList<ShiftSwap> Swaps
    {
        get;
        init => (field, swapsById) = (value, value.ToDictionary(swap => swap.Id));
    } = [];

    public Site? FindSite(string id) => Sites.FirstOrDefault(site => site.Id == id);

    public StaffMember? FindStaff(string id) => Staff.FirstOrDefault(person => person.Id == id);

    public Shift? FindShift(string id) => Shifts.FirstOrDefault(shift => shift.Id == id);

    public ShiftSwap? FindSwap(string id) => swapsById.GetValueOrDefault(id);

    public Counterparty? FindCounterparty(string id) => Counterparties.FirstOrDefault(party => party.Id == id);

    /// <summary>A person's name, or the id of somebody who has left the directory.</summary>
    public string NameOf(string staffId) => FindStaff(staffId)?.Name ?? staffId;

    /// <summary>A counterparty's name, or the id of one that has left the directory.</summary>
    public string NameOfCounterparty(string id) => FindCounterparty(id)?.Name ?? id;

    /// <summary>Everybody who holds a role at a site, in a stable order.</summary>
    public IEnumerable<StaffMember> Holders(string site, string role) => Staff
        .Where(person => person.Sites.Contains(site) && person.Roles.Contains(role))
        .OrderBy(person => person.Id, StringComparer.Ordinal);

    /// <summary>Whether somebody works at a site at an instant: neither gone nor absent.</summary>
    public bool IsPresent(StaffMember person, string site, DateTimeOffset at) =>
        person.Sites.Contains(site) && person.IsHereOn(ChinaTime.Date(at)) && AbsenceOf(person.Id, at) is null;

    /// <summary>The absence somebody has at an instant, if any.</summary>
    public Absence? AbsenceOf(string person, DateTimeOffset at) => Absences.FirstOrDefault(absence => absence.Staff == person && absence.Covers(at));

    /// <summary>Who stands in for somebody at an instant: the first present one along the chain of deputies.</summary>
    public StaffMember? DeputyOf(string person, string site, DateTimeOffset at)
    {
        HashSet<string> asked = [person];
        for (var absent = FindStaff(person); absent is not null;)
        {
            if ((AbsenceOf(absent.Id, at)?.Deputy ?? absent.Deputy) is not { } id || !asked.Add(id) || FindStaff(id) is not { } deputy)
                return null;
            if (IsPresent(deputy, site, at))
                return deputy;
            absent = deputy;
        }

        return null;
    }

    /// <summary>The directory with an entry added, or in the place of the one with its id.</summary>
    public DirectorySnapshot With(IDirectoryEntry entry) => entry switch
    {
        Site site => this with { Sites = Put(Sites, site) },
        StaffMember person => this with { Staff = Put(Staff, person) },
        Shift shift => this with { Shifts = Put(Shifts, shift) },
        RotaEntry rota => this with { Rotas = Put(Rotas, rota) },
        Absence absence => this with { Absences = Put(Absences, absence) },
        ShiftSwap swap => this with { Swaps = Put(Swaps, swap) },
        Counterparty party => this with { Counterparties = Put(Counterparties, party) },
        _ => this,
    };

    private static IReadOnlyList<T> Put<T>(IReadOnlyList<T> entries, T entry)
        where T : IDirectoryEntry => [.. entries.Where(other => other.Id != entry.Id), entry];
}
