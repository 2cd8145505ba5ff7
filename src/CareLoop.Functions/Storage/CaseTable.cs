using System.Text.Json;
using Azure;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Storage;

/// <summary>Table <c>cases</c>, read side and the one write that is not ApplyInputs': a command taken in.</summary>
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

    /// <summary>
    /// Takes a command in: its own row, which stays, and its place in the inbox, in one transaction. A second time nothing happens, also
    /// when the first has been decided since.
    /// </summary>
    /// <param name="cipher">Its texts, sealed; null when it has none.</param>
    /// <returns>As it stands now; of a repeated one, what the first said.</returns>
    public async Task<CommandRow> AcceptAsync(string caseId, PendingCommand command, string bodyHash, byte[]? cipher, CancellationToken cancellation)
    {
        try
        {
            await tables.Cases.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, CaseRows.FromCommand(caseId, command, bodyHash, cipher)),
                    new(TableTransactionActionType.Add, CaseRows.FromInbox(caseId, command)),
                ],
                cancellation);
            return new CommandRow(command.Id, bodyHash, Outcome: null, cipher);
        }
        catch (TableTransactionFailedException error) when (error.IsConflict())
        {
            return await FindCommandAsync(caseId, command.Id, cancellation)
                ?? throw new InvalidOperationException($"Command {command.Id} is in the inbox of {caseId} without a row of its own.");
        }
    }

    /// <summary>A command by its id, waiting or decided; null when there is none.</summary>
    public async Task<CommandRow?> FindCommandAsync(string caseId, string commandId, CancellationToken cancellation)
    {
        var found = await tables.Cases.GetEntityIfExistsAsync<TableEntity>(caseId, CaseKeys.Command(commandId), cancellationToken: cancellation);
        return found.HasValue ? CaseRows.ToCommand(found.Value!) : null;
    }

    /// <summary>Every command a case was ever given, in no order that means anything.</summary>
    public async Task<IReadOnlyList<CommandRow>> ReadCommandsAsync(string caseId, CancellationToken cancellation)
    {
        List<CommandRow> commands = [];
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {caseId} and RowKey ge {CaseKeys.CommandPrefix} and RowKey lt {CaseKeys.CommandEnd}");
        await foreach (var row in tables.Cases.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            commands.Add(CaseRows.ToCommand(row));
        }

        return commands;
    }

    /// <summary>A command, if there is one of this id, with the header of its case as of the same moment; null when there is no such case.</summary>
    /// <remarks>One query. Its range ends at the command, so that the timeline is not looked through.</remarks>
    public async Task<CaseWithCommand?> FindWithCommandAsync(string caseId, string commandId, CancellationToken cancellation)
    {
        CaseHeader? header = null;
        CommandRow? command = null;
        var commandKey = CaseKeys.Command(commandId);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {caseId} and RowKey ge {CaseKeys.Header} and RowKey le {commandKey} and (RowKey eq {CaseKeys.Header} or RowKey eq {commandKey})");
        await foreach (var row in tables.Cases.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (row.RowKey == CaseKeys.Header)
            {
                header = CaseRows.ToHeader(row);
            }
            else
            {
                command = CaseRows.ToCommand(row);
            }
        }

        return header is null ? null : new CaseWithCommand(header, command);
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
    /// <exception cref="TableTransactionFailedException">412 when another writer was faster, 404 when a command was decided before.</exception>
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
            actions.Add(new TableTransactionAction(TableTransactionActionType.UpdateMerge, CaseRows.FromOutcome(caseId, outcome), ETag.All));
            actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(caseId, row.RowKey), ETag.All));
        }

        if (actions.Count > 0)
        {
            await tables.Cases.SubmitTransactionAsync(actions, cancellation);
        }
    }

    /// <summary>Deletes what the case was ever asked, with its words.</summary>
    public async Task ForgetCommandsAsync(string caseId, CancellationToken cancellation)
    {
        var commands = await ReadCommandsAsync(caseId, cancellation);
        foreach (var some in commands.Chunk(CaseRound.MaxRows))
        {
            await tables.Cases.SubmitTransactionAsync(
                some.Select(command => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(caseId, CaseKeys.Command(command.Id)), ETag.All)),
                cancellation);
        }
    }

    /// <summary>Writes lines of the timeline anew, without the customer.</summary>
    public async Task ForgetCustomerAsync(string caseId, IReadOnlyList<CaseEvent> lines, CancellationToken cancellation)
    {
        foreach (var some in lines.Chunk(CaseRound.MaxRows))
        {
            await tables.Cases.SubmitTransactionAsync(
                some.Select(line => new TableTransactionAction(TableTransactionActionType.UpsertReplace, CaseRows.FromEvent(caseId, line))), cancellation);
        }
    }

    /// <summary>The header forgets the customer; a second time nothing happens.</summary>
    public async Task ForgetCustomerAsync(string caseId, CancellationToken cancellation)
    {
        while (await FindAsync(caseId, cancellation) is { } header && header.State.CustomerKey != Retention.Nobody)
        {
            try
            {
                var after = header with { State = Retention.Forget(header.State), StaleIndexRows = [] };
                await tables.Cases.UpdateEntityAsync(CaseRows.FromHeader(caseId, after), header.ETag, TableUpdateMode.Replace, cancellation);
            }
            catch (RequestFailedException error) when (error.IsStale())
            {
                // Somebody was refused something in the same moment: the header is read again.
            }
        }
    }

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
