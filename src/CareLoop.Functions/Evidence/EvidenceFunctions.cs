using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Evidence;

/// <summary>Adding and fetching evidence photos of a case. The same photo twice is one, so a repeated upload needs no key.</summary>
public sealed class EvidenceFunctions(
    CallerTokens tokens, CaseAuthority authority, EvidenceStore evidence, StaffDirectory directory, PackLibrary handbooks, AuditLog audit, TimeProvider time)
{
    [Function("AddEvidence")]
    public async Task<IResult> AddEvidence(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/evidence")] HttpRequest request, string caseNumber, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var state = (await authority.RequireAsync(caller, caseNumber, cancellation)).State;
        var rules = handbooks.Pinned(state.Pack).Intake;
        await using var upload = await EvidenceUpload.ReadAsync(request, rules, cancellation);
        var phase = PhaseOf(upload.Phase);
        await audit.ActAsync(caller, state, cancellation);
        var people = await directory.GetAsync(cancellation);
        var photos = PhotoUpload.Judge(upload.Files, rules);
        var refused = PhotoUpload.Refused(photos, RequestLanguage.Of(request));
        var kept = await evidence.AddAsync(state.CaseId, PhotoUpload.Accepted(photos), caller.Actor.Id, time.GetUtcNow(), cancellation, phase);
        var stored = kept.Select(photo => EvidenceView.Of(state.CaseId, photo, id => CaseViews.NameOf(id, state, people))).ToList();
        if (stored.Count == 0)
        {
            throw new ApiProblem(ProblemKind.EvidenceRefused) { Errors = [.. refused.Select(file => new FieldError(file.FileName, new(file.Reason, file.Reason)))] };
        }

        return Results.Json(new { CaseNumber = state.CaseId, Evidence = stored, RefusedFiles = refused }, ApiJson.Options, statusCode: StatusCodes.Status201Created);
    }

    // Gates may ask for photos from before or after the work.
    private static string? PhaseOf(string phase)
    {
        if (phase.Length == 0)
        {
            return null;
        }

        return Gate.Phases.Contains(phase)
            ? phase
            : throw new ApiProblem(ProblemKind.UnknownValue)
            {
                Allowed = Gate.Phases,
                Errors = [new FieldError("phase", new("照片阶段只能是 Before(处理前)或 After(处理后)。", "The phase is Before or After the work."))],
            };
    }

    [Function("GetEvidence")]
    public async Task<IResult> GetEvidence(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "cases/{caseNumber}/evidence/{hash}")] HttpRequest request,
        string caseNumber,
        string hash,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var state = (await authority.OpenAsync(caller, caseNumber, cancellation)).State;
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower) || await evidence.FindAsync(state.CaseId, hash, cancellation) is not { } photo)
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        return await PhotoAnswer.CreateAsync(request, state.CaseId, photo, part => evidence.OpenAsync(state.CaseId, hash, part, cancellation));
    }
}
