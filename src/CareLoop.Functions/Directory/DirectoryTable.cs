using Azure;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>Table <c>directory</c>: partition = organisation, row = kind and id. Every change is made under the row's ETag.</summary>
public sealed class DirectoryTable(Tables tables)
{
    private const int MaxRowsPerTransaction = 100;
    private const int Attempts = 3;

    /// <summary>Every row of an organisation, deleted ones included.</summary>
    public async Task<IReadOnlyList<DirectoryRow>> ReadAsync(string organisation, CancellationToken cancellation)
    {
        List<DirectoryRow> rows = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {organisation}");
        await foreach (var row in tables.Directory.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            rows.Add(DirectoryRow.Of(row));
        }

        return rows;
    }

    /// <summary>One page of a kind, deleted rows included.</summary>
    public async Task<(IReadOnlyList<DirectoryRow> Rows, string? Continuation)> ReadPageAsync(
        string organisation, string kind, string? continuation, int size, CancellationToken cancellation)
    {
        // '.' follows '-': the range holds the rows of this kind alone.
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {organisation} and RowKey ge {kind + "-"} and RowKey lt {kind + "."}");
        var pages = tables.Directory.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellation).AsPages(continuation, size);
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            return ([.. page.Values.Select(DirectoryRow.Of)], page.ContinuationToken);
        }

        return ([], null);
    }

    /// <summary>One row, also a deleted one; null when there never was one.</summary>
    public async Task<DirectoryRow?> FindAsync(string organisation, string kind, string id, CancellationToken cancellation)
    {
        var found = await tables.Directory.GetEntityIfExistsAsync<TableEntity>(
            organisation, DirectoryRow.KeyOf(kind, id), cancellationToken: cancellation);
        return found.HasValue ? DirectoryRow.Of(found.Value!) : null;
    }

    /// <summary>Writes a row over the one that was read; false when somebody else was faster.</summary>
    /// <param name="before">The row as it was read; null when there was none.</param>
    public async Task<bool> ReplaceAsync(string organisation, DirectoryRow? before, DirectoryRow after, CancellationToken cancellation)
    {
        var entity = after.ToEntity(organisation);
        if (before is null)
        {
            return await tables.Directory.InsertAsync(entity, cancellation);
        }

        try
        {
            await tables.Directory.SubmitTransactionAsync(
                [new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, before.ETag)], cancellation);
            return true;
        }
        catch (TableTransactionFailedException error) when (error.IsStale())
        {
            return false;
        }
    }

    /// <summary>
    /// Brings the rows that came from a file up to date with it. What an administrator has changed or deleted since stays as it is,
    /// and the same file twice writes nothing.
    /// </summary>
    public async Task SeedAsync(string organisation, IReadOnlyList<DirectoryRow> file, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var present = (await ReadAsync(organisation, cancellation)).ToDictionary(row => (row.Kind, row.Id));
            var changes = file.Select(row => Change(organisation, present.GetValueOrDefault((row.Kind, row.Id)), row)).OfType<TableTransactionAction>();
            try
            {
                foreach (var chunk in changes.Chunk(MaxRowsPerTransaction))
                {
                    await tables.Directory.SubmitTransactionAsync(chunk, cancellation);
                }

                return;
            }
            catch (TableTransactionFailedException error) when ((error.IsConflict() || error.IsStale()) && attempt < Attempts)
            {
                // Another host is seeding, or an administrator has just changed an entry: look again.
            }
        }
    }

    private static TableTransactionAction? Change(string organisation, DirectoryRow? present, DirectoryRow file)
    {
        if (present is null)
        {
            return new(TableTransactionActionType.Add, file.ToEntity(organisation));
        }

        return present.IsSeed && present.Json != file.Json
            ? new(TableTransactionActionType.UpdateReplace, (file with { Version = present.Version + 1 }).ToEntity(organisation), present.ETag)
            : null;
    }
}
