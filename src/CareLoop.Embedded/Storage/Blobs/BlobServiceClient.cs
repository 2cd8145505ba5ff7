using Azure.Core;
using CareLoop.Embedded.Storage.Protocol;

namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>The blob service of one storage account. Safe to share between threads; one per process is enough.</summary>
public sealed class BlobServiceClient
{
    private readonly BlobEndpoint endpoint;

    /// <summary>Signs with the account key of the connection string.</summary>
    public BlobServiceClient(string connectionString)
        : this(connectionString, new BlobClientOptions())
    {
    }

    /// <inheritdoc cref="BlobServiceClient(string)"/>
    public BlobServiceClient(string connectionString, BlobClientOptions? options)
    {
        var account = StorageAccount.Parse(connectionString);
        endpoint = new BlobEndpoint(account.Endpoint("blob"), StoragePipeline.Build(options ?? new(), new SharedKeyPolicy(account)));
    }

    /// <summary>Authenticates with Entra ID tokens for Azure Storage. The endpoint must be https.</summary>
    public BlobServiceClient(Uri serviceUri, TokenCredential credential, BlobClientOptions? options = null) =>
        endpoint = new BlobEndpoint(serviceUri, StoragePipeline.Build(options ?? new(), StoragePipeline.Bearer(credential)));

    /// <summary>A client for one container; nothing is sent.</summary>
    public BlobContainerClient GetBlobContainerClient(string blobContainerName) => new(endpoint, blobContainerName);
}
