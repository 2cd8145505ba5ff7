using Azure;
using Azure.Core;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>One request on one row, to be sent alone or as a part of a transaction.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">Relative to the account's endpoint, already escaped.</param>
internal sealed record RowRequest(RequestMethod Method, string Path)
{
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];

    public ETag IfMatch { get; init; }

    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>A write of one row. A default tag on an update or delete is unconditional.</summary>
    public static RowRequest For(string table, TableTransactionActionType type, ITableEntity entity, ETag ifMatch)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var path = PathOf(table, entity.PartitionKey, entity.RowKey);
        var condition = ifMatch == default ? ETag.All : ifMatch;
        return type switch
        {
            TableTransactionActionType.Add => new(RequestMethod.Post, table) { Body = EntityJson.Write(Rows(entity)) },
            TableTransactionActionType.UpdateMerge => new(RequestMethod.Patch, path) { Body = EntityJson.Write(Rows(entity)), IfMatch = condition },
            TableTransactionActionType.UpdateReplace => new(RequestMethod.Put, path) { Body = EntityJson.Write(Rows(entity)), IfMatch = condition },
            TableTransactionActionType.UpsertMerge => new(RequestMethod.Patch, path) { Body = EntityJson.Write(Rows(entity)) },
            TableTransactionActionType.UpsertReplace => new(RequestMethod.Put, path) { Body = EntityJson.Write(Rows(entity)) },
            TableTransactionActionType.Delete => new(RequestMethod.Delete, path) { IfMatch = condition },
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown kind of action."),
        };
    }

    /// <exception cref="ArgumentNullException">A key is null.</exception>
    public static string PathOf(string table, string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        return $"{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";
    }

    /// <exception cref="NotSupportedException">Rows are dictionaries here; the official client also maps classes.</exception>
    public static void RequireTableEntity<T>()
    {
        if (typeof(T) != typeof(TableEntity))
        {
            throw new NotSupportedException($"Rows are TableEntity in this runtime, not {typeof(T)}.");
        }
    }

    private static TableEntity Rows(ITableEntity entity) =>
        entity as TableEntity ?? throw new NotSupportedException($"Rows are TableEntity in this runtime, not {entity.GetType()}.");

    private static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
