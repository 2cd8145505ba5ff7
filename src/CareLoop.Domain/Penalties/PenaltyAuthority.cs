using System.Collections.Immutable;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Penalties;

/// <summary>Who decides about a proposal: the role the rule names, but never the person it is about.</summary>
public static class PenaltyAuthority
{
    /// <summary>
    /// Staff ids. When the person concerned is the only one of that role at the site, those above and below on the default ladder step in,
    /// the highest first; empty when there is nobody either, and then only a manager of the site is left.
    /// </summary>
    public static ImmutableArray<string> Deciders(PolicyPack pack, PenaltyRule rule, string site, string person, DirectorySnapshot people, DateOnly day)
    {
        ImmutableArray<string> Of(IEnumerable<string> roles) =>
            [.. roles.SelectMany(r => people.Holders(site, r)).Where(p => p.Id != person && p.IsHereOn(day)).Select(p => p.Id).Distinct()];
        var holders = Of([rule.ConfirmRole]);
        if (!holders.IsEmpty)
            return holders;
        return pack.Ladder(pack.DefaultLadder).Rungs.Reverse().Select(r => Of(r.Roles)).FirstOrDefault(some => !some.IsEmpty, []);
    }
}
