using System.Globalization;
using System.Text.Json;
using Azure;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Time;

namespace CareLoop.Functions.Storage;

/// <summary>
/// Table <c>caseindex</c>: where a case stands in the worklists. Views by site, person, customer, group and origin, all in the partition of
/// the organisation, so that a case moves through all of them in one transaction. Rows are a pure function of the case, so writing them
/// again changes nothing.
/// </summary>
public sealed class CaseIndex(Tables tables)
{
    private const string Never = "99999999999999";

    /// <summary>The addresses of a case's rows. Open cases stand in due order, closed ones newest first.</summary>
    public static IReadOnlyList<IndexKey> KeysOf(CaseState state)
    {
        if (state.AnonymisedAt is not null)
        {
            return [];
        }

        var byReceipt = OfCustomer(state.Organisation, state.CustomerKey).Key(NewestFirst(state.ReceivedAt, state.CaseId));
        IndexKey[] byOthers =
        [
            .. state.GroupIncident is { } incident ? [OfGroup(state.Organisation, incident).Key(state.CaseId)] : (IndexKey[])[],
            .. state.LinkedTo is { } original ? [FollowingFrom(state.Organisation, original).Key(state.CaseId)] : (IndexKey[])[],
            byReceipt,
        ];
        if (state.ClosedAt is { } closedAt)
        {
            return [Closed(state.Organisation, state.Site, ChinaTime.Date(closedAt)).Key(NewestFirst(closedAt, state.CaseId)), .. byOthers];
        }

        var byDue = $"{(state.NextDueAt is { } due ? Stamp(due) : Never)}|{state.CaseId}";
        return
        [
            Open(state.Organisation, state.Site).Key(byDue),
            (state.Owner is { } owner ? OfPerson(state.Organisation, owner) : Unassigned(state.Organisation, state.Site)).Key(byDue),
            .. state.OnDutyHandler is { } handler && handler != state.Owner ? [OfPerson(state.Organisation, handler).Key(byDue)] : (IndexKey[])[],
            .. byOthers,
        ];
    }

    /// <summary>A site's open cases.</summary>
    public static IndexView Open(string organisation, string site) => new(organisation, $"open|{site}");

    /// <summary>A site's open cases that have no owner yet.</summary>
    public static IndexView Unassigned(string organisation, string site) => new(organisation, $"unassigned|{site}");

    /// <summary>The cases a site closed in a month, by the date in China.</summary>
    public static IndexView Closed(string organisation, string site, DateOnly day) =>
        new(organisation, string.Create(CultureInfo.InvariantCulture, $"closed|{site}|{day:yyyyMM}"));

    /// <summary>The open cases somebody owns or acts in, at all sites.</summary>
    public static IndexView OfPerson(string organisation, string person) => new(organisation, $"person|{person}");

    /// <summary>All cases of a customer.</summary>
    public static IndexView OfCustomer(string organisation, string customerKey) => new(organisation, $"customer|{customerKey}");

    /// <summary>The cases of a group incident, but for the one that leads it.</summary>
    public static IndexView OfGroup(string organisation, string incident) => new(organisation, $"group|{incident}");

    /// <summary>The cases that follow from a case.</summary>
    public static IndexView FollowingFrom(string organisation, string original) => new(organisation, $"following|{original}");

    /// <summary>Partition of the complaints about a merchant, contractor or outlet, newest first.</summary>
    public static string OfCounterparty(string organisation, string counterparty) => $"{organisation}|counterparty|{counterparty}";

    /// <summary>What the rows of a case say.</summary>
    public static IndexedCase Describe(CaseState state) => new(
        state.CaseId,
        state.Site,
        state.Pack,
        state.Status,
        state.Type,
        state.Category,
        state.Severity,
        state.Owner,
        state.OnDutyHandler,
        state.Counterparty,
        state.ReceivedAt,
        state.NextDueAt,
        state.Flags.Contains(CaseFlags.Overdue),
        state.ClosedAt,
        state.FollowUp?.OpensAt,
        state.FollowUp?.Caller,
        state.SubjectKey);

    /// <summary>Whether the rows of both headers are the same, so that nothing has to be written.</summary>
    public static bool SaysTheSame(CaseHeader before, CaseHeader after) =>
        after.StaleIndexRows.Count == 0 && before.IndexRows.SequenceEqual(after.IndexRows) && Describe(before.State) == Describe(after.State);

    /// <summary>Moves a case from its old rows to its new ones in one transaction. Doing it again changes nothing.</summary>
    public async Task RewriteAsync(CaseHeader header, CancellationToken cancellation)
    {
        var row = Describe(header.State);
        var puts = header.IndexRows.Select(key => new TableTransactionAction(TableTransactionActionType.UpsertReplace, ToRow(key, row)));
        var deletes = header.StaleIndexRows.Select(key =>
            new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(key.Partition, key.Row), ETag.All));
        foreach (var partition in puts.Concat(deletes).GroupBy(action => action.Entity.PartitionKey))
        {
            await MoveAsync([.. partition], cancellation);
        }
    }

    private async Task MoveAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellation)
    {
        try
        {
            await tables.CaseIndex.SubmitTransactionAsync(actions, cancellation);
        }
        catch (TableTransactionFailedException error) when (error.Status == 404)
        {
            // A row to delete is gone already, as it is when a round is repeated: the other rows must stand all the same.
            foreach (var action in actions)
            {
                await (action.ActionType == TableTransactionActionType.Delete
                    ? tables.CaseIndex.DeleteEntityAsync(action.Entity.PartitionKey, action.Entity.RowKey, ETag.All, cancellation)
                    : tables.CaseIndex.UpsertEntityAsync((TableEntity)action.Entity, TableUpdateMode.Replace, cancellation));
            }
        }
    }

    /// <summary>A whole view in its order, for timers.</summary>
    public async IAsyncEnumerable<IndexedCase> ReadAsync(
        IndexView view, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.CaseIndex.QueryAsync<TableEntity>(Filter(view, []), cancellationToken: cancellation))
        {
            yield return ToCase(row);
        }
    }

    /// <summary>The cases a site closed in months up to that of a day, the earliest months first.</summary>
    public async IAsyncEnumerable<IndexedCase> ReadClosedUntilAsync(
        string organisation, string site, DateOnly day, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (first, end) = (Closed(organisation, site, DateOnly.MinValue).First, Closed(organisation, site, day).End);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {organisation} and RowKey ge {first} and RowKey lt {end}");
        await foreach (var row in tables.CaseIndex.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            yield return ToCase(row);
        }
    }

    /// <summary>A complaint is no longer filed under whom it was about.</summary>
    public Task ForgetComplaintAsync(string organisation, string counterparty, DateTimeOffset receivedAt, string caseId, CancellationToken cancellation) =>
        tables.CaseIndex.DeleteEntityAsync(OfCounterparty(organisation, counterparty), NewestFirst(receivedAt, caseId), ETag.All, cancellation);

    /// <summary>Files a complaint under whom it is about; the same one again changes nothing.</summary>
    public Task FileComplaintAsync(string organisation, string counterparty, CounterpartyComplaint complaint, CancellationToken cancellation) =>
        tables.CaseIndex.UpsertEntityAsync(
            new TableEntity(OfCounterparty(organisation, counterparty), NewestFirst(complaint.ReceivedAt, complaint.CaseId))
            {
                [nameof(complaint.CaseId)] = complaint.CaseId,
                [nameof(complaint.CustomerKey)] = complaint.CustomerKey,
                [nameof(complaint.ReceivedAt)] = complaint.ReceivedAt,
            },
            TableUpdateMode.Replace,
            cancellation);

    /// <summary>Complaints about somebody that were received at or after an instant: one range query.</summary>
    public async Task<IReadOnlyList<CounterpartyComplaint>> ComplaintsAsync(
        string organisation, string counterparty, DateTimeOffset since, CancellationToken cancellation)
    {
        var (partition, end) = (OfCounterparty(organisation, counterparty), NewestFirst(since, "~"));
        List<CounterpartyComplaint> complaints = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey le {end}");
        await foreach (var row in tables.CaseIndex.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            complaints.Add(new CounterpartyComplaint(
                row.Text(nameof(CounterpartyComplaint.CaseId)),
                row.Text(nameof(CounterpartyComplaint.CustomerKey)),
                row.GetDateTimeOffset(nameof(CounterpartyComplaint.ReceivedAt))!.Value));
        }

        return complaints;
    }

    /// <summary>Open cases somebody acts in now: his own, but for those another handler is on duty for, and those he is on duty for (COM-OWN-03).</summary>
    public async Task<IReadOnlyList<IndexedCase>> ActingAsync(string organisation, string person, CancellationToken cancellation)
    {
        List<IndexedCase> cases = [];
        await foreach (var row in ReadAsync(OfPerson(organisation, person), cancellation))
        {
            if (row.ActingPerson == person)
            {
                cases.Add(row);
            }
        }

        return cases;
    }

    /// <summary>One page of a view: one storage query, whatever the view's size. A page may hold fewer than asked for and still not be the last.</summary>
    /// <param name="conditions">OData conditions on <see cref="IndexedCase"/>'s columns.</param>
    /// <param name="continuation">Where the page before ended, or null.</param>
    public async Task<(IReadOnlyList<IndexedCase> Cases, string? Continuation)> ReadPageAsync(
        IndexView view, IReadOnlyList<string> conditions, string? continuation, int size, CancellationToken cancellation)
    {
        var pages = tables.CaseIndex.QueryAsync<TableEntity>(Filter(view, conditions), size, cancellationToken: cancellation).AsPages(continuation, size);
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            return ([.. page.Values.Select(ToCase)], page.ContinuationToken);
        }

        return ([], null);
    }

    private static string Filter(IndexView view, IReadOnlyList<string> conditions) => string.Join(
        " and ",
        [TableClient.CreateQueryFilter($"PartitionKey eq {view.Partition} and RowKey ge {view.First} and RowKey lt {view.End}"), .. conditions]);

    private static TableEntity ToRow(IndexKey key, IndexedCase item) => new(key.Partition, key.Row)
    {
        [nameof(item.CaseId)] = item.CaseId,
        [nameof(item.Site)] = item.Site,
        [nameof(item.Pack)] = JsonSerializer.Serialize(item.Pack, CaseJson.Options),
        [nameof(item.Status)] = item.Status.ToString(),
        [nameof(item.Type)] = item.Type,
        [nameof(item.Category)] = item.Category,
        [nameof(item.Severity)] = item.Severity,
        [nameof(item.Owner)] = item.Owner,
        [nameof(item.Handler)] = item.Handler,
        [nameof(item.Counterparty)] = item.Counterparty,
        [nameof(item.ReceivedAt)] = item.ReceivedAt,
        [nameof(item.NextDueAt)] = item.NextDueAt,
        [nameof(item.Overdue)] = item.Overdue,
        [nameof(item.ClosedAt)] = item.ClosedAt,
        [nameof(item.FollowUpOpensAt)] = item.FollowUpOpensAt,
        [nameof(item.FollowUpCaller)] = item.FollowUpCaller,
        [nameof(item.SubjectKey)] = item.SubjectKey,
    };

    private static IndexedCase ToCase(TableEntity row) => new(
        row.Text(nameof(IndexedCase.CaseId)),
        row.Text(nameof(IndexedCase.Site)),
        JsonSerializer.Deserialize<PackReference>(row.Text(nameof(IndexedCase.Pack)), CaseJson.Options)!,
        Enum.Parse<CaseStatus>(row.Text(nameof(IndexedCase.Status))),
        row.Text(nameof(IndexedCase.Type)),
        row.GetString(nameof(IndexedCase.Category)),
        row.GetString(nameof(IndexedCase.Severity)),
        row.GetString(nameof(IndexedCase.Owner)),
        row.GetString(nameof(IndexedCase.Handler)),
        row.GetString(nameof(IndexedCase.Counterparty)),
        row.GetDateTimeOffset(nameof(IndexedCase.ReceivedAt))!.Value,
        row.GetDateTimeOffset(nameof(IndexedCase.NextDueAt)),
        row.GetBoolean(nameof(IndexedCase.Overdue))!.Value,
        row.GetDateTimeOffset(nameof(IndexedCase.ClosedAt)),
        row.GetDateTimeOffset(nameof(IndexedCase.FollowUpOpensAt)),
        row.GetString(nameof(IndexedCase.FollowUpCaller)),
        row.GetString(nameof(IndexedCase.SubjectKey)));

    private static string Stamp(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private static string NewestFirst(DateTimeOffset instant, string caseId) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - instant.UtcTicks:D19}|{caseId}");
}
