using System.Security.Cryptography;
using CareLoop.Domain.Time;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Telemetry;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Backup;

/// <summary>
/// Exports all tables once a night, because tables have no point-in-time restore. Every tick asks whether the latest night has its
/// manifest, and works only if not: a crash is repaired by the next tick, downtime by the first one after it, and no night is
/// exported twice. Nights that passed entirely while nothing ran stay without export: their rows are no longer there to be read.
/// </summary>
public sealed partial class TableExport(Tables tables, ExportStore store, WrappingKeys keys, TimeProvider time, ILogger<TableExport> logger)
{
    /// <summary>A night's export is due from this time of its day on.</summary>
    private static readonly TimeSpan Due = TimeSpan.FromHours(2);

    [Function(nameof(TableExport))]
    public Task Run([TimerTrigger("%TableExportSchedule%")] TimerInfo timer, CancellationToken cancellation) => RunAsync(cancellation);

    /// <summary>The night that is due at an instant.</summary>
    public static DateOnly NightOf(DateTimeOffset now) => ChinaTime.Date(now - Due);

    /// <returns>Whether this run completed the night's export.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var night = NightOf(time.GetUtcNow());
        if (await store.IsCompleteAsync(night, cancellation))
        {
            return false;
        }

        using var span = Signals.Source.StartActivity("export tables");
        try
        {
            var (manifest, dataKey) = await WriteTablesAsync(night, cancellation);
            if (!await store.CompleteAsync(manifest, dataKey, cancellation))
            {
                return false;
            }

            Log.Completed(logger, night, manifest.Tables.Sum(table => table.Rows), manifest.Tables.Sum(table => table.Bytes));
            Signals.Exports.Add(1);
            return true;
        }
        catch (Exception error)
        {
            span.Fail(error);
            throw;
        }
    }

    /// <summary>All blobs of one attempt. They count for nothing until a manifest names them; the lifecycle rule removes them either way.</summary>
    internal async Task<(Manifest Manifest, byte[] DataKey)> WriteTablesAsync(DateOnly night, CancellationToken cancellation)
    {
        var (dataKey, attempt, startedAt) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetHexString(8, lowercase: true), time.GetUtcNow());
        List<ExportedTable> written = [];
        foreach (var table in tables.All)
        {
            var rows = table.QueryAsync<TableEntity>(cancellationToken: cancellation);
            written.Add(await store.WriteAsync(night, attempt, dataKey, table.Name, rows, cancellation));
        }

        var wrapped = keys.Wrap(dataKey, ExportStore.Place(night, attempt));
        return (
            new Manifest(Manifest.CurrentVersion, night, attempt, startedAt, time.GetUtcNow(), keys.CurrentId, wrapped.Wrapped, written),
            dataKey);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Exported the tables of {Night}: {Rows} rows, {Bytes} bytes")]
        public static partial void Completed(ILogger logger, DateOnly night, long rows, long bytes);
    }
}
