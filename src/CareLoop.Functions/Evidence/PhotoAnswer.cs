using CareLoop.Functions.Api;
using CareLoop.Functions.Evidence.Formats;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CareLoop.Functions.Evidence;

/// <summary>
/// A stored photo, or a part of it, on its way from storage to the caller through a small buffer. The headers keep a browser from taking
/// it for anything but a picture of this site, and from keeping it.
/// </summary>
internal sealed class PhotoAnswer(EvidencePhoto photo, ByteRange part, bool isPart, Stream? content) : IResult
{
    /// <param name="open">Opens the part that is wanted; not called when only the headers are.</param>
    /// <exception cref="ApiProblem">The part asked for does not exist.</exception>
    public static async Task<PhotoAnswer> CreateAsync(HttpRequest request, string caseId, EvidencePhoto photo, Func<ByteRange, Task<Stream>> open)
    {
        var headers = request.HttpContext.Response.Headers;
        EntityTagHeaderValue tag = new($"\"{photo.Hash}\"");
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.AcceptRanges = "bytes";
        if (ByteRange.Of(request, photo.Size, tag, out var isPart) is not { } part)
        {
            headers.ContentRange = new ContentRangeHeaderValue(photo.Size).ToString();
            throw new ApiProblem(ProblemKind.RangeNotSatisfiable);
        }

        headers.ETag = tag.ToString();
        headers.ContentDisposition = $"inline; filename=\"{caseId}-{photo.Hash[..8]}{PhotoFormat.ExtensionOf(photo.MediaType)}\"";
        return new PhotoAnswer(photo, part, isPart, HttpMethods.IsHead(request.Method) ? null : await open(part));
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = isPart ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        response.ContentType = photo.MediaType;
        response.ContentLength = part.Length;
        if (isPart)
        {
            response.Headers.ContentRange = new ContentRangeHeaderValue(part.From, part.From + part.Length - 1, photo.Size).ToString();
        }

        if (content is not null)
        {
            await using (content)
            {
                await content.CopyToAsync(response.Body, httpContext.RequestAborted);
            }
        }
    }
}
