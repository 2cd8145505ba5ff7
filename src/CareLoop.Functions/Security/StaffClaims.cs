using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CareLoop.Functions.Security;

/// <summary>
/// What a staff token says about its holder. The claim <c>roles</c> holds access roles (<c>agent</c>, <c>supervisor</c>, <c>manager</c>,
/// <c>auditor</c>, <c>operator</c>) beside the handbook's roles, and may name sites as <c>site:mall-sh-01</c> where the directory
/// that issues the tokens cannot add a claim <c>sites</c>.
/// </summary>
internal static class StaffClaims
{
    public const string Roles = "roles";
    public const string Sites = "sites";
    private const string SitePrefix = "site:";

    private static readonly Dictionary<string, CallerKinds> AccessRoles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["agent"] = CallerKinds.Agent,
        ["supervisor"] = CallerKinds.Supervisor,
        ["manager"] = CallerKinds.Manager,
        ["auditor"] = CallerKinds.Auditor,
        ["operator"] = CallerKinds.Operator,
    };

    /// <summary>The caller. One without any access role may enter nowhere.</summary>
    public static Caller ToCaller(string staffId, string organisation, JsonWebToken token)
    {
        var all = Values(token, Roles).ToList();
        var kinds = all.Aggregate(CallerKinds.None, (sum, role) => sum | AccessRoles.GetValueOrDefault(role));
        var jobs = all.Where(role => !AccessRoles.ContainsKey(role) && !IsSite(role)).ToImmutableArray();
        var places = Values(token, Sites).Concat(all.Where(IsSite).Select(role => role[SitePrefix.Length..])).Distinct().ToImmutableArray();
        return new Caller(new Actor(ActorKind.Staff, staffId, jobs), organisation, places, kinds);
    }

    private static IEnumerable<string> Values(JsonWebToken token, string claim) =>
        token.Claims.Where(candidate => candidate.Type == claim).Select(candidate => candidate.Value);

    private static bool IsSite(string role) => role.StartsWith(SitePrefix, StringComparison.Ordinal);
}
