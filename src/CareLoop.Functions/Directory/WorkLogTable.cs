using System.Globalization;
using System.Text.Json;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>A day in somebody's words: what was done, what is planned (工作日志, COM-LOG-01).</summary>
public sealed record WorkLog(string Staff, DateOnly Day, string Today, string Tomorrow, DateTimeOffset WrittenAt, string? CheckedBy = null, DateTimeOffset? CheckedAt = null);

/// <summary>Work logs in table <c>duty</c>, sealed with the site's key: they may name customers and belong to none of them.</summary>
public sealed class WorkLogTable(Tables tables, SiteKeys keys)
{
    /// <summary>Writes a log over the one there was.</summary>
    public async Task WriteAsync(string organisation, string site, WorkLog log, CancellationToken cancellation)
    {
        var row = new TableEntity(Partition(organisation, site), $"{Prefix(log.Day)}{log.Staff}");
        row["Log"] = Sealed.Seal(await keys.OfAsync(organisation, site, cancellation), JsonSerializer.SerializeToUtf8Bytes(log, ApiJson.Options), Place(row));
        await tables.Duty.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>All logs of a site's day, in the order of staff ids.</summary>
    public async Task<IReadOnlyList<WorkLog>> ReadAsync(string organisation, string site, DateOnly day, CancellationToken cancellation)
    {
        List<WorkLog> logs = [];
        var key = await keys.OfAsync(organisation, site, cancellation);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(organisation, site)} and RowKey ge {Prefix(day)} and RowKey lt {Prefix(day.AddDays(1))}");
        await foreach (var row in tables.Duty.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            logs.Add(JsonSerializer.Deserialize<WorkLog>(Sealed.Open(key, row.GetBinary("Log")!, Place(row)), ApiJson.Options)!);
        }

        return logs;
    }

    private static string Prefix(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"log-{day:yyyyMMdd}-");

    private static string Partition(string organisation, string site) => $"{organisation}|{site}";

    private static string Place(TableEntity row) => $"duty/{row.PartitionKey}/{row.RowKey}";
}
