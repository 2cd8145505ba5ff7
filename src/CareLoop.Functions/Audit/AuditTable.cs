using System.Globalization;
using CareLoop.Domain.Time;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Audit;

/// <summary>
/// Table <c>audit</c>: one partition for a site and a day (Shanghai), rows in the order of time. Rows are inserted and read,
/// never changed or deleted.
/// </summary>
public sealed class AuditTable(Tables tables)
{
    // What belongs to no site, such as a customer's sign-in.
    private const string NoSite = "-";

    public Task AddAsync(string organisation, string? site, AuditEntry entry, CancellationToken cancellation) => tables.Audit.AddEntityAsync(
        new TableEntity(Partition(organisation, site, ChinaTime.Date(entry.At)), entry.Id)
        {
            ["At"] = entry.At,
            ["Who"] = entry.Who,
            ["As"] = entry.As,
            ["Kind"] = entry.Kind.ToString(),
            ["What"] = entry.What,
            ["CaseNumber"] = entry.CaseNumber,
            ["Why"] = entry.Why,
        },
        cancellation);

    /// <summary>One page of a day at a site, oldest first.</summary>
    /// <param name="site">Null for what belongs to no site.</param>
    /// <param name="continuation">Where the page before ended, or null.</param>
    public async Task<(IReadOnlyList<AuditEntry> Entries, string? Continuation)> ReadAsync(
        string organisation, string? site, DateOnly day, string? continuation, int size, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organisation, site, day)}");
        var pages = tables.Audit.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellation).AsPages(continuation, size);
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            return ([.. page.Values.Select(ToEntry)], page.ContinuationToken);
        }

        return ([], null);
    }

    internal static AuditEntry ToEntry(TableEntity row) => new(
        row.RowKey,
        row.GetDateTimeOffset("At")!.Value,
        row.Text("Who"),
        row.Text("As"),
        Enum.Parse<AuditKind>(row.Text("Kind")),
        row.Text("What"),
        row.GetString("CaseNumber"),
        row.GetString("Why"));

    private static string Partition(string organisation, string? site, DateOnly day) =>
        $"{organisation}|{site ?? NoSite}|{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";
}
