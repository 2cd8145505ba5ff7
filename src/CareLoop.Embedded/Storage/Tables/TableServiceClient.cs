using Azure;
using Azure.Core;
using CareLoop.Embedded.Storage.Protocol;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>The table service of one storage account. Safe to share between threads; one per process is enough.</summary>
public sealed class TableServiceClient
{
    private readonly TableEndpoint endpoint;

    /// <summary>Signs with the account key of the connection string.</summary>
    public TableServiceClient(string connectionString)
        : this(connectionString, new TableClientOptions())
    {
    }

    /// <inheritdoc cref="TableServiceClient(string)"/>
    public TableServiceClient(string connectionString, TableClientOptions? options = null)
    {
        var account = StorageAccount.Parse(connectionString);
        endpoint = new TableEndpoint(account.Endpoint("table"), StoragePipeline.Build(options ?? new(), new SharedKeyLitePolicy(account)));
    }

    /// <summary>Authenticates with Entra ID tokens for Azure Storage. The endpoint must be https.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null) =>
        this.endpoint = new TableEndpoint(endpoint, StoragePipeline.Build(options ?? new(), StoragePipeline.Bearer(tokenCredential)));

    /// <summary>A client for one table; nothing is sent.</summary>
    public TableClient GetTableClient(string tableName) => new(endpoint, tableName);

    /// <summary>Creates the table. One that exists is no error: the raw response then has status 409.</summary>
    public Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        endpoint.CreateTableIfNotExistsAsync(tableName, cancellationToken);
}
