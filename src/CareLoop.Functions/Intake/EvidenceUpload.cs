using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Evidence;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Intake;

/// <summary>The two ways to add evidence: a form of photos, or one photo as the whole body, which a phone sends straight from its camera.</summary>
public sealed class EvidenceUpload : IAsyncDisposable
{
    private const string PhaseField = "phase";
    private const string SinglePhoto = "photo";

    private EvidenceUpload(IReadOnlyList<UploadedFile> files, string phase)
    {
        Files = files;
        Phase = phase;
    }

    /// <summary>At least one, in quarantine.</summary>
    public IReadOnlyList<UploadedFile> Files { get; }

    /// <summary>As given, unchecked; empty without one.</summary>
    public string Phase { get; }

    /// <exception cref="ApiProblem">Neither form nor photo, no photo at all, or a single one over the handbook's size.</exception>
    public static async Task<EvidenceUpload> ReadAsync(HttpRequest request, IntakeRules rules, CancellationToken cancellation)
    {
        var upload = request.HasFormContentType ? await ReadFormAsync(request, rules, cancellation)
            : request.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true ? await ReadPhotoAsync(request, rules, cancellation)
            : throw JsonBody.UnsupportedContentType(["multipart/form-data", .. rules.PhotoTypes]);
        if (upload.Files.Any(file => file.File.Size > 0))
        {
            return upload;
        }

        await upload.DisposeAsync();
        throw new ApiProblem(ProblemKind.RequestInvalid) { Errors = [new FieldError(SinglePhoto, new("请至少附上一张照片。", "Attach at least one photo."))] };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in Files)
        {
            await file.File.DisposeAsync();
        }
    }

    private static async Task<EvidenceUpload> ReadFormAsync(HttpRequest request, IntakeRules rules, CancellationToken cancellation)
    {
        var form = await UploadForm.ReadAsync(request, rules.MaxPhotoBytes, cancellation);
        return new EvidenceUpload(form.Files, form.Text(PhaseField));
    }

    private static async Task<EvidenceUpload> ReadPhotoAsync(HttpRequest request, IntakeRules rules, CancellationToken cancellation)
    {
        if (request.ContentLength > rules.MaxPhotoBytes)
        {
            throw TooLarge(rules);
        }

        var file = await ReceivedFile.TakeAsync(request.Body, rules.MaxPhotoBytes, readsOn: false, cancellation);
        if (file.IsTooLarge)
        {
            await file.DisposeAsync();
            throw TooLarge(rules);
        }

        return new EvidenceUpload([new UploadedFile(SinglePhoto, request.ContentType, file)], request.Query[PhaseField].ToString());
    }

    private static ApiProblem TooLarge(IntakeRules rules) => new(ProblemKind.BodyTooLarge) { Detail = PhotoRefusals.TooLarge(rules).Reason };
}
