using Azure;
using Azure.Core;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>
/// One table. Errors are <see cref="RequestFailedException"/> with the service's status and error code.
/// Entities are <see cref="TableEntity"/> only; the ETag of an entity object is not refreshed by a write,
/// take it from the response's headers.
/// </summary>
public sealed class TableClient
{
    private readonly TableEndpoint endpoint;

    internal TableClient(TableEndpoint endpoint, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        this.endpoint = endpoint;
        Name = name;
    }

    public string Name { get; }

    /// <inheritdoc cref="ODataFilter.Create"/>
    public static string CreateQueryFilter(FormattableString filter) => ODataFilter.Create(filter);

    /// <inheritdoc cref="TableServiceClient.CreateTableIfNotExistsAsync"/>
    public Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        endpoint.CreateTableIfNotExistsAsync(Name, cancellationToken);

    /// <summary>Inserts a row. A row with the same keys: 409 EntityAlreadyExists.</summary>
    public Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        endpoint.SendAsync(RowRequest.For(Name, TableTransactionActionType.Add, entity, default), cancellationToken);

    /// <summary>Changes an existing row if its version is <paramref name="ifMatch"/>, or always with <see cref="ETag.All"/>.</summary>
    /// <exception cref="ArgumentException">The tag is the default one, which is neither.</exception>
    public Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default)
        {
            throw new ArgumentException("Value cannot be empty.", nameof(ifMatch));
        }

        var type = mode == TableUpdateMode.Merge ? TableTransactionActionType.UpdateMerge : TableTransactionActionType.UpdateReplace;
        return endpoint.SendAsync(RowRequest.For(Name, type, entity, ifMatch), cancellationToken);
    }

    /// <summary>Inserts the row, or changes it whatever its version.</summary>
    public Task<Response> UpsertEntityAsync<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        var type = mode == TableUpdateMode.Merge ? TableTransactionActionType.UpsertMerge : TableTransactionActionType.UpsertReplace;
        return endpoint.SendAsync(RowRequest.For(Name, type, entity, default), cancellationToken);
    }

    /// <summary>Deletes a row; a default tag deletes any version. A missing row is no error: the response has status 404.</summary>
    public async Task<Response> DeleteEntityAsync(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default)
    {
        var request = RowRequest.For(Name, TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), ifMatch);
        try
        {
            return await endpoint.SendAsync(request, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404 && missing.GetRawResponse() is { } response)
        {
            return response;
        }
    }

    /// <summary>Reads one row. Missing: 404 ResourceNotFound.</summary>
    public async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await endpoint.SendAsync(Read<T>(partitionKey, rowKey, select), cancellationToken);
        return Response.FromValue((T)(object)EntityJson.Read(response.Content), response);
    }

    /// <summary>Reads one row, or says that there is none: <c>HasValue</c> is false and the raw status 404.</summary>
    public async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        try
        {
            return await GetEntityAsync<T>(partitionKey, rowKey, select, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404 && missing.GetRawResponse() is { } response)
        {
            return new MissingEntity<T>(response);
        }
    }

    /// <summary>The rows that match an OData filter, page by page; the pages' continuation tokens may be kept and used later.</summary>
    /// <param name="filter">See <see cref="CreateQueryFilter"/>; null for all rows.</param>
    /// <param name="maxPerPage">At most 1,000, the default.</param>
    /// <param name="select">The properties to return; null for all.</param>
    /// <param name="cancellationToken">Stops the enumeration.</param>
    public AsyncPageable<T> QueryAsync<T>(
        string? filter = null,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        RowRequest.RequireTableEntity<T>();
        return new EntityPages<T>(endpoint, Name, filter, maxPerPage, select?.ToArray(), cancellationToken);
    }

    /// <summary>
    /// Applies at most 100 actions on different rows of one partition, all or none; the answers are in their order.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are no actions.</exception>
    /// <exception cref="TableTransactionFailedException">The service, or this client in its place, refused.</exception>
    public Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions,
        CancellationToken cancellationToken = default) =>
        Transaction.SubmitAsync(endpoint, Name, transactionActions, cancellationToken);

    private RowRequest Read<T>(string partitionKey, string rowKey, IEnumerable<string>? select)
        where T : class, ITableEntity
    {
        RowRequest.RequireTableEntity<T>();
        return new RowRequest(RequestMethod.Get, RowRequest.PathOf(Name, partitionKey, rowKey))
        {
            Query = select is null ? [] : [("$select", string.Join(',', select))],
        };
    }
}
