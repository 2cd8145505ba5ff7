using Azure;
using CareLoop.Functions.Notifications.Webhooks;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Security;

/// <summary>What a run of re-wrapping did.</summary>
/// <param name="Customers">Customers' rows seen.</param>
/// <param name="Rewrapped">Rows that this run changed; zero when an earlier run had finished.</param>
public sealed record RewrappingReport(int Customers, int Rewrapped)
{
    /// <summary>Rows of partners' endpoints seen.</summary>
    public int Endpoints { get; init; }
}

/// <summary>
/// Wraps every customer's data key, and the secrets of partners' endpoints, with the current wrapping key, so that the other one can be given up. The data keys and what they seal
/// stay as they are. It may be stopped and started at any time, and run while the application works: rows that are done are left alone.
/// </summary>
public sealed class KeyRewrapping(Tables tables, WrappingKeys keys)
{
    /// <param name="done">Told after each row that was changed.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A key that is needed is not there: nothing is lost, give it and run again.</exception>
    public async Task<RewrappingReport> RunAsync(Action<int>? done, CancellationToken cancellation)
    {
        var changed = 0;
        var customers = await RewrapAsync(tables.Customers, CustomerTable.Place, Count, cancellation);
        var endpoints = await RewrapAsync(tables.Webhooks, WebhookSecrets.PlaceOf, Count, cancellation);
        return new RewrappingReport(customers, changed) { Endpoints = endpoints };

        void Count()
        {
            changed++;
            done?.Invoke(changed);
        }
    }

    /// <returns>Rows seen.</returns>
    private async Task<int> RewrapAsync(TableClient table, Func<string, string, string> placeOf, Action changed, CancellationToken cancellation)
    {
        var seen = 0;
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            seen++;
            if (await RewrapAsync(table, row, placeOf, cancellation))
            {
                changed();
            }
        }

        return seen;
    }

    private async Task<bool> RewrapAsync(TableClient table, TableEntity? row, Func<string, string, string> placeOf, CancellationToken cancellation)
    {
        // A deleted endpoint has left its id and no secret.
        while (row is not null && row.GetBinary("WrappedKey") is not null && CustomerTable.WrappedKeyOf(row) is var wrapped && wrapped.KeyId != keys.CurrentId)
        {
            var place = placeOf(row.PartitionKey, row.RowKey);
            var fresh = keys.Wrap(keys.Unwrap(wrapped, place), place);
            try
            {
                await table.UpdateEntityAsync(
                    new TableEntity(row.PartitionKey, row.RowKey) { ["WrappedKey"] = fresh.Wrapped, ["KeyId"] = fresh.KeyId },
                    row.ETag,
                    TableUpdateMode.Merge,
                    cancellation);
                return true;
            }
            catch (RequestFailedException error) when (error.IsStale() || error.Status == 404)
            {
                // Written or erased in the meantime: look again. An erased customer must stay erased.
                var again = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
                row = again.HasValue ? again.Value : null;
            }
        }

        return false;
    }
}
