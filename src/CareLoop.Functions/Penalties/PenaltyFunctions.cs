using CareLoop.Domain.Handbook;
using CareLoop.Domain.Penalties;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Penalties;

/// <summary>
/// Penalty proposals over HTTP. Who decides at a site and its managers read them, and everybody those about himself; for everybody else,
/// customers and partners included, there is nothing here.
/// </summary>
public sealed class PenaltyFunctions(
    CallerTokens tokens, PenaltyTable table, PenaltyRounds rounds, PenaltyAccess access, StaffDirectory directory, PackLibrary handbooks, AuditLog audit)
{
    private const int CodeLength = 64;

    [Function("ListPenalties")]
    public async Task<IResult> ListPenalties(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "penalties")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var query = new QueryReader(request);
        var month = query.Date("month", "yyyy-MM")?.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        var person = query.Text("person");
        var site = query.Text("site");
        var status = query.OneOf<PenaltyStatus>("status");
        var size = query.PageSize();
        query.ThrowIfInvalid();

        List<string> conditions = [await access.FilterAsync(caller, site, cancellation)];
        if (person is not null)
        {
            conditions.Add(TableClient.CreateQueryFilter($"Person eq {person}"));
        }

        if (status is { } wanted)
        {
            conditions.Add(TableClient.CreateQueryFilter($"Status eq {wanted.ToString()}"));
        }

        await audit.ReadAsync(caller, caller.Sites.FirstOrDefault(), caseId: null, "Penalties", cancellation);
        var (found, continuation) = await table.ReadPageAsync(caller.Organisation, month, conditions, Cursor.Read(request), size, cancellation);
        var people = await directory.GetAsync(cancellation);
        var items = found.Select(proposal => PenaltyView.Of(proposal, handbooks.Pinned(proposal.Pack), people, RequestLanguage.Of(request)));
        return Paging.Answer(request, items, continuation);
    }

    [Function("DecidePenalty")]
    public async Task<IResult> DecidePenalty(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "penalties/{penalty}/decision")] HttpRequest request, string penalty, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        if (await table.FindAsync(caller.Organisation, penalty, cancellation) is not { Proposal: var proposal } stored || !await access.MayReadAsync(caller, proposal, cancellation))
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        var key = IdempotencyKey.Require(request);
        var body = await JsonBody.ReadAsync(request, cancellation);
        var reader = new FieldReader(body);
        var (decision, reason) = (reader.Text("decision", required: true, CodeLength), reader.Text("reason", required: false, CodeLength));
        reader.ThrowIfInvalid();
        if (!PenaltyProblems.Decisions.Contains(decision!))
        {
            throw PenaltyProblems.Unknown("decision", decision!, PenaltyProblems.Decisions);
        }

        await audit.DecideAsync(caller, proposal.Site, proposal.RaisedBy.CaseId, proposal.Id, cancellation);
        var order = new PenaltyOrder(CommandIds.Of($"penalty\n{proposal.Id}", $"{caller.Actor.Id}\n{key}"), JsonBody.HashOf(body));
        var (after, refusal) = await rounds.DecideAsync(stored, caller, decision == PenaltyProblems.Confirm, reason, order, cancellation);
        if (after is null)
        {
            throw PenaltyProblems.Of(refusal!.Value, proposal, PenaltyBook.Find(handbooks.Pinned(proposal.Pack), proposal.Rule), reason);
        }

        return Results.Json(PenaltyView.Of(after, handbooks.Pinned(after.Pack), await directory.GetAsync(cancellation), RequestLanguage.Of(request)), ApiJson.Options);
    }
}
