using System.Text.Json;
using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>A handover as read; in lists without what its acceptor wrote.</summary>
public sealed record StoredHandover(Handover Handover, string? AcceptanceText, Azure.ETag ETag);

/// <summary>
/// Table <c>duty</c>: partition = organisation and site. Handovers are keyed by their end, so a site's latest are one short range.
/// They hold ids; what the acceptor writes is sealed with the site's key, since it belongs to no customer.
/// </summary>
public sealed class HandoverTable(Tables tables, SiteKeys keys)
{
    private const string Prefix = "handover-";
    private const string End = "handover.";

    public async Task<StoredHandover?> FindAsync(string organisation, string site, string id, CancellationToken cancellation)
    {
        var found = await tables.Duty.GetEntityIfExistsAsync<TableEntity>(Partition(organisation, site), Prefix + id, cancellationToken: cancellation);
        if (!found.HasValue)
        {
            return null;
        }

        var row = found.Value!;
        return row.GetBinary("Text") is { } cipher
            ? Read(row) with { AcceptanceText = JsonSerializer.Deserialize<string>(Sealed.Open(await keys.OfAsync(organisation, site, cancellation), cipher, Place(row))) }
            : Read(row);
    }

    /// <summary>Handovers of a site whose id, and so whose end, is not before a text such as <c>20260313</c>.</summary>
    public async Task<IReadOnlyList<StoredHandover>> ReadAsync(string organisation, string site, string from, CancellationToken cancellation)
    {
        List<StoredHandover> handovers = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organisation, site)} and RowKey ge {Prefix + from} and RowKey lt {End}");
        await foreach (var row in tables.Duty.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            handovers.Add(Read(row));
        }

        return handovers;
    }

    /// <summary>Writes over what was read, leaving the acceptor's words as they are unless there are new ones; false when somebody else was faster.</summary>
    public async Task<bool> ReplaceAsync(
        string organisation, StoredHandover? before, Handover after, string? acceptanceText, CancellationToken cancellation)
    {
        var partition = Partition(organisation, after.Site);
        var row = new TableEntity(partition, Prefix + after.Id) { ["Handover"] = JsonSerializer.Serialize(after, ApiJson.Options) };
        if (acceptanceText is not null)
        {
            row["Text"] = Sealed.Seal(
                await keys.OfAsync(organisation, after.Site, cancellation), JsonSerializer.SerializeToUtf8Bytes(acceptanceText), Place(row));
        }

        if (before is null)
        {
            return await tables.Duty.InsertAsync(row, cancellation);
        }

        try
        {
            await tables.Duty.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.UpdateMerge, row, before.ETag)], cancellation);
            return true;
        }
        catch (TableTransactionFailedException error) when (error.IsStale())
        {
            return false;
        }
    }

    private static StoredHandover Read(TableEntity row) => new(
        JsonSerializer.Deserialize<Handover>(row.Text("Handover"), ApiJson.Options)!, AcceptanceText: null, row.ETag);

    private static string Partition(string organisation, string site) => $"{organisation}|{site}";

    private static string Place(TableEntity row) => $"duty/{row.PartitionKey}/{row.RowKey}";
}
