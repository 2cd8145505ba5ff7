using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Intake;

/// <summary>Opening a case over HTTP.</summary>
public sealed class IntakeFunctions(
    CallerTokens tokens, StaffDirectory directory, PackLibrary handbooks, CaseIntake intake, CaseAuthority authority, IntakeAnswer answer, TrackingTokens tracking, TimeProvider time)
{
    [Function("OpenCase")]
    public async Task<IResult> OpenCase(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var idempotencyKey = IdempotencyKey.Require(request);
        await using var body = await IntakeBody.ReadAsync(request, handbooks.Packs.Max(pack => pack.Intake.MaxPhotoBytes), cancellation);
        var form = await WithOriginAsync(
            IntakeForm.Read(body.Json, caller, await directory.GetAsync(cancellation), handbooks, time.GetUtcNow()), caller, cancellation);
        var photos = PhotoUpload.Judge(body.Files, form.Pack.Intake);
        var receipt = await intake.AcceptAsync(form, caller, idempotencyKey, body.Hash, photos, client, cancellation);

        var link = form.WantsTracking
            ? await tracking.IssueAsync(receipt.CaseId, caller.Organisation, caller.Actor.Id, receipt.CommandId, cancellation)
            : null;

        return await answer.OfAsync(request, caller, receipt, PhotoUpload.Refused(photos, RequestLanguage.Of(request)), link, cancellation);
    }

    /// <summary>A case can only follow from one that the caller may see.</summary>
    private async Task<IntakeForm> WithOriginAsync(IntakeForm form, Caller caller, CancellationToken cancellation)
    {
        if (form.LinkedTo is not { } number)
        {
            return form;
        }

        try
        {
            return form with { LinkedTo = (await authority.RequireAsync(caller, number, cancellation)).State.CaseId };
        }
        catch (ApiProblem problem) when (problem.Kind == ProblemKind.CaseNotFound)
        {
            throw new ApiProblem(ProblemKind.RequestInvalid)
            {
                Errors = [new FieldError("linkedTo", new("没有此工单,请核对编号或去掉此项。", "There is no such case: check the number, or leave the field out."))],
            };
        }
    }
}
