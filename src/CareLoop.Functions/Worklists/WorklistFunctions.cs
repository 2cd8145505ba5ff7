using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Worklists;

/// <summary>Lists of cases. Every page is one storage query.</summary>
public sealed class WorklistFunctions(
    CallerTokens tokens, CaseAuthority authority, CaseIndex index, CaseTable cases, DeploymentSecrets secrets, AuditLog audit, StaffDirectory directory, PackLibrary handbooks, TimeProvider time)
{
    private const int SearchLength = 64;

    [Function("GetWorklist")]
    public async Task<IResult> GetWorklist(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "worklists/{worklist}")] HttpRequest request, string worklist, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        return await PageAsync(request, WorklistQuery.Read(worklist, request, caller, time.GetUtcNow()), WorklistItem.Of, cancellation);
    }

    /// <summary>The customer's own cases, newest first.</summary>
    [Function("GetMyCases")]
    public async Task<IResult> GetMyCases(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        return await PageAsync(request, CasesOf(request, caller.Organisation, caller.Actor.Id), CustomerCaseItem.Of, cancellation);
    }

    /// <summary>Every case of the same customer at the caller's sites, newest first: whether this has happened before.</summary>
    [Function("GetCustomerCases")]
    public Task<IResult> GetCustomerCases(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/customer-cases")] HttpRequest request,
        string caseNumber,
        CancellationToken cancellation) =>
        OfCaseAsync(request, caseNumber, state => CaseIndex.OfCustomer(state.Organisation, state.CustomerKey), cancellation);

    /// <summary>The cases of the group incident that a case leads: who else is concerned, and how each of them stands.</summary>
    [Function("GetGroupCases")]
    public Task<IResult> GetGroupCases(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/group-cases")] HttpRequest request,
        string caseNumber,
        CancellationToken cancellation) =>
        OfCaseAsync(request, caseNumber, state => CaseIndex.OfGroup(state.Organisation, state.CaseId), cancellation);

    /// <summary>The cases that follow from a case, such as new needs raised in its follow-up (CTR-FU-02).</summary>
    [Function("GetFollowingCases")]
    public Task<IResult> GetFollowingCases(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/following-cases")] HttpRequest request,
        string caseNumber,
        CancellationToken cancellation) =>
        OfCaseAsync(request, caseNumber, state => CaseIndex.FollowingFrom(state.Organisation, state.CaseId), cancellation);

    /// <summary>
    /// Finds cases by number or by the customer's phone. A POST, because a phone number in a URL would end up in access logs.
    /// </summary>
    [Function("FindCases")]
    public async Task<IResult> FindCases(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/search")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var text = body.Text("text", required: true, SearchLength);
        body.ThrowIfInvalid();
        await audit.ReadAsync(caller, caller.Sites.FirstOrDefault(), caseId: null, "Search", cancellation);
        if (CaseNumber.TryParse(text, out var caseId))
        {
            var found = await cases.FindAsync(caseId, cancellation);
            var visible = found is { State: var state } && state.Organisation == caller.Organisation && caller.Sites.Contains(state.Site);
            var items = visible ? await ShowAsync([CaseIndex.Describe(found!.State)], WorklistItem.Of, request, cancellation) : [];
            return Results.Json(new { Items = items }, ApiJson.Options);
        }

        var customerKey = CustomerKeys.Of(secrets, caller.Organisation, new Contact(null, text, null));
        return await PageAsync(request, CasesOf(request, caller.Organisation, customerKey, caller), WorklistItem.Of, cancellation);
    }

    /// <summary>Cases that have to do with one that the caller may see, kept to the caller's sites.</summary>
    private async Task<IResult> OfCaseAsync(HttpRequest request, string caseNumber, Func<CaseState, IndexView> view, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var state = (await authority.RequireAsync(caller, caseNumber, cancellation)).State;
        return await PageAsync(request, Page(request, view(state), caller), WorklistItem.Of, cancellation);
    }

    private static WorklistQuery CasesOf(HttpRequest request, string organisation, string customerKey, Caller? staff = null) =>
        Page(request, CaseIndex.OfCustomer(organisation, customerKey), staff);

    /// <param name="staff">Whose sites the page is kept to; null for the customer's own cases.</param>
    private static WorklistQuery Page(HttpRequest request, IndexView view, Caller? staff)
    {
        return new(view, staff is null ? [] : [WorklistQuery.OfSites(staff.Sites)], Paging.SizeOf(request));
    }

    private async Task<IResult> PageAsync<T>(
        HttpRequest request,
        WorklistQuery query,
        Func<IndexedCase, PackLibrary, DirectorySnapshot, Domain.Words.Language, T> show,
        CancellationToken cancellation)
    {
        var (rows, continuation) = await index.ReadPageAsync(query.View, query.Conditions, Cursor.Read(request), query.Size, cancellation);
        return Paging.Answer(request, await ShowAsync(rows, show, request, cancellation), continuation);
    }

    private async Task<IReadOnlyList<T>> ShowAsync<T>(
        IReadOnlyList<IndexedCase> rows,
        Func<IndexedCase, PackLibrary, DirectorySnapshot, Domain.Words.Language, T> show,
        HttpRequest request,
        CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        var language = RequestLanguage.Of(request);
        return [.. rows.Select(row => show(row, handbooks, people, language))];
    }
}
