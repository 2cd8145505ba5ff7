using System.Text.Json;
using Azure;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Storage;

/// <summary>Table <c>cases</c>, read side and the one insert that is not ApplyInputs': a command into the inbox.</summary>
public sealed class CaseTable(Tables tables)
{
    /// <summary>Header and waiting commands in one range query.</summary>
    public async Task<CaseFile> ReadAsync(string caseId, CancellationToken cancellation)
    {
        CaseHeader? header = null;
        List<InboxRow> inbox = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {caseId} and RowKey ge {CaseKeys.Header} and RowKey lt {CaseKeys.InboxEnd}");
        await foreach (var row in tables.Cases.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (row.RowKey == CaseKeys.Header)
            {
                header = CaseRows.ToHeader(row);
            }
            else
            {
                inbox.Add(CaseRows.ToInbox(row));
            }
        }

        return new CaseFile(header, inbox);
    }

    /// <summary>The header alone; null when there is no such case.</summary>
    public async Task<CaseHeader?> FindAsync(string caseId, CancellationToken cancellation)
    {
        var found = await tables.Cases.GetEntityIfExistsAsync<TableEntity>(caseId, CaseKeys.Header, cancellationToken: cancellation);
        return found.HasValue ? CaseRows.ToHeader(found.Value!) : null;
    }

    /// <summary>Puts a command into the inbox. Doing it twice leaves one.</summary>
    public Task AddToInboxAsync(string caseId, PendingCommand command, string bodyHash, CancellationToken cancellation) =>
        tables.Cases.InsertAsync(CaseRows.FromInbox(caseId, command, bodyHash), cancellation);

    /// <summary>What became of a command; null while it waits.</summary>
    public async Task<StoredOutcome?> FindOutcomeAsync(string caseId, string commandId, CancellationToken cancellation)
    {
        var found = await tables.Cases.GetEntityIfExistsAsync<TableEntity>(caseId, CaseKeys.Outcome(commandId), cancellationToken: cancellation);
        return found.HasValue ? CaseRows.ToOutcome(found.Value!) : null;
    }

    /// <summary>What became of a command, with the case after it, as one transaction wrote them; null while it waits.</summary>
    /// <remarks>One query. Its range ends at the outcome, so that the timeline is not looked through.</remarks>
    public async Task<DecidedCommand?> FindDecidedAsync(string caseId, string commandId, CancellationToken cancellation)
    {
        CaseHeader? header = null;
        StoredOutcome? outcome = null;
        var outcomeKey = CaseKeys.Outcome(commandId);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {caseId} and RowKey ge {CaseKeys.Header} and RowKey le {outcomeKey} and (RowKey eq {CaseKeys.Header} or RowKey eq {outcomeKey})");
        await foreach (var row in tables.Cases.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (row.RowKey == CaseKeys.Header)
            {
                header = CaseRows.ToHeader(row);
            }
            else
            {
                outcome = CaseRows.ToOutcome(row);
            }
        }

        return header is null || outcome is null ? null : new DecidedCommand(outcome, header);
    }

    /// <summary>Timeline events from one sequence number on.</summary>
    public async Task<IReadOnlyList<CaseEvent>> ReadEventsAsync(string caseId, int first, int last, CancellationToken cancellation)
    {
        List<CaseEvent> events = [];
        if (first > last)
        {
            return events;
        }

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {caseId} and RowKey ge {CaseKeys.Event(first)} and RowKey le {CaseKeys.Event(last)}");
        await foreach (var row in tables.Cases.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            events.Add(CaseRows.ToEvent(row));
        }

        return events;
    }

    /// <summary>One decided round, in one transaction under the header's ETag: header, events, outcomes, and the inbox rows they came from.</summary>
    /// <exception cref="TableTransactionFailedException">412 when another writer was faster, 409 when an outcome was filed before.</exception>
    public async Task CommitAsync(
        string caseId, CaseHeader? before, CaseHeader? after, RoundResult result, IReadOnlyList<InboxRow> decided, CancellationToken cancellation)
    {
        List<TableTransactionAction> actions = [];
        if (after is not null)
        {
            actions.Add(before is null
                ? new TableTransactionAction(TableTransactionActionType.Add, CaseRows.FromHeader(caseId, after))
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, CaseRows.FromHeader(caseId, after), before.ETag));
        }

        actions.AddRange(result.Events.Select(item => new TableTransactionAction(TableTransactionActionType.Add, CaseRows.FromEvent(caseId, item))));
        foreach (var row in decided)
        {
            var outcome = result.Outcomes.Single(item => item.CommandId == row.Command.Id);
            actions.Add(new TableTransactionAction(TableTransactionActionType.Add, CaseRows.FromOutcome(caseId, outcome, row.BodyHash)));
            actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(caseId, row.RowKey), ETag.All));
        }

        if (actions.Count > 0)
        {
            await tables.Cases.SubmitTransactionAsync(actions, cancellation);
        }
    }

    /// <summary>Takes a command out of the inbox without effect; gone already is fine.</summary>
    public Task RemoveFromInboxAsync(string caseId, InboxRow row, CancellationToken cancellation) =>
        tables.Cases.DeleteEntityAsync(caseId, row.RowKey, ETag.All, cancellation);

    /// <summary>Every waiting command of every case, for the sweep only: not one partition, so never on a request path.</summary>
    public async IAsyncEnumerable<(string CaseId, InboxRow Row)> ReadAllInboxesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"RowKey ge {CaseKeys.InboxPrefix} and RowKey lt {CaseKeys.InboxEnd}");
        await foreach (var row in tables.Cases.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            yield return (row.PartitionKey, CaseRows.ToInbox(row));
        }
    }
}
