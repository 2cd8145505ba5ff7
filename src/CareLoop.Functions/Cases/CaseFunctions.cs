using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Cases;

/// <summary>Reading one case over HTTP.</summary>
public sealed class CaseFunctions(
    CallerTokens tokens,
    CaseAuthority authority,
    CaseViews views,
    CaseTable cases,
    CustomerTable customers,
    ContentTable contents,
    EvidenceStore evidence,
    StaffDirectory directory,
    PackLibrary handbooks,
    TimeProvider time)
{
    [Function("GetCase")]
    public async Task<IResult> GetCase(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}")] HttpRequest request, string caseNumber, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        return Results.Json(await views.ReadDetailAsync(caller, caseNumber, request, cancellation), ApiJson.Options);
    }

    [Function("GetTimeline")]
    public async Task<IResult> GetTimeline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/timeline")] HttpRequest request, string caseNumber, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var state = (await authority.RequireAsync(caller, caseNumber, cancellation)).State;
        var events = await cases.ReadEventsAsync(state.CaseId, 1, state.Sequence, cancellation);
        var customer = await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation);
        var texts = customer is null
            ? new Dictionary<string, IReadOnlyDictionary<string, string>>()
            : await contents.ReadAsync(customer, [.. events.Select(item => item.ContentId).OfType<string>()], cancellation);
        var entries = TimelineView.Of(
            state,
            handbooks.Pinned(state.Pack),
            events,
            await evidence.ListAsync(state.CaseId, cancellation),
            texts,
            await directory.GetAsync(cancellation),
            caller.IsCustomer,
            RequestLanguage.Of(request));
        return Results.Json(new { CaseNumber = state.CaseId, Timeline = entries }, ApiJson.Options);
    }

    [Function("GetClocks")]
    public async Task<IResult> GetClocks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/clocks")] HttpRequest request, string caseNumber, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var state = (await authority.RequireAsync(caller, caseNumber, cancellation)).State;
        return Results.Json(
            new { CaseNumber = state.CaseId, Clocks = ClockView.Of(state, time.GetUtcNow(), RequestLanguage.Of(request)) }, ApiJson.Options);
    }
}
