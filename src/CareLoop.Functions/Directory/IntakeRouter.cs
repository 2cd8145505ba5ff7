using CareLoop.Domain.Handbook;

namespace CareLoop.Functions.Directory;

/// <summary>Picks the first-asked person of a new case (COM-OWN-01).</summary>
public static class IntakeRouter
{
    /// <summary>
    /// Somebody at the site who holds the role the handbook names for the channel; null while nobody is on duty,
    /// so that whoever gives the first human reply becomes the owner. Cases are spread evenly and the same case always gets the same person.
    /// </summary>
    public static string? FirstAsked(DirectorySnapshot directory, PolicyPack pack, string site, string channel, string caseId, DateTimeOffset at)
    {
        if (!pack.IsOpen(at))
        {
            return null;
        }

        var candidates = directory.Holders(site, pack.OwnerRole(channel)).ToList();
        return candidates.Count == 0 ? null : candidates[caseId.Sum(letter => letter) % candidates.Count].Id;
    }
}
