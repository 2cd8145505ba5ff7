using System.Globalization;
using System.Text.Json;
using Azure;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Care;

/// <summary>
/// Table <c>care</c>: a partition for each task, with its header, its timeline and the commands it has seen. One transaction under the
/// header's ETag writes what one decision changed.
/// </summary>
public sealed class CareTable(Tables tables)
{
    private const string Header = "task";
    private const string LineEnd = "line.";

    public async Task<StoredCare?> FindAsync(string id, CancellationToken cancellation)
    {
        var found = await tables.Care.GetEntityIfExistsAsync<TableEntity>(id, Header, cancellationToken: cancellation);
        return found.HasValue ? new StoredCare(Read<CareFile>(found.Value!, "Task"), found.Value!.ETag) : null;
    }

    /// <summary>The hash of the request that brought a command; null when the task has not seen it.</summary>
    public async Task<CareOutcome?> FindOutcomeAsync(string id, string commandId, CancellationToken cancellation)
    {
        var found = await tables.Care.GetEntityIfExistsAsync<TableEntity>(id, Command(commandId), cancellationToken: cancellation);
        return found.HasValue ? new CareOutcome(commandId, found.Value!.Text("BodyHash")) : null;
    }

    /// <summary>The timeline from a line on.</summary>
    public async Task<IReadOnlyList<CareLine>> ReadLinesAsync(string id, int first, CancellationToken cancellation)
    {
        List<CareLine> lines = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id} and RowKey ge {Line(first)} and RowKey lt {LineEnd}");
        await foreach (var row in tables.Care.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            lines.Add(Read<CareLine>(row, "Line") with { Words = row.GetBinary("Words") });
        }

        return lines;
    }

    /// <summary>Takes the customer, the words and what was asked out of a finished task; a second time nothing happens.</summary>
    public async Task ForgetCustomerAsync(string id, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id} and RowKey ge {Command(string.Empty)} and RowKey lt {Command("~")}");
        await foreach (var row in tables.Care.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            await tables.Care.DeleteEntityAsync(id, row.RowKey, ETag.All, cancellation);
        }

        if (await FindAsync(id, cancellation) is not { File: var file })
        {
            return;
        }

        foreach (var line in await ReadLinesAsync(id, 1, cancellation))
        {
            var forgotten = line with { Event = Retention.Forget(line.Event, file.Task.CustomerKey) };
            await tables.Care.UpsertEntityAsync(new TableEntity(id, Line(line.Sequence)) { ["Line"] = Write(forgotten) }, TableUpdateMode.Replace, cancellation);
        }

        await tables.Care.UpsertEntityAsync(
            ToRow(file with { SubjectId = Retention.Nobody, Task = file.Task with { CustomerKey = Retention.Nobody } }), TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Files what a decision changed; false when another writer was faster and nothing was written.</summary>
    /// <param name="before">What the decision was made on; null for a new task.</param>
    public async Task<bool> CommitAsync(
        StoredCare? before, CareFile after, IReadOnlyList<CareLine> lines, CareOutcome? outcome, CancellationToken cancellation)
    {
        var header = ToRow(after);
        List<TableTransactionAction> actions =
        [
            before is null ? new(TableTransactionActionType.Add, header) : new(TableTransactionActionType.UpdateReplace, header, before.ETag),
            .. lines.Select(line => new TableTransactionAction(
                TableTransactionActionType.Add,
                new TableEntity(after.Task.Id, Line(line.Sequence)) { ["Line"] = Write(line), ["Words"] = line.Words })),
        ];
        if (outcome is not null)
        {
            var row = new TableEntity(after.Task.Id, Command(outcome.Id)) { ["BodyHash"] = outcome.BodyHash };
            actions.Add(new TableTransactionAction(TableTransactionActionType.Add, row));
        }

        try
        {
            await tables.Care.SubmitTransactionAsync(actions, cancellation);
            return true;
        }
        catch (TableTransactionFailedException error) when (error.IsStale() || error.IsConflict())
        {
            return false;
        }
    }

    private static TableEntity ToRow(CareFile file) => new(file.Task.Id, Header) { ["Task"] = Write(file) };

    private static string Line(int sequence) => string.Create(CultureInfo.InvariantCulture, $"line-{sequence:D6}");

    private static string Command(string commandId) => $"command-{commandId}";

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, CaseJson.Options);

    private static T Read<T>(TableEntity row, string name) => JsonSerializer.Deserialize<T>(row.Text(name), CaseJson.Options)
        ?? throw new InvalidOperationException($"Row {row.PartitionKey}/{row.RowKey} holds no {name}.");
}
