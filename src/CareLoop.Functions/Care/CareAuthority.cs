using CareLoop.Functions.Api;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Care;

/// <summary>Opens a care task for staff of its site.</summary>
internal static class CareAuthority
{
    /// <exception cref="ApiProblem">No such task, or one of a site that is not the caller's.</exception>
    public static async Task<StoredCare> RequireAsync(CareTable table, Caller caller, string careTask, CancellationToken cancellation)
    {
        if (!CareIds.Names(careTask) || await table.FindAsync(careTask, cancellation) is not { } stored || stored.File.Organisation != caller.Organisation)
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        return caller.Sites.Contains(stored.File.Site) ? stored : throw new ApiProblem(ProblemKind.OtherSite);
    }
}
