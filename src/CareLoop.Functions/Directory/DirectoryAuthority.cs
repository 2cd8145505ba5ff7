using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Directory;

/// <summary>Who may read and change entries: managers those of their sites; what belongs to no site, managers of every site.</summary>
internal static class DirectoryAuthority
{
    /// <summary>Entries of the caller's sites, and those of the whole organisation.</summary>
    public static bool MaySee(Caller caller, DirectoryForm form, IDirectoryEntry entry, DirectorySnapshot people) => entry is Site site
        ? caller.Sites.Contains(site.Id)
        : form.SitesOf(entry, people) is not { } sites || sites.Any(id => caller.Sites.Contains(id));

    /// <exception cref="ApiProblem">The caller is no manager, or not of all sites that any of the entries concerns.</exception>
    public static void RequireManager(Caller caller, DirectoryForm form, DirectorySnapshot people, IEnumerable<IDirectoryEntry> entries)
    {
        foreach (var entry in entries)
        {
            RequireManager(caller, form.SitesOf(entry, people.With(entry)) ?? [.. people.Sites.Select(site => site.Id)]);
        }
    }

    /// <exception cref="ApiProblem">The caller is no manager, or not of all these sites.</exception>
    public static void RequireManager(Caller caller, IReadOnlyCollection<string> sites)
    {
        if (!caller.Is(CallerKinds.Manager))
        {
            throw new ApiProblem(ProblemKind.NotPermitted) { Allowed = [.. CallerKinds.Manager.Names()] };
        }

        if (sites.Any(site => !caller.Sites.Contains(site)))
        {
            throw new ApiProblem(ProblemKind.OtherSite);
        }
    }

    /// <summary>Whether the caller answers for others at all.</summary>
    public static bool Leads(Caller caller) => caller.Is(CallerKinds.Manager | CallerKinds.Supervisor);
}
