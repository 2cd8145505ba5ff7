using System.Text.Json;
using CareLoop.Domain.Duties;
using CareLoop.Functions.Api;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Duties;

/// <summary>The record of a duty as read.</summary>
/// <param name="Record">What happened to it.</param>
/// <param name="Event">What brought it about, in the words of whoever opened it.</param>
/// <param name="Text">What whoever did it said.</param>
/// <param name="BodyHash">Hash of the request that opened it, for duties of an event.</param>
public sealed record StoredDuty(DutyRecord Record, string? Event, string? Text, string? BodyHash, Azure.ETag ETag);

/// <summary>
/// Records of duties (例行任务) in table <c>duty</c>, beside the handovers of their site: one row for each duty that something has happened to,
/// keyed by its day, so that a month is one short range. Words are sealed with the site's key: they may name customers and belong to none.
/// </summary>
public sealed class DutyTable(Tables tables, SiteKeys keys)
{
    private const string Prefix = "task-";
    private const string End = "task.";

    public async Task<StoredDuty?> FindAsync(string organisation, string site, string id, CancellationToken cancellation)
    {
        var found = await tables.Duty.GetEntityIfExistsAsync<TableEntity>(Partition(organisation, site), Prefix + id, cancellationToken: cancellation);
        return found.HasValue ? Read(found.Value!, await keys.OfAsync(organisation, site, cancellation)) : null;
    }

    /// <summary>All records of duties of a day and later, in the order of their days.</summary>
    public async Task<IReadOnlyList<StoredDuty>> ReadAsync(string organisation, string site, DateOnly from, CancellationToken cancellation)
    {
        List<StoredDuty> records = [];
        byte[]? key = null;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organisation, site)} and RowKey ge {Prefix + DutyBook.DayText(from)} and RowKey lt {End}");
        await foreach (var row in tables.Duty.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            key ??= await keys.OfAsync(organisation, site, cancellation);
            records.Add(Read(row, key));
        }

        return records;
    }

    /// <summary>Writes over what was read, leaving words that are not given as they are; false when somebody else was faster.</summary>
    public async Task<bool> ReplaceAsync(
        string organisation, string site, StoredDuty? before, StoredDuty after, CancellationToken cancellation)
    {
        var row = new TableEntity(Partition(organisation, site), Prefix + after.Record.Id) { ["Record"] = JsonSerializer.Serialize(after.Record, ApiJson.Options) };
        if (after.BodyHash is { } hash)
        {
            row["BodyHash"] = hash;
        }

        foreach (var (column, words) in new[] { (nameof(StoredDuty.Event), after.Event), (nameof(StoredDuty.Text), after.Text) })
        {
            if (words is not null)
            {
                row[column] = Sealed.Seal(await keys.OfAsync(organisation, site, cancellation), JsonSerializer.SerializeToUtf8Bytes(words), Place(row, column));
            }
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

    private static StoredDuty Read(TableEntity row, byte[] key)
    {
        string? Words(string column) => row.GetBinary(column) is { } cipher ? JsonSerializer.Deserialize<string>(Sealed.Open(key, cipher, Place(row, column))) : null;
        return new(
            JsonSerializer.Deserialize<DutyRecord>(row.Text("Record"), ApiJson.Options)!,
            Words(nameof(StoredDuty.Event)),
            Words(nameof(StoredDuty.Text)),
            row.GetString("BodyHash"),
            row.ETag);
    }

    private static string Partition(string organisation, string site) => $"{organisation}|{site}";

    private static string Place(TableEntity row, string column) => $"duty/{row.PartitionKey}/{row.RowKey}/{column}";
}
