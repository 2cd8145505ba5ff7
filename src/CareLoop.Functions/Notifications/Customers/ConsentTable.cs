using System.Globalization;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>
/// Table <c>consents</c>: what customers agreed to receive as WeChat subscription messages (订阅消息). Each row is good for one message and is
/// deleted by whoever sends it, so no consent is spent twice.
/// </summary>
public sealed class ConsentTable(Tables tables)
{
    /// <summary>Keeps a consent; the same one again is the first one.</summary>
    /// <param name="id">What makes it unique.</param>
    public Task AddAsync(string customerKey, string account, string kind, string id, DateTimeOffset at, CancellationToken cancellation) =>
        tables.Consents.InsertAsync(new TableEntity(customerKey, KeyOf(account, kind) + id) { ["At"] = at }, cancellation);

    public async Task<bool> AnyAsync(string customerKey, string account, string kind, CancellationToken cancellation)
    {
        await foreach (var _ in Query(customerKey, account, kind, cancellation))
        {
            return true;
        }

        return false;
    }

    /// <summary>How many are left.</summary>
    public async Task<int> CountAsync(string customerKey, string account, string kind, CancellationToken cancellation)
    {
        var count = 0;
        await foreach (var _ in Query(customerKey, account, kind, cancellation))
        {
            count++;
        }

        return count;
    }

    /// <summary>Takes one consent for a message that goes out now.</summary>
    /// <returns>Its id; null when none is left.</returns>
    public async Task<string?> TakeAsync(string customerKey, string account, string kind, CancellationToken cancellation)
    {
        await foreach (var row in Query(customerKey, account, kind, cancellation))
        {
            // Another message may have been faster; the next one is as good.
            if ((await tables.Consents.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation)).Status != StatusCodes.Status404NotFound)
            {
                return row.RowKey[KeyOf(account, kind).Length..];
            }
        }

        return null;
    }

    /// <summary>The customer is forgotten.</summary>
    public Task DeleteAllAsync(string customerKey, CancellationToken cancellation) => tables.Consents.DeletePartitionAsync(customerKey, cancellation);

    /// <summary>The platform says that none is left, whatever our books say.</summary>
    public async Task VoidAsync(string customerKey, string account, string kind, CancellationToken cancellation)
    {
        while (await TakeAsync(customerKey, account, kind, cancellation) is not null)
        {
            // One after the other.
        }
    }

    private Azure.AsyncPageable<TableEntity> Query(string customerKey, string account, string kind, CancellationToken cancellation)
    {
        var prefix = KeyOf(account, kind);
        return tables.Consents.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {customerKey} and RowKey ge {prefix} and RowKey lt {prefix + "~"}"),
            cancellationToken: cancellation);
    }

    private static string KeyOf(string account, string kind) => string.Create(CultureInfo.InvariantCulture, $"{account}|{kind}|");
}
