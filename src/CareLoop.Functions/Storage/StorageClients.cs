using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Storage;

/// <summary>
/// Clients of the data account from settings: either the connection string <c>CareLoopStorage</c>,
/// or <c>CareLoopStorage__tableServiceUri</c> and <c>__blobServiceUri</c> with the app's identity.
/// </summary>
public static class StorageClients
{
    public static TableServiceClient CreateTables(IConfiguration configuration) =>
        configuration["CareLoopStorage"] is { Length: > 0 } connectionString
            ? new TableServiceClient(connectionString)
            : new TableServiceClient(Endpoint(configuration, "tableServiceUri"), Identity(configuration));

    public static BlobServiceClient CreateBlobs(IConfiguration configuration) =>
        configuration["CareLoopStorage"] is { Length: > 0 } connectionString
            ? new BlobServiceClient(connectionString)
            : new BlobServiceClient(Endpoint(configuration, "blobServiceUri"), Identity(configuration));

    private static Uri Endpoint(IConfiguration configuration, string name) =>
        configuration[$"CareLoopStorage:{name}"] is { Length: > 0 } text
            ? new Uri(text)
            : throw new InvalidOperationException(
                $"Neither CareLoopStorage nor CareLoopStorage__{name} is set: one of them must name the storage account.");

    private static TokenCredential Identity(IConfiguration configuration) =>
        configuration["AZURE_CLIENT_ID"] is { Length: > 0 } clientId
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new DefaultAzureCredential();
}
