using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Backup;

/// <summary>
/// An export reads a large table page by page while the application writes. A case that straddles two pages can have a round's
/// events and outcomes without the header that knows of them; the next round would then collide with them for ever. At the restore
/// such a case becomes what it was, as if that round had come after the export.
/// </summary>
internal sealed class TornCases
{
    private readonly HashSet<string> waiting = [];
    private string? caseId;
    private CaseHeader? header;

    /// <summary>A row of table <c>cases</c> as it fits the rows before it; null when it does not. Rows must come in the order of their keys.</summary>
    public TableEntity? Mend(TableEntity row)
    {
        if (row.PartitionKey != caseId)
        {
            (caseId, header) = (row.PartitionKey, null);
            waiting.Clear();
        }

        if (row.RowKey == CaseKeys.Header)
        {
            header = CaseRows.ToHeader(row);
        }
        else if (row.RowKey.StartsWith(CaseKeys.InboxPrefix, StringComparison.Ordinal))
        {
            waiting.Add(CaseRows.ToInbox(row).Command.Id);
        }
        else if (row.RowKey.StartsWith(CaseKeys.EventPrefix, StringComparison.Ordinal))
        {
            return CaseRows.ToEvent(row).Sequence <= (header?.State.Sequence ?? 0) ? row : null;
        }
        else if (row.RowKey.StartsWith(CaseKeys.CommandPrefix, StringComparison.Ordinal))
        {
            return MendCommand(row);
        }

        return row;
    }

    /// <summary>A command either waits in the inbox or has been decided; one that came or was decided later does neither here.</summary>
    private TableEntity? MendCommand(TableEntity row)
    {
        var command = CaseRows.ToCommand(row);
        if (waiting.Contains(command.Id))
        {
            row.Remove(CaseRows.OutcomeColumn);
            return row;
        }

        return command.Outcome is { } outcome && outcome.Version <= (header?.State.CommandVersion ?? 0) ? row : null;
    }
}
