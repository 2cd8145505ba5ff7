using Azure;

namespace CareLoop.Functions.Storage;

/// <summary>What is done with a whole partition.</summary>
internal static class TablePartitions
{
    /// <summary>Deletes every row of a partition; a run that is cut short is simply repeated.</summary>
    public static async Task DeletePartitionAsync(this TableClient table, string partition, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
        {
            await table.DeleteEntityAsync(partition, row.RowKey, ETag.All, cancellation);
        }
    }
}
