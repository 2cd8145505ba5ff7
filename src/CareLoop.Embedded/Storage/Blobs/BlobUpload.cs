using System.Globalization;
using Azure;
using Azure.Core;

namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>One Put Blob request.</summary>
internal static class BlobUpload
{
    private const long MaxBytes = 256L * 1024 * 1024;

    public static BlobUploadOptions Overwriting(bool overwrite) =>
        new() { Conditions = overwrite ? null : new BlobRequestConditions { IfNoneMatch = ETag.All } };

    public static async Task<Response<BlobContentInfo>> SendAsync(
        BlobEndpoint endpoint,
        string container,
        string name,
        Stream content,
        BlobUploadOptions options,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(content);
        await using var copy = content.CanSeek ? null : await CopyAsync(content, cancellation);
        var source = copy ?? content;
        var length = source.Length - source.Position;
        if (length > MaxBytes)
        {
            throw new ArgumentException($"A blob of {length} bytes is too large for one upload; the limit is {MaxBytes}.", nameof(content));
        }

        var message = endpoint.Create(RequestMethod.Put, container, name);
        message.Request.Headers.SetValue("x-ms-blob-type", "BlockBlob");
        message.Request.Headers.SetValue("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        SetHeader(message.Request, "x-ms-blob-content-type", options.HttpHeaders?.ContentType);
        SetHeader(message.Request, "x-ms-blob-content-encoding", options.HttpHeaders?.ContentEncoding);
        SetHeader(message.Request, "x-ms-blob-content-language", options.HttpHeaders?.ContentLanguage);
        SetHeader(message.Request, "x-ms-blob-content-disposition", options.HttpHeaders?.ContentDisposition);
        SetHeader(message.Request, "x-ms-blob-cache-control", options.HttpHeaders?.CacheControl);
        HeaderFacts.SetMetadata(message.Request, options.Metadata);
        SetConditions(message.Request, options.Conditions);
        message.Request.Content = RequestContent.Create(source);
        var response = await endpoint.SendAsync(message, cancellation);
        return Response.FromValue(new BlobContentInfo(response), response);
    }

    public static void SetConditions(Request request, BlobRequestConditions? conditions)
    {
        SetHeader(request, "If-Match", conditions?.IfMatch?.ToString("H"));
        SetHeader(request, "If-None-Match", conditions?.IfNoneMatch?.ToString("H"));
        SetHeader(request, "If-Modified-Since", conditions?.IfModifiedSince?.ToString("R"));
        SetHeader(request, "If-Unmodified-Since", conditions?.IfUnmodifiedSince?.ToString("R"));
        SetHeader(request, "x-ms-lease-id", conditions?.LeaseId);
    }

    private static void SetHeader(Request request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.SetValue(name, value);
        }
    }

    private static async Task<Stream> CopyAsync(Stream content, CancellationToken cancellation)
    {
        // GetTempFileName makes the file readable for its owner only.
        var file = new FileStream(
            Path.GetTempFileName(),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 81920,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await content.CopyToAsync(file, cancellation);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
