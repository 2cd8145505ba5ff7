using Azure;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>What every row has: its two keys, the time of its last change and its version.</summary>
public interface ITableEntity
{
    string PartitionKey { get; set; }

    string RowKey { get; set; }

    DateTimeOffset? Timestamp { get; set; }

    ETag ETag { get; set; }
}
