using Azure.Core;

namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>Retries, transport and additional policies of the blob clients (see <see cref="ClientOptions"/>).</summary>
public sealed class BlobClientOptions : ClientOptions;
