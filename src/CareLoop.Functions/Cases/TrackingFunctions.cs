using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Cases;

/// <summary>A tracking token without the token itself, which nobody can read again.</summary>
public sealed record TrackingView(string Id, string IssuedBy, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>Tracking links of a case: given, listed, taken back.</summary>
public sealed class TrackingFunctions(CallerTokens tokens, CaseAuthority authority, TrackingTokens tracking, TrackingTable table, AuditLog audit)
{
    [Function("IssueTrackingToken")]
    public async Task<IResult> IssueTrackingToken(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/tracking-tokens")] HttpRequest request,
        string caseNumber,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var key = IdempotencyKey.Require(request);
        var state = (await authority.RequireAsync(caller, caseNumber, cancellation)).State;
        await audit.GrantAsync(caller, state.Site, state.CaseId, nameof(IssueTrackingToken), cancellation);
        var token = await tracking.IssueAsync(state.CaseId, state.Organisation, caller.Actor.Id, $"{caller.Actor.Id}\n{key}", cancellation);
        return Results.Json(token, ApiJson.Options, statusCode: StatusCodes.Status201Created);
    }

    [Function("ListTrackingTokens")]
    public async Task<IResult> ListTrackingTokens(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/tracking-tokens")] HttpRequest request,
        string caseNumber,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var state = (await authority.RequireAsync(caller, caseNumber, cancellation)).State;
        var rows = await table.ListAsync(state.CaseId, cancellation);
        var items = rows.OrderBy(row => row.IssuedAt).Select(row => new TrackingView(row.Id, row.IssuedBy, row.IssuedAt, row.ExpiresAt, row.RevokedAt));
        return Results.Json(new { Items = items }, ApiJson.Options);
    }

    [Function("RevokeTrackingToken")]
    public async Task<IResult> RevokeTrackingToken(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "cases/{caseNumber}/tracking-tokens/{tokenId}")] HttpRequest request,
        string caseNumber,
        string tokenId,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var state = (await authority.RequireAsync(caller, caseNumber, cancellation)).State;
        if (tokenId.Length != 32 || !tokenId.All(char.IsAsciiHexDigitLower))
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        await audit.GrantAsync(caller, state.Site, state.CaseId, tokenId, cancellation);
        return await tracking.RevokeAsync(state.CaseId, tokenId, cancellation) ? Results.NoContent() : throw new ApiProblem(ProblemKind.NotFound);
    }
}
