using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Notifications.Customers;
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
    CaseTexts said,
    EvidenceStore evidence,
    MissingMediaTable missing,
    DeliveryTable deliveries,
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
        var opened = await authority.OpenAsync(caller, caseNumber, cancellation);
        var state = opened.State;
        var events = await cases.ReadEventsAsync(state.CaseId, 1, state.Sequence, cancellation);
        var customer = await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation);
        var texts = customer is null
            ? new Dictionary<string, IReadOnlyDictionary<string, string>>()
            : await said.ReadAsync(customer, state.CaseId, events, cancellation);
        var entries = TimelineView.Of(
            state,
            handbooks.Pinned(state.Pack),
            events,
            opened.Ground == Ground.TrackingLink ? [] : await evidence.ListAsync(state.CaseId, cancellation),
            opened.Ground == Ground.TrackingLink ? [] : await missing.ListAsync(state.CaseId, cancellation),
            caller.IsStaff ? await deliveries.ReadAsync(state.CaseId, cancellation) : [],
            opened.ShowsWords ? texts : Masked(texts),
            await directory.GetAsync(cancellation),
            caller.IsCustomer,
            RequestLanguage.Of(request));
        return Results.Json(new { CaseNumber = state.CaseId, Timeline = entries }, ApiJson.Options);
    }

    [Function("GetClocks")]
    public async Task<IResult> GetClocks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/clocks")] HttpRequest request, string caseNumber, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var state = (await authority.RequireAsync(caller, caseNumber, cancellation)).State;
        return Results.Json(
            new { CaseNumber = state.CaseId, Clocks = ClockView.Of(state.Deadlines, time.GetUtcNow(), RequestLanguage.Of(request)) }, ApiJson.Options);
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Masked(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> texts) =>
        texts.ToDictionary(
            item => item.Key,
            item => (IReadOnlyDictionary<string, string>)item.Value.ToDictionary(field => field.Key, field => Masking.Words(field.Value)!));
}
