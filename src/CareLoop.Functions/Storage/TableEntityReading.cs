namespace CareLoop.Functions.Storage;

/// <summary>Reading columns that a row of ours always has.</summary>
internal static class TableEntityReading
{
    /// <exception cref="InvalidOperationException">The column is missing: the row was not written by this application.</exception>
    public static string Text(this TableEntity row, string column) =>
        row.GetString(column) ?? throw new InvalidOperationException($"Row {row.PartitionKey}/{row.RowKey} has no {column}.");
}
