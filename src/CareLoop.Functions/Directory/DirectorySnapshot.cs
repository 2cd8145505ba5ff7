namespace CareLoop.Functions.Directory;

/// <summary>The organisation at one moment.</summary>
public sealed record DirectorySnapshot(
    Organisation Organisation,
    IReadOnlyList<Site> Sites,
    IReadOnlyList<StaffMember> Staff,
    IReadOnlyList<Counterparty> Counterparties)
{
    public Site? FindSite(string id) => Sites.FirstOrDefault(site => site.Id == id);

    public StaffMember? FindStaff(string id) => Staff.FirstOrDefault(person => person.Id == id);

    /// <summary>A person's name, or the id of somebody who has left the directory.</summary>
    public string NameOf(string staffId) => FindStaff(staffId)?.Name ?? staffId;

    /// <summary>A counterparty's name, or the id of one that has left the directory.</summary>
    public string NameOfCounterparty(string id) => Counterparties.FirstOrDefault(party => party.Id == id)?.Name ?? id;

    /// <summary>Everybody who holds a role at a site, in a stable order.</summary>
    public IEnumerable<StaffMember> Holders(string site, string role) => Staff
        .Where(person => person.Sites.Contains(site) && person.Roles.Contains(role))
        .OrderBy(person => person.Id, StringComparer.Ordinal);
}
