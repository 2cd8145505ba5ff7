using Azure;
using Azure.Core;

namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>
/// One block blob. Errors are <see cref="RequestFailedException"/> with the service's status and error code.
/// An upload without options refuses to overwrite; one with options overwrites unless their conditions forbid it.
/// </summary>
public sealed class BlobClient
{
    private readonly BlobEndpoint endpoint;

    internal BlobClient(BlobEndpoint endpoint, string container, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        this.endpoint = endpoint;
        BlobContainerName = container;
        Name = name;
    }

    public string Name { get; }

    public string BlobContainerName { get; }

    public Task<Response<BlobContentInfo>> UploadAsync(Stream content) => UploadAsync(content, overwrite: false);

    public Task<Response<BlobContentInfo>> UploadAsync(Stream content, CancellationToken cancellationToken) =>
        UploadAsync(content, overwrite: false, cancellationToken);

    public Task<Response<BlobContentInfo>> UploadAsync(Stream content, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(content, BlobUpload.Overwriting(overwrite), cancellationToken);

    /// <summary>
    /// Uploads in one request from the stream's position to its end, without holding the content in memory; a stream that
    /// can't seek is first copied to a temporary file, because the length goes before the content and retries start over.
    /// </summary>
    /// <exception cref="ArgumentException">More than 256 MiB.</exception>
    public Task<Response<BlobContentInfo>> UploadAsync(
        Stream content,
        BlobUploadOptions? options,
        CancellationToken cancellationToken = default) =>
        BlobUpload.SendAsync(endpoint, BlobContainerName, Name, content, options ?? new(), cancellationToken);

    public Task<Response<BlobContentInfo>> UploadAsync(BinaryData content) => UploadAsync(content, overwrite: false);

    public Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, CancellationToken cancellationToken) =>
        UploadAsync(content, overwrite: false, cancellationToken);

    public Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(content, BlobUpload.Overwriting(overwrite), cancellationToken);

    public Task<Response<BlobContentInfo>> UploadAsync(
        BinaryData content,
        BlobUploadOptions? options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return UploadAsync(content.ToStream(), options, cancellationToken);
    }

    /// <summary>Opens the content as it arrives. Missing: 404 BlobNotFound.</summary>
    public async Task<Response<BlobDownloadStreamingResult>> DownloadStreamingAsync(
        BlobDownloadOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var message = Request(RequestMethod.Get);
        BlobUpload.SetConditions(message.Request, options?.Conditions);
        if (options is not null && options.Range != default)
        {
            message.Request.Headers.SetValue("x-ms-range", options.Range.ToString());
        }

        var (response, content) = await endpoint.OpenAsync(message, cancellationToken);
        return Response.FromValue(new BlobDownloadStreamingResult(content, new BlobDownloadDetails(response.Headers)), response);
    }

    /// <summary>Reads the content into memory. Missing: 404 BlobNotFound.</summary>
    public Task<Response<BlobDownloadResult>> DownloadContentAsync() => DownloadContentAsync(CancellationToken.None);

    /// <inheritdoc cref="DownloadContentAsync()"/>
    public async Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken)
    {
        var response = await endpoint.SendAsync(Request(RequestMethod.Get), cancellationToken);
        return Response.FromValue(new BlobDownloadResult(response.Content, new BlobDownloadDetails(response.Headers)), response);
    }

    public async Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return Response.FromValue(true, await endpoint.SendAsync(Request(RequestMethod.Head), cancellationToken));
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return Response.FromValue(false, missing.GetRawResponse()!);
        }
    }

    /// <summary>Missing: 404 BlobNotFound.</summary>
    public async Task<Response<BlobProperties>> GetPropertiesAsync(
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default)
    {
        var message = Request(RequestMethod.Head);
        BlobUpload.SetConditions(message.Request, conditions);
        var response = await endpoint.SendAsync(message, cancellationToken);
        return Response.FromValue(new BlobProperties(response.Headers), response);
    }

    /// <summary>Says whether there was one.</summary>
    public async Task<Response<bool>> DeleteIfExistsAsync(
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default)
    {
        var message = Request(RequestMethod.Delete);
        BlobUpload.SetConditions(message.Request, conditions);
        if (snapshotsOption != DeleteSnapshotsOption.None)
        {
            var which = snapshotsOption == DeleteSnapshotsOption.OnlySnapshots ? "only" : "include";
            message.Request.Headers.SetValue("x-ms-delete-snapshots", which);
        }

        try
        {
            return Response.FromValue(true, await endpoint.SendAsync(message, cancellationToken));
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return Response.FromValue(false, missing.GetRawResponse()!);
        }
    }

    private HttpMessage Request(RequestMethod method) => endpoint.Create(method, BlobContainerName, Name);
}
