using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Directory;

/// <summary>Handing out and taking over at the end of a shift, for an absence, and for good (交接班).</summary>
public sealed class HandoverFunctions(
    CallerTokens tokens, Handovers handovers, HandoverTable table, HandoverViews views, StaffDirectory directory, PackLibrary handbooks, TimeProvider time)
{
    private const int DaysListed = 14;

    [Function("HandOut")]
    public async Task<IResult> HandOut(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sites/{site}/handovers")] HttpRequest request,
        string site,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        var found = SiteAuthority.Require(caller, people, site);
        var pack = handbooks.InForce(found.Pack, found.Profile, time.GetUtcNow());
        var form = HandoverForm.Read(await JsonBody.ReadAsync(request, cancellation), people, site, caller.Actor.Id, time.GetUtcNow(), pack.Intake.MaxTextLength);
        if (form.Draft.From != caller.Actor.Id || form.Draft.Kind == HandoverKind.Leaving)
        {
            // Only whoever answers for the site writes for somebody else, or gives cases away for good.
            DirectoryAuthority.RequireManager(caller, [site]);
        }

        var written = await handovers.WriteAsync(caller.Organisation, form.Draft, form.Texts, caller.Actor, client, cancellation);
        request.HttpContext.Response.Headers.Location = $"/api/sites/{site}/handovers/{written.Id}";
        return Results.Json(
            await views.OfAsync(caller.Organisation, written, acceptanceText: null, request, cancellation), ApiJson.Options, statusCode: StatusCodes.Status201Created);
    }

    [Function("ListHandovers")]
    public async Task<IResult> ListHandovers(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sites/{site}/handovers")] HttpRequest request, string site, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        SiteAuthority.Require(caller, await directory.GetAsync(cancellation), site);
        var latest = await table.ReadAsync(caller.Organisation, site, HandoverRules.DayText(time.GetUtcNow().AddDays(-DaysListed)), cancellation);
        var items = latest.Reverse().Select(stored => views.BriefAsync(stored.Handover, request, cancellation));
        return Results.Json(new { Items = await Task.WhenAll(items) }, ApiJson.Options);
    }

    [Function("GetHandover")]
    public async Task<IResult> GetHandover(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sites/{site}/handovers/{handover}")] HttpRequest request,
        string site,
        string handover,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        SiteAuthority.Require(caller, await directory.GetAsync(cancellation), site);
        var stored = await table.FindAsync(caller.Organisation, site, handover, cancellation) ?? throw new ApiProblem(ProblemKind.NotFound);
        return Results.Json(await views.OfAsync(caller.Organisation, stored.Handover, stored.AcceptanceText, request, cancellation), ApiJson.Options);
    }

    [Function("AcceptHandover")]
    public async Task<IResult> AcceptHandover(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sites/{site}/handovers/{handover}/acceptance")] HttpRequest request,
        string site,
        string handover,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var found = SiteAuthority.Require(caller, await directory.GetAsync(cancellation), site);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var text = body.Text("text", required: true, handbooks.InForce(found.Pack, found.Profile, time.GetUtcNow()).Intake.MaxTextLength);
        body.ThrowIfInvalid();
        await handovers.AcceptAsync(caller.Organisation, site, handover, caller.Actor, text!, client, cancellation);

        // What is on record: a repeated acceptance changes neither its instant nor its words.
        var stored = await table.FindAsync(caller.Organisation, site, handover, cancellation) ?? throw new ApiProblem(ProblemKind.NotFound);
        return Results.Json(await views.OfAsync(caller.Organisation, stored.Handover, stored.AcceptanceText, request, cancellation), ApiJson.Options);
    }
}
