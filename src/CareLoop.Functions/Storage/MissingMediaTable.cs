namespace CareLoop.Functions.Storage;

/// <summary>A photo a customer sent that could not be fetched.</summary>
/// <param name="At">When it was given up.</param>
/// <param name="Code">Why, such as <c>expired</c>.</param>
public sealed record MissingPhoto(DateTimeOffset At, string Code);

/// <summary>Rows beside a case that say which photos are missing. Immutable, like the photos' own.</summary>
public sealed class MissingMediaTable(Tables tables)
{
    private const string Prefix = "missing-";

    public Task AddAsync(string caseId, string receiptId, string code, DateTimeOffset at, CancellationToken cancellation) =>
        tables.Cases.InsertAsync(new TableEntity(caseId, Prefix + receiptId) { ["Code"] = code, ["At"] = at }, cancellation);

    public async Task<IReadOnlyList<MissingPhoto>> ListAsync(string caseId, CancellationToken cancellation)
    {
        List<MissingPhoto> missing = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {caseId} and RowKey ge {Prefix} and RowKey lt {Prefix + "~"}");
        await foreach (var row in tables.Cases.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            missing.Add(new MissingPhoto(row.GetDateTimeOffset("At")!.Value, row.Text("Code")));
        }

        return missing;
    }
}
