using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Backup;

/// <summary>
/// An export reads a large table page by page while the application writes. A case that straddles two pages can have a round's
/// events and outcomes without the header that knows of them; the next round would then collide with them for ever. Such rows
/// are left out at the restore, as if that round had come after the export.
/// </summary>
internal sealed class TornCases
{
    private string? caseId;
    private CaseHeader? header;

    /// <summary>Whether a row of table <c>cases</c> fits the header in front of it. Rows must come in the order of their keys.</summary>
    public bool Fits(TableEntity row)
    {
        if (row.PartitionKey != caseId)
        {
            (caseId, header) = (row.PartitionKey, null);
        }

        if (row.RowKey == CaseKeys.Header)
        {
            header = CaseRows.ToHeader(row);
        }

        return row.RowKey switch
        {
            var key when key.StartsWith(CaseKeys.EventPrefix, StringComparison.Ordinal) =>
                CaseRows.ToEvent(row).Sequence <= (header?.State.Sequence ?? 0),
            var key when key.StartsWith(CaseKeys.OutcomePrefix, StringComparison.Ordinal) =>
                CaseRows.ToOutcome(row).Outcome.Version <= (header?.State.CommandVersion ?? 0),
            _ => true,
        };
    }
}
