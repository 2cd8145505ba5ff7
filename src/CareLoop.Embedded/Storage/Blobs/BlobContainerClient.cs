using Azure;
using Azure.Core;

namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>One container.</summary>
public sealed class BlobContainerClient
{
    private readonly BlobEndpoint endpoint;

    internal BlobContainerClient(BlobEndpoint endpoint, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        this.endpoint = endpoint;
        Name = name;
    }

    public string Name { get; }

    /// <summary>Creates the container without public access; null if it exists already.</summary>
    /// <param name="publicAccessType">Only none: nothing of ours is public.</param>
    /// <param name="metadata">Stored with the container.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<Response<BlobContainerInfo>?> CreateIfNotExistsAsync(
        PublicAccessType publicAccessType = PublicAccessType.None,
        IDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        if (publicAccessType != PublicAccessType.None)
        {
            throw new NotSupportedException("Containers are private in this runtime.");
        }

        var message = endpoint.Create(RequestMethod.Put, Name);
        message.Request.Uri.AppendQuery("restype", "container");
        message.Request.Headers.SetValue("Content-Length", "0");
        HeaderFacts.SetMetadata(message.Request, metadata);
        try
        {
            var response = await endpoint.SendAsync(message, cancellationToken);
            return Response.FromValue(new BlobContainerInfo(response), response);
        }
        catch (RequestFailedException exists) when (exists.ErrorCode == "ContainerAlreadyExists")
        {
            return null;
        }
    }

    /// <summary>A client for one blob; nothing is sent. Slashes in the name make virtual folders.</summary>
    public BlobClient GetBlobClient(string blobName) => new(endpoint, Name, blobName);

    /// <summary>Uploads a blob that must not exist yet: else 409 BlobAlreadyExists.</summary>
    public Task<Response<BlobContentInfo>> UploadBlobAsync(string blobName, Stream content, CancellationToken cancellationToken = default) =>
        GetBlobClient(blobName).UploadAsync(content, cancellationToken);

    /// <inheritdoc cref="UploadBlobAsync(string, Stream, CancellationToken)"/>
    public Task<Response<BlobContentInfo>> UploadBlobAsync(string blobName, BinaryData content, CancellationToken cancellationToken = default) =>
        GetBlobClient(blobName).UploadAsync(content, cancellationToken);
}
