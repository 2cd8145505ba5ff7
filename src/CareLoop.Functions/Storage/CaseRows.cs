using System.Text.Json;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Storage;

/// <summary>How the rows of a case's partition look: codes, ids and instants as JSON, never names or free text.</summary>
internal static class CaseRows
{
    /// <summary>What became of a command; the column is missing while it waits.</summary>
    public const string OutcomeColumn = "Outcome";

    public static TableEntity FromHeader(string caseId, CaseHeader header) => new(caseId, CaseKeys.Header)
    {
        ["State"] = Write(header.State),
        ["Round"] = header.Round,
        ["FirstSequence"] = header.FirstSequence,
        ["IndexRows"] = Write(header.IndexRows),
        ["StaleIndexRows"] = Write(header.StaleIndexRows),
    };

    public static CaseHeader ToHeader(TableEntity row) => new(
        Read<CaseState>(row, "State"),
        row.Text("Round"),
        row.GetInt32("FirstSequence")!.Value,
        Read<IReadOnlyList<IndexKey>>(row, "IndexRows"),
        Read<IReadOnlyList<IndexKey>>(row, "StaleIndexRows"),
        row.ETag);

    public static TableEntity FromInbox(string caseId, PendingCommand command) =>
        new(caseId, CaseKeys.Inbox(command.AcceptedAt, command.Id)) { ["Command"] = Write(command) };

    public static InboxRow ToInbox(TableEntity row) => new(row.RowKey, Read<PendingCommand>(row, "Command"));

    public static TableEntity FromEvent(string caseId, CaseEvent item) => new(caseId, CaseKeys.Event(item.Sequence))
    {
        ["Type"] = item.Type,
        ["At"] = item.At,
        ["Event"] = Write(item),
    };

    public static CaseEvent ToEvent(TableEntity row) => Read<CaseEvent>(row, "Event");

    public static TableEntity FromCommand(string caseId, PendingCommand command, string bodyHash, byte[]? cipher) =>
        new(caseId, CaseKeys.Command(command.Id))
        {
            ["BodyHash"] = bodyHash,
            ["Cipher"] = cipher,
            // Whoever passes it on finds it here when the inbox is empty again.
            ["ForGroup"] = command.ForGroup ? Write(command.Command) : null,
        };

    public static TableEntity FromOutcome(string caseId, CommandOutcome outcome) =>
        new(caseId, CaseKeys.Command(outcome.CommandId)) { [OutcomeColumn] = Write(outcome) };

    public static CommandRow ToCommand(TableEntity row) => new(
        row.RowKey[CaseKeys.CommandPrefix.Length..],
        row.Text("BodyHash"),
        row.ContainsKey(OutcomeColumn) ? Read<CommandOutcome>(row, OutcomeColumn) : null,
        row.GetBinary("Cipher"),
        row.GetString("ForGroup") is not null ? Read<CaseCommand>(row, "ForGroup") : null);

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, CaseJson.Options);

    private static T Read<T>(TableEntity row, string name) => JsonSerializer.Deserialize<T>(row.Text(name), CaseJson.Options)
        ?? throw new InvalidOperationException($"Row {row.PartitionKey}/{row.RowKey} holds no {name}.");
}
