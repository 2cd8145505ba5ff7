using Azure;

namespace CareLoop.Functions.Storage;

/// <summary>The answers of storage that mean something to us.</summary>
internal static class StorageErrors
{
    /// <summary>The row or blob is there already: on an idempotent path that is success.</summary>
    public static bool IsConflict(this RequestFailedException error) => error.Status == 409;

    /// <summary>Somebody else has written in between.</summary>
    public static bool IsStale(this RequestFailedException error) => error.Status == 412;

    /// <summary>Inserts a row; true when this call (and no earlier one) put it there.</summary>
    public static async Task<bool> InsertAsync(this TableClient table, TableEntity row, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(row, cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            return false;
        }
    }
}
