using CareLoop.Domain.Cases;
using CareLoop.Domain.Time;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Worklists;

/// <summary>Which rows somebody asks for: one view of the index, conditions inside it, and a page size.</summary>
internal sealed record WorklistQuery(IndexView View, IReadOnlyList<string> Conditions, int Size)
{
    /// <summary>Worklists by name: mine; my site's; without owner; overdue; closed in a month.</summary>
    public static readonly string[] Names = ["mine", "open", "unassigned", "overdue", "closed"];

    private const string MonthFormat = "yyyy-MM";

    /// <exception cref="ApiProblem">Every mistake of the question at once, or a site that is not the caller's.</exception>
    public static WorklistQuery Read(string name, HttpRequest request, Caller caller, DateTimeOffset now)
    {
        if (!Names.Contains(name))
        {
            throw new ApiProblem(ProblemKind.NotFound)
            {
                Detail = new($"没有“{name}”这个工作列表。", $"There is no worklist '{name}'."),
                Allowed = [.. Names],
            };
        }

        var query = new QueryReader(request);
        var site = query.Text("site");
        var month = name == "closed" ? query.Date("month", MonthFormat) ?? ChinaTime.Date(now) : default;
        List<string> conditions = [];
        if (query.OneOf<CaseStatus>("status") is { } status)
        {
            conditions.Add(TableClient.CreateQueryFilter($"Status eq {status.ToString()}"));
        }

        if (query.Text("type") is { } type)
        {
            conditions.Add(TableClient.CreateQueryFilter($"Type eq {type}"));
        }

        if (query.Text("category") is { } category)
        {
            conditions.Add(TableClient.CreateQueryFilter($"Category eq {category}"));
        }

        if (query.Text("severity") is { } severity)
        {
            conditions.Add(TableClient.CreateQueryFilter($"Severity eq {severity}"));
        }

        if (query.Text("counterparty") is { } counterparty)
        {
            conditions.Add(TableClient.CreateQueryFilter($"Counterparty eq {counterparty}"));
        }

        if (query.Text("owner") is { } owner)
        {
            conditions.Add(TableClient.CreateQueryFilter($"Owner eq {owner}"));
        }

        if (name == "overdue")
        {
            conditions.Add(TableClient.CreateQueryFilter($"Overdue eq {true}"));
        }

        var size = query.PageSize();
        query.ThrowIfInvalid();
        return new(ViewOf(name, site, month, conditions, caller), conditions, size);
    }

    private static IndexView ViewOf(string name, string? site, DateOnly month, List<string> conditions, Caller caller)
    {
        if (site is not null && !caller.Sites.Contains(site))
        {
            throw new ApiProblem(ProblemKind.OtherSite);
        }

        if (name == "mine")
        {
            // A person's rows stand together over all sites; only those of the token's sites are shown.
            conditions.Add(OfSites(site is null ? caller.Sites : [site]));
            return CaseIndex.OfPerson(caller.Organisation, caller.Actor.Id);
        }

        var one = site ?? (caller.Sites is [var only] ? only : throw new ApiProblem(ProblemKind.RequestInvalid)
        {
            Errors = [new FieldError("site", new("您负责多个站点,请指定一个。", "You work for several sites: name one."))],
            Allowed = caller.Sites,
        });
        return name switch
        {
            "unassigned" => CaseIndex.Unassigned(caller.Organisation, one),
            "closed" => CaseIndex.Closed(caller.Organisation, one, month),
            _ => CaseIndex.Open(caller.Organisation, one),
        };
    }

    /// <summary>A condition that lets only these sites through; none at all lets nothing through.</summary>
    internal static string OfSites(IEnumerable<string> sites) =>
        $"({string.Join(" or ", sites.DefaultIfEmpty(string.Empty).Select(site => TableClient.CreateQueryFilter($"Site eq {site}")))})";
}
