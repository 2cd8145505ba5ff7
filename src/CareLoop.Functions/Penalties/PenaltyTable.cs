using System.Globalization;
using System.Text.Json;
using Azure;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Penalties;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Penalties;

/// <summary>A proposal as read.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Order">The request that decided it last; null while none has.</param>
/// <param name="ETag">Guards the next write.</param>
public sealed record StoredPenalty(PenaltyProposal Proposal, PenaltyOrder? Order, ETag ETag);

/// <summary>A decision as it was sent, so that sending it again changes nothing.</summary>
/// <param name="Id">Made from caller, proposal and Idempotency-Key.</param>
/// <param name="BodyHash">What the request said.</param>
public sealed record PenaltyOrder(string Id, string BodyHash);

/// <summary>
/// Table <c>penalties</c>: an organisation's proposals by month, and whose mistake caused which case. Proposals are one row for what there
/// can be one of, a person's month or a case, so that no number of cases, repetitions and crashes makes two. Staff and cases only, nobody's words.
/// </summary>
public sealed class PenaltyTable(Tables tables)
{
    /// <summary>The id of what there can be one of.</summary>
    public static string IdOf(CaseState state, PenaltyRule rule, string person) => $"{PenaltyGrounds.MonthOf(state)}-" + CommandIds.Of(
        "penalty", $"{state.Organisation}\n{rule.Id}\n{person}{(rule.Cap == PenaltyCap.PerCase ? $"\n{state.CaseId}" : string.Empty)}");

    public async Task<StoredPenalty?> FindAsync(string organisation, string id, CancellationToken cancellation)
    {
        var found = await tables.Penalties.GetEntityIfExistsAsync<TableEntity>(organisation, id, cancellationToken: cancellation);
        return found.HasValue ? Read(found.Value!) : null;
    }

    /// <summary>Writes a proposal; false when another writer was faster and nothing was written.</summary>
    /// <param name="before">What it was made of; null for a new one.</param>
    public async Task<bool> WriteAsync(StoredPenalty? before, PenaltyProposal after, PenaltyOrder? order, CancellationToken cancellation)
    {
        var row = new TableEntity(after.Organisation, after.Id)
        {
            [nameof(after.Site)] = after.Site,
            [nameof(after.Person)] = after.Person,
            [nameof(after.Status)] = after.Status.ToString(),
            ["Proposal"] = JsonSerializer.Serialize(after, CaseJson.Options),
            ["OrderId"] = order?.Id,
            ["OrderHash"] = order?.BodyHash,
        };
        if (before is null)
        {
            return await tables.Penalties.InsertAsync(row, cancellation);
        }

        try
        {
            await tables.Penalties.UpdateEntityAsync(row, before.ETag, TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsStale())
        {
            return false;
        }
    }

    /// <summary>One page of an organisation's proposals, by month: one storage query.</summary>
    /// <param name="month">Only of this month, such as <c>2026-03</c>, or null.</param>
    /// <param name="conditions">OData conditions on the columns Site, Person and Status.</param>
    /// <param name="continuation">Where the page before ended, or null.</param>
    public async Task<(IReadOnlyList<PenaltyProposal> Proposals, string? Continuation)> ReadPageAsync(
        string organisation, string? month, IReadOnlyList<string> conditions, string? continuation, int size, CancellationToken cancellation)
    {
        List<string> all = [TableClient.CreateQueryFilter($"PartitionKey eq {organisation}"), .. conditions];
        if (month is not null)
        {
            // '.' follows '-'.
            all.Add(TableClient.CreateQueryFilter($"RowKey ge {month + '-'} and RowKey lt {month + '.'}"));
        }

        var pages = tables.Penalties.QueryAsync<TableEntity>(string.Join(" and ", all), size, cancellationToken: cancellation).AsPages(continuation, size);
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            return ([.. page.Values.Select(row => Read(row).Proposal)], page.ContinuationToken);
        }

        return ([], null);
    }

    /// <summary>Files that a case is somebody's mistake; the same one again changes nothing.</summary>
    public Task FileErrorAsync(CaseState state, string person, string cause, DateTimeOffset at, CancellationToken cancellation) =>
        tables.Penalties.UpsertEntityAsync(
            new TableEntity(ErrorsOf(state.Organisation, person, cause), $"{Stamp(at)}|{state.CaseId}") { ["CaseId"] = state.CaseId }, TableUpdateMode.Replace, cancellation);

    /// <summary>Cases that were filed under the same person and cause from an instant on and before a case was, the latest last.</summary>
    public async Task<IReadOnlyList<string>> EarlierErrorsAsync(
        CaseState state, string person, string cause, DateTimeOffset since, DateTimeOffset at, CancellationToken cancellation)
    {
        List<string> cases = [];
        var (partition, first, end) = (ErrorsOf(state.Organisation, person, cause), Stamp(since), $"{Stamp(at)}|{state.CaseId}");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {end}");
        await foreach (var row in tables.Penalties.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            cases.Add(row.Text("CaseId"));
        }

        return [.. cases.Where(other => other != state.CaseId).Distinct()];
    }

    private static StoredPenalty Read(TableEntity row) => new(
        JsonSerializer.Deserialize<PenaltyProposal>(row.Text("Proposal"), CaseJson.Options)
            ?? throw new InvalidOperationException($"Row penalties/{row.PartitionKey}/{row.RowKey} holds no proposal."),
        row.GetString("OrderId") is { } id ? new PenaltyOrder(id, row.Text("OrderHash")) : null,
        row.ETag);

    // A cause is whatever code somebody wrote: only its hash fits into a key.
    private static string ErrorsOf(string organisation, string person, string cause) => $"{organisation}|errors|{CommandIds.Of("error", $"{person}\n{cause}")}";

    private static string Stamp(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}
