using CareLoop.Domain.Cases;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Cases;

/// <summary>Authorized access (授权调用) to a customer's contact, which every other answer masks (COM-PRIV-03).</summary>
public sealed class ProfileFunctions(CallerTokens tokens, CaseAuthority authority, CustomerTable customers)
{
    private const int CodeLength = 64;

    [Function("OpenProfile")]
    public async Task<IResult> OpenProfile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/profile")] HttpRequest request,
        string caseNumber,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var purpose = ReadPurpose(new FieldReader(await JsonBody.ReadAsync(request, cancellation)));
        var state = await authority.OpenProfileAsync(caller, caseNumber, purpose, cancellation);
        var contact = (await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation))?.Contact;
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            new ProfileView(state.CaseId, purpose.Id, contact?.Name, contact?.Phone, contact?.Address, contact?.ChannelUserId), ApiJson.Options);
    }

    private static AccessPurpose ReadPurpose(FieldReader body)
    {
        var id = body.Text("purpose", required: true, CodeLength);
        body.ThrowIfInvalid();
        return AccessPurpose.All.FirstOrDefault(purpose => purpose.Id == id) ?? throw new ApiProblem(ProblemKind.UnknownValue)
        {
            Errors = [new FieldError("purpose", new("请写明调用目的。", "Say what you need it for."))],
            Allowed = [.. AccessPurpose.All.Select(purpose => purpose.Id)],
        };
    }
}

/// <summary>A customer's contact in full, and what it was opened for. Null where nothing is known or the person was erased.</summary>
public sealed record ProfileView(string CaseNumber, string Purpose, string? Name, string? Phone, string? Address, string? ChannelUserId);
