namespace CareLoop.Functions.Storage;

/// <summary>A tracking token as stored.</summary>
/// <param name="CaseId">The case it shows.</param>
/// <param name="Id">32 hex characters of the token's SHA-256.</param>
public sealed record TrackingRow(
    string CaseId, string Id, string Organisation, string IssuedBy, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>Table <c>trackings</c>: hashes of tracking tokens, by case. A revoked row stays, so that its token cannot be issued again.</summary>
public sealed class TrackingTable(Tables tables)
{
    /// <summary>Files a token, or returns it as it was filed before.</summary>
    public async Task<TrackingRow> GetOrAddAsync(TrackingRow row, CancellationToken cancellation) =>
        await tables.Trackings.InsertAsync(ToEntity(row), cancellation)
            ? row
            : await FindAsync(row.CaseId, row.Id, cancellation) ?? throw new InvalidOperationException("A tracking row has vanished: nothing deletes them.");

    public async Task<TrackingRow?> FindAsync(string caseId, string id, CancellationToken cancellation)
    {
        var found = await tables.Trackings.GetEntityIfExistsAsync<TableEntity>(caseId, id, cancellationToken: cancellation);
        return found.HasValue ? FromEntity(found.Value!) : null;
    }

    /// <summary>All tokens of one case.</summary>
    public async Task<IReadOnlyList<TrackingRow>> ListAsync(string caseId, CancellationToken cancellation)
    {
        List<TrackingRow> rows = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {caseId}");
        await foreach (var row in tables.Trackings.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            rows.Add(FromEntity(row));
        }

        return rows;
    }

    /// <summary>Deletes every link of a case that shows nothing any more.</summary>
    public Task DeleteAllAsync(string caseId, CancellationToken cancellation) => tables.Trackings.DeletePartitionAsync(caseId, cancellation);

    /// <summary>Ends a token; revoking twice keeps the first time. False when there is none.</summary>
    public async Task<bool> RevokeAsync(string caseId, string id, DateTimeOffset at, CancellationToken cancellation)
    {
        if (await FindAsync(caseId, id, cancellation) is not { } row)
        {
            return false;
        }

        if (row.RevokedAt is null)
        {
            await tables.Trackings.UpsertEntityAsync(ToEntity(row with { RevokedAt = at }), TableUpdateMode.Replace, cancellation);
        }

        return true;
    }

    private static TableEntity ToEntity(TrackingRow row) => new(row.CaseId, row.Id)
    {
        ["Organisation"] = row.Organisation,
        ["IssuedBy"] = row.IssuedBy,
        ["IssuedAt"] = row.IssuedAt,
        ["ExpiresAt"] = row.ExpiresAt,
        ["RevokedAt"] = row.RevokedAt,
    };

    private static TrackingRow FromEntity(TableEntity row) => new(
        row.PartitionKey,
        row.RowKey,
        row.Text("Organisation"),
        row.Text("IssuedBy"),
        row.GetDateTimeOffset("IssuedAt")!.Value,
        row.GetDateTimeOffset("ExpiresAt")!.Value,
        row.GetDateTimeOffset("RevokedAt"));
}
