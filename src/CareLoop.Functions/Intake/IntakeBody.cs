using System.Security.Cryptography;
using System.Text.Json;
using CareLoop.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CareLoop.Functions.Intake;

/// <summary>The two ways to send a matter: JSON alone, or a form whose field <c>case</c> is that JSON, with photos beside it.</summary>
/// <param name="Json">The matter.</param>
/// <param name="Files">The photos, if any.</param>
/// <param name="Hash">SHA-256 over everything that was sent.</param>
public sealed record IntakeBody(JsonElement Json, IFormFileCollection Files, string Hash)
{
    /// <summary>Largest form: as many photos as the handbook takes, a few too large ones, and the text.</summary>
    public const long MaxFormBytes = 160L * 1024 * 1024;

    private const string CaseField = "case";

    public static async Task<IntakeBody> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            if (!request.HasJsonContentType())
            {
                throw JsonBody.UnsupportedContentType("application/json", "multipart/form-data");
            }

            var json = await JsonBody.ReadAsync(request, cancellation);
            return new IntakeBody(json, new FormFileCollection(), await HashAsync(json, new FormFileCollection(), cancellation));
        }

        var form = await ReadFormAsync(request, cancellation);
        var text = form[CaseField].ToString();
        if (text.Length == 0)
        {
            throw new ApiProblem(ProblemKind.RequestInvalid)
            {
                Errors = [new FieldError(CaseField, new("表单须有名为 case 的字段,内容为工单的 JSON。", "The form needs a field named case that holds the case as JSON."))],
            };
        }

        var body = JsonBody.Parse(System.Text.Encoding.UTF8.GetBytes(text));
        return new IntakeBody(body, form.Files, await HashAsync(body, form.Files, cancellation));
    }

    /// <summary>Reads a multipart form; parts beyond memory wait in temporary files.</summary>
    public static async Task<IFormCollection> ReadFormAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return await request.ReadFormAsync(
                new FormOptions { MultipartBodyLengthLimit = MaxFormBytes, ValueLengthLimit = 256 * 1024, MemoryBufferThreshold = 256 * 1024 }, cancellation);
        }
        catch (InvalidDataException)
        {
            throw request.ContentLength > MaxFormBytes
                ? new ApiProblem(ProblemKind.BodyTooLarge)
                : new ApiProblem(ProblemKind.RequestInvalid)
                {
                    Detail = new("multipart 表单不完整或格式错误。", "The multipart form is incomplete or malformed."),
                };
        }
    }

    private static async Task<string> HashAsync(JsonElement json, IFormFileCollection files, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(json));
        foreach (var file in files)
        {
            await using var stream = file.OpenReadStream();
            hash.AppendData(await SHA256.HashDataAsync(stream, cancellation));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
