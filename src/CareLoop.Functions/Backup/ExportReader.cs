using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Backup;

/// <summary>Why an export can't be used, or not be restored here, in words for an operator.</summary>
public sealed class ExportException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Checks exports, and restores them into empty tables.</summary>
public sealed class ExportReader(ExportStore store, Tables tables)
{
    /// <summary>The real service takes at most 4 MiB in one transaction; JSON and headers need some of it.</summary>
    private const long MaxBatchBytes = 2 * 1024 * 1024;

    private const int MaxBatchRows = 100;

    /// <summary>Reads every blob of a night's export to its end.</summary>
    /// <exception cref="ExportException">There is no complete export, or something in it is not what was written.</exception>
    public async Task<Manifest> VerifyAsync(DateOnly night, CancellationToken cancellation)
    {
        var (manifest, dataKey) = await OpenAsync(night, cancellation);
        foreach (var table in manifest.Tables)
        {
            await foreach (var _ in ReadAsync(manifest, table, dataKey, cancellation))
            {
                // Reading is the check.
            }
        }

        return manifest;
    }

    /// <summary>Checks a night's export first, then writes its rows. Version and time of change of the rows become new ones.</summary>
    /// <param name="night">Which.</param>
    /// <param name="resume">After an interrupted restore: overwrites rows of the same key instead of insisting on empty tables.</param>
    /// <param name="done">Told after each table: its name and how many rows were written.</param>
    /// <param name="cancellation">Stops between two transactions.</param>
    /// <exception cref="ExportException">The export is not sound, a table is not empty, or is unknown to this version.</exception>
    public async Task<Manifest> RestoreAsync(DateOnly night, bool resume, Action<string, long>? done, CancellationToken cancellation)
    {
        var manifest = await VerifyAsync(night, cancellation);
        var (_, dataKey) = await OpenAsync(night, cancellation);
        var targets = manifest.Tables.Select(table => (table, Target: Target(table.Table))).ToList();
        foreach (var (table, target) in targets)
        {
            await target.CreateIfNotExistsAsync(cancellation);
            if (!resume && await HasRowsAsync(target, cancellation))
            {
                throw new ExportException(
                    $"Table {table.Table} is not empty. Restore into an account of its own; after an interrupted restore, add --resume.");
            }
        }

        foreach (var (table, target) in targets)
        {
            var written = await WriteAsync(target, ReadAsync(manifest, table, dataKey, cancellation), cancellation);
            done?.Invoke(table.Table, written);
        }

        await store.MarkRestoredAsync(night, cancellation);
        return manifest;
    }

    private async Task<(Manifest Manifest, byte[] DataKey)> OpenAsync(DateOnly night, CancellationToken cancellation)
    {
        try
        {
            return await store.FindAsync(night, cancellation)
                ?? throw new ExportException(
                    string.Create(CultureInfo.InvariantCulture, $"There is no complete export of {night:yyyy-MM-dd}: it has no manifest."));
        }
        catch (Exception error) when (error is InvalidDataException or CryptographicException or System.Text.Json.JsonException)
        {
            throw new ExportException($"The manifest can't be trusted or opened. {error.Message}", error);
        }
    }

    private async IAsyncEnumerable<TableEntity> ReadAsync(
        Manifest manifest, ExportedTable table, byte[] dataKey, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var input = await store.OpenAsync(table.Blob, cancellation);
        var place = $"{ExportStore.Place(manifest.Night, manifest.Attempt)}/{table.Table}";
        await using var rows = SealedLines.ReadAsync(input, dataKey, place, hash, cancellation).GetAsyncEnumerator(cancellation);
        var count = 0L;
        while (await NextAsync(rows, table))
        {
            count++;
            yield return rows.Current;
        }

        if (count != table.Rows || Convert.ToHexStringLower(hash.GetHashAndReset()) != table.Sha256)
        {
            throw new ExportException($"{table.Blob} is not the blob that the manifest names: {count} rows instead of {table.Rows}, or another SHA-256.");
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<TableEntity> rows, ExportedTable table)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (Exception error) when (error is InvalidDataException or CryptographicException or System.Text.Json.JsonException)
        {
            throw new ExportException($"{table.Blob} is damaged or was altered. {error.Message}", error);
        }
    }

    private TableClient Target(string table) => tables.All.FirstOrDefault(known => known.Name == table)
        ?? throw new ExportException($"This version of CareLoop has no table {table}: restore with the version that wrote the export.");

    private static async Task<bool> HasRowsAsync(TableClient table, CancellationToken cancellation)
    {
        await foreach (var _ in table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancellation))
        {
            return true;
        }

        return false;
    }

    private static async Task<long> WriteAsync(TableClient table, IAsyncEnumerable<TableEntity> rows, CancellationToken cancellation)
    {
        var torn = table.Name == "cases" ? new TornCases() : null;
        List<TableTransactionAction> batch = [];
        var (partition, bytes, written) = ("", 0L, 0L);
        await foreach (var exported in rows)
        {
            if ((torn is null ? exported : torn.Mend(exported)) is not { } row)
            {
                continue;
            }

            var size = SizeOf(row);
            if (batch.Count > 0 && (row.PartitionKey != partition || batch.Count == MaxBatchRows || bytes + size > MaxBatchBytes))
            {
                await table.SubmitTransactionAsync(batch, cancellation);
                (batch, bytes) = ([], 0);
            }

            batch.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
            (partition, bytes, written) = (row.PartitionKey, bytes + size, written + 1);
        }

        if (batch.Count > 0)
        {
            await table.SubmitTransactionAsync(batch, cancellation);
        }

        return written;
    }

    private static long SizeOf(TableEntity row)
    {
        using var buffer = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer))
        {
            RowJson.Write(json, row);
        }

        return buffer.Length;
    }
}
