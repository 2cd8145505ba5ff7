using System.Globalization;
using Azure;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Storage;

/// <summary>
/// Table <c>caseindex</c>: where a case stands in the worklists. Three views: by status and due time, by owner, by customer.
/// Rows are a pure function of the case, so writing them again changes nothing.
/// </summary>
public sealed class CaseIndex(Tables tables)
{
    private const string Never = "99999999999999";

    /// <summary>The addresses of a case's rows.</summary>
    public static IReadOnlyList<IndexKey> KeysOf(CaseState state)
    {
        var due = state.NextDueAt is { } instant ? Stamp(instant) : Never;
        return
        [
            new(ByStatus(state.Site, state.Status), $"{due}|{state.CaseId}"),
            new($"{state.Site}|owner|{state.Owner ?? "-"}", $"{due}|{state.CaseId}"),
            new($"{state.Organisation}|customer|{state.CustomerKey}", $"{Stamp(state.ReceivedAt)}|{state.CaseId}"),
        ];
    }

    /// <summary>Partition of a site's cases in one status.</summary>
    public static string ByStatus(string site, CaseStatus status) => $"{site}|status|{status}";

    /// <summary>Moves a case from its old rows to its new ones.</summary>
    public async Task RewriteAsync(CaseHeader header, CancellationToken cancellation)
    {
        foreach (var key in header.IndexRows)
        {
            await tables.CaseIndex.UpsertEntityAsync(ToRow(key, header.State), TableUpdateMode.Replace, cancellation);
        }

        foreach (var key in header.StaleIndexRows)
        {
            await tables.CaseIndex.DeleteEntityAsync(key.Partition, key.Row, ETag.All, cancellation);
        }
    }

    /// <summary>One partition's rows in due order.</summary>
    public IAsyncEnumerable<TableEntity> ReadAsync(string partition, CancellationToken cancellation) =>
        tables.CaseIndex.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellation);

    private static TableEntity ToRow(IndexKey key, CaseState state) => new(key.Partition, key.Row)
    {
        ["CaseId"] = state.CaseId,
        ["Status"] = state.Status.ToString(),
        ["Type"] = state.Type,
        ["Category"] = state.Category,
        ["Severity"] = state.Severity,
        ["Owner"] = state.Owner,
        ["ReceivedAt"] = state.ReceivedAt,
        ["NextDueAt"] = state.NextDueAt,
        ["FollowUpOpensAt"] = state.FollowUp?.OpensAt,
        ["FollowUpCaller"] = state.FollowUp?.Caller,
    };

    private static string Stamp(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
