using System.Globalization;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Notifications;

/// <summary>One entry of somebody's in-app inbox. The text is made when it is read, so nothing personal is stored.</summary>
/// <param name="Id">Message id, or the name of a digest.</param>
/// <param name="Recipient">Staff id or customer key.</param>
/// <param name="CaseId">The case, or the care task, it is about; null for digests.</param>
/// <param name="Sequence">The event that caused it; 0 for digests.</param>
/// <param name="Kind">Template id.</param>
/// <param name="At">When its cause took effect.</param>
/// <param name="DeadlineId">The deadline it is about, if any.</param>
/// <param name="Count">How many things it announces.</param>
/// <param name="Site">The site whose handbook has the words, for entries of a chat without a case.</param>
public sealed record InboxEntry(string Id, string Recipient, string? CaseId, int Sequence, string Kind, DateTimeOffset At, string? DeadlineId, int Count, string? Site = null)
{
    /// <summary>Further codes that the text is made of, if any.</summary>
    public string? Details { get; init; }
}

/// <summary>Table <c>inbox</c>: what people were told, newest first. Keyed by message, so a message handled twice is one entry.</summary>
public sealed class InboxTable(Tables tables)
{
    public Task AddAsync(string organisation, InboxEntry entry, CancellationToken cancellation) => tables.Inbox.InsertAsync(
        new TableEntity(Partition(organisation, entry.Recipient), RowKey(entry))
        {
            ["CaseId"] = entry.CaseId,
            ["Sequence"] = entry.Sequence,
            ["Kind"] = entry.Kind,
            ["At"] = entry.At,
            ["DeadlineId"] = entry.DeadlineId,
            ["Count"] = entry.Count,
            ["Site"] = entry.Site,
            ["Details"] = entry.Details,
        },
        cancellation);

    /// <summary>One page of a recipient's entries, newest first.</summary>
    /// <param name="continuation">Where the page before ended, or null.</param>
    public async Task<(IReadOnlyList<InboxEntry> Entries, string? Continuation)> ReadAsync(
        string organisation, string recipient, string? continuation, int size, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organisation, recipient)}");
        var pages = tables.Inbox.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellation).AsPages(continuation, size);
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            return ([.. page.Values.Select(row => ToEntry(recipient, row))], page.ContinuationToken);
        }

        return ([], null);
    }

    /// <summary>Deletes what a recipient was told about one case.</summary>
    public async Task ForgetAsync(string organisation, string recipient, string caseId, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organisation, recipient)} and CaseId eq {caseId}");
        await foreach (var row in tables.Inbox.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            await tables.Inbox.DeleteEntityAsync(row.PartitionKey, row.RowKey, Azure.ETag.All, cancellation);
        }
    }

    private static InboxEntry ToEntry(string recipient, TableEntity row) => new(
        row.RowKey,
        recipient,
        row.GetString("CaseId"),
        row.GetInt32("Sequence")!.Value,
        row.Text("Kind"),
        row.GetDateTimeOffset("At")!.Value,
        row.GetString("DeadlineId"),
        row.GetInt32("Count")!.Value,
        row.GetString("Site"))
    {
        Details = row.GetString("Details"),
    };

    private static string RowKey(InboxEntry entry) => string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - entry.At.UtcTicks:D19}-{entry.Id}");

    private static string Partition(string organisation, string recipient) => $"{organisation}|{recipient}";
}
