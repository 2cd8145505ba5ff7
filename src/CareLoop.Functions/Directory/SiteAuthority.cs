using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Directory;

/// <summary>Opens what belongs to a site for staff of that site.</summary>
internal static class SiteAuthority
{
    /// <exception cref="ApiProblem">No such site, or not the caller's.</exception>
    public static Site Require(Caller caller, DirectorySnapshot people, string site)
    {
        var found = people.FindSite(site) ?? throw new ApiProblem(ProblemKind.NotFound);
        return caller.Sites.Contains(site) ? found : throw new ApiProblem(ProblemKind.OtherSite);
    }
}
