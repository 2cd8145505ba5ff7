using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Intake;

/// <summary>Answers whoever handed a matter in: with the case once it is registered, or with where it will be found.</summary>
public sealed class IntakeAnswer(CommandWait wait, CaseViews views)
{
    /// <param name="refused">Files that were not kept; null where none can be sent along.</param>
    /// <param name="tracking">The tracking link that was asked for.</param>
    /// <exception cref="ApiProblem">The handbook refuses the matter.</exception>
    public async Task<IResult> OfAsync(
        HttpRequest request,
        Caller caller,
        Receipt receipt,
        IReadOnlyList<RefusedFile>? refused,
        TrackingToken? tracking,
        CancellationToken cancellation)
    {
        var links = CaseLinks.Of(receipt.CaseId);
        request.HttpContext.Response.Headers.Location = links.Self;
        if (await wait.ForOutcomeAsync(request, receipt.CaseId, receipt.CommandId, cancellation) is not { } decided)
        {
            return Results.Json(
                new { CaseNumber = receipt.CaseId, Status = links.Command(receipt.CommandId), RefusedFiles = refused, Tracking = tracking },
                ApiJson.Options,
                statusCode: StatusCodes.Status202Accepted);
        }

        Refusals.ThrowIfRefused(decided.Command!.Outcome!);
        var view = await views.OfAsync(caller, decided.Header, request, cancellation);
        return Results.Json(
            view with { RefusedFiles = refused, Tracking = tracking },
            ApiJson.Options,
            statusCode: receipt.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
