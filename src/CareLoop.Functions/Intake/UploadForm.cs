using System.Text;
using CareLoop.Functions.Api;
using CareLoop.Functions.Evidence;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CareLoop.Functions.Intake;

/// <summary>A file of a request, in quarantine.</summary>
/// <param name="FileName">As the sender named it.</param>
/// <param name="ContentType">As the sender declared it, or null.</param>
public sealed record UploadedFile(string FileName, string? ContentType, ReceivedFile File);

/// <summary>A multipart form, read part by part as it arrives: texts into memory, files into quarantine through a buffer of 64 KiB.</summary>
public sealed class UploadForm : IAsyncDisposable
{
    private const int MaxParts = 64;
    private const int MaxTextBytes = 256 * 1024;

    private readonly Dictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<UploadedFile> files = [];

    private UploadForm()
    {
    }

    public IReadOnlyList<UploadedFile> Files => files;

    /// <summary>The first value of a field; empty without one.</summary>
    public string Text(string field) => texts.GetValueOrDefault(field) ?? string.Empty;

    /// <param name="maxFileBytes">Of larger files nothing is kept but their hash and size.</param>
    /// <exception cref="ApiProblem">No form, a broken one, or one of too many or too long parts.</exception>
    public static async Task<UploadForm> ReadAsync(HttpRequest request, long maxFileBytes, CancellationToken cancellation)
    {
        UploadForm form = new();
        try
        {
            await form.ReadPartsAsync(new MultipartReader(BoundaryOf(request), request.Body), maxFileBytes, cancellation);
            return form;
        }
        catch (Exception error) when (error is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            await form.DisposeAsync();
            throw Malformed(new("multipart 表单不完整或格式错误。", "The multipart form is incomplete or malformed."));
        }
        catch
        {
            await form.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in files)
        {
            await file.File.DisposeAsync();
        }
    }

    private static string BoundaryOf(HttpRequest request)
    {
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary) : default;
        return boundary.Length is > 0 and <= 128
            ? boundary.ToString()
            : throw Malformed(new("multipart 表单缺少有效的 boundary。", "The multipart form has no usable boundary."));
    }

    private async Task ReadPartsAsync(MultipartReader reader, long maxFileBytes, CancellationToken cancellation)
    {
        var parts = 0;
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (++parts > MaxParts)
            {
                throw Malformed(new($"表单最多 {MaxParts} 个部分。", $"A form has {MaxParts} parts at most."));
            }

            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                continue;
            }

            if (disposition.IsFileDisposition())
            {
                var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
                files.Add(new UploadedFile(name, section.ContentType, await ReceivedFile.TakeAsync(section.Body, maxFileBytes, readsOn: true, cancellation)));
            }
            else if (disposition.IsFormDisposition())
            {
                texts.TryAdd(HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), await TextAsync(section.Body, cancellation));
            }
        }
    }

    private static async Task<string> TextAsync(Stream body, CancellationToken cancellation)
    {
        using MemoryStream text = new();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(chunk, cancellation)) > 0)
        {
            text.Write(chunk, 0, read);
            if (text.Length > MaxTextBytes)
            {
                throw new ApiProblem(ProblemKind.BodyTooLarge);
            }
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static ApiProblem Malformed(Domain.Words.LocalText detail) => new(ProblemKind.RequestInvalid) { Detail = detail };
}
