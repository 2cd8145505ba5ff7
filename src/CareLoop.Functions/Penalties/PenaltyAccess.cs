using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Time;
using CareLoop.Functions.Api;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Penalties;

/// <summary>Who reads proposals: whoever decides, managers of the site, and the person concerned. Colleagues do not.</summary>
public sealed class PenaltyAccess(StaffDirectory directory, PackLibrary handbooks, TimeProvider time)
{
    /// <summary>Table storage takes fifteen comparisons in a question; some are the caller's own filters.</summary>
    private const int MostConditions = 8;

    /// <summary>A condition that lets through what the caller may read, and nothing else.</summary>
    /// <param name="site">Only of this site, or null.</param>
    /// <exception cref="ApiProblem">The caller may read at more sites than one question can name.</exception>
    public async Task<string> FilterAsync(Caller caller, string? site, CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        List<string> any = [];
        foreach (var candidate in caller.Sites.Where(candidate => site is null || candidate == site))
        {
            if (caller.Is(CallerKinds.Manager) || Deciders(people, candidate, person: null).Contains(caller.Actor.Id))
            {
                any.Add(TableClient.CreateQueryFilter($"Site eq {candidate}"));
            }
            else
            {
                // Those one steps in for, because nobody else could decide about them.
                any.AddRange(Deciders(people, candidate, person: null)
                    .Where(person => Deciders(people, candidate, person).Contains(caller.Actor.Id))
                    .Select(person => $"({TableClient.CreateQueryFilter($"Site eq {candidate} and Person eq {person}")})"));
            }
        }

        if (any.Count > MostConditions)
        {
            throw new ApiProblem(ProblemKind.RequestInvalid)
            {
                Errors = [new FieldError("site", new("您负责的站点较多,请指定其中一个。", "You answer for many sites; name one of them."))],
            };
        }

        var self = TableClient.CreateQueryFilter($"Person eq {caller.Actor.Id}");
        any.Add(site is null ? self : $"({self} and {TableClient.CreateQueryFilter($"Site eq {site}")})");
        return $"({string.Join(" or ", any)})";
    }

    public async Task<bool> MayReadAsync(Caller caller, PenaltyProposal proposal, CancellationToken cancellation) =>
        proposal.Person == caller.Actor.Id
        || (caller.Sites.Contains(proposal.Site)
            && (caller.Is(CallerKinds.Manager) || Deciders(await directory.GetAsync(cancellation), proposal.Site, proposal.Person).Contains(caller.Actor.Id)));

    /// <summary>Who decides at a site by the handbook in force there.</summary>
    /// <param name="person">About whom; null for anybody.</param>
    private HashSet<string> Deciders(DirectorySnapshot people, string siteId, string? person)
    {
        if (people.FindSite(siteId) is not { } site)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var pack = handbooks.InForce(site.Pack, site.Profile, now, people.Organisation.Id);
        return [.. PenaltyBook.Of(pack).SelectMany(rule => PenaltyAuthority.Deciders(pack, rule, siteId, person ?? string.Empty, people, ChinaTime.Date(now)))];
    }
}
