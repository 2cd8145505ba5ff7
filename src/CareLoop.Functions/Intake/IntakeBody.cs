using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CareLoop.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Intake;

/// <summary>The two ways to send a matter: JSON alone, or a form whose field <c>case</c> is that JSON, with photos beside it.</summary>
public sealed class IntakeBody : IAsyncDisposable
{
    /// <summary>Largest form: as many photos as the handbook takes, a few too large ones, and the text.</summary>
    public const long MaxFormBytes = 160L * 1024 * 1024;

    private const string CaseField = "case";

    private readonly UploadForm? form;

    private IntakeBody(JsonElement json, UploadForm? form)
    {
        this.form = form;
        Json = json;
        Hash = HashOf(json, Files);
    }

    /// <summary>The matter.</summary>
    public JsonElement Json { get; }

    /// <summary>The photos, if any, in quarantine.</summary>
    public IReadOnlyList<UploadedFile> Files => form?.Files ?? [];

    /// <summary>SHA-256 over everything that was sent.</summary>
    public string Hash { get; }

    /// <param name="maxPhotoBytes">Largest photo any handbook takes.</param>
    public static async Task<IntakeBody> ReadAsync(HttpRequest request, long maxPhotoBytes, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            return request.HasJsonContentType()
                ? new IntakeBody(await JsonBody.ReadAsync(request, cancellation), form: null)
                : throw JsonBody.UnsupportedContentType("application/json", "multipart/form-data");
        }

        var form = await UploadForm.ReadAsync(request, maxPhotoBytes, cancellation);
        try
        {
            var text = form.Text(CaseField);
            return text.Length > 0
                ? new IntakeBody(JsonBody.Parse(Encoding.UTF8.GetBytes(text)), form)
                : throw new ApiProblem(ProblemKind.RequestInvalid)
                {
                    Errors = [new FieldError(CaseField, new("表单须有名为 case 的字段,内容为工单的 JSON。", "The form needs a field named case that holds the case as JSON."))],
                };
        }
        catch
        {
            await form.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => form?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string HashOf(JsonElement json, IEnumerable<UploadedFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(json));
        foreach (var file in files)
        {
            hash.AppendData(Convert.FromHexString(file.File.Hash));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
