using System.Globalization;

namespace CareLoop.Functions.Storage;

/// <summary>Row keys inside a case's partition. A range from the header to the end of the inbox is one short query.</summary>
internal static class CaseKeys
{
    public const string Header = "case";
    public const string InboxPrefix = "case-inbox-";

    /// <summary>The first key after all inbox rows ('.' follows '-').</summary>
    public const string InboxEnd = "case-inbox.";

    public const string EventPrefix = "event-";
    public const string EvidencePrefix = "evidence-";

    public static string Inbox(DateTimeOffset acceptedAt, string commandId) =>
        string.Create(CultureInfo.InvariantCulture, $"{InboxPrefix}{acceptedAt.UtcTicks:D19}-{commandId}");

    public const string CommandPrefix = "command-";

    /// <summary>The first key after all commands ('.' follows '-').</summary>
    public const string CommandEnd = "command.";

    public static string Command(string commandId) => CommandPrefix + commandId;

    public static string Event(int sequence) => string.Create(CultureInfo.InvariantCulture, $"{EventPrefix}{sequence:D6}");

    public static string Evidence(string storedHash) => EvidencePrefix + storedHash;

    /// <summary>The Durable instance of one episode; never used twice.</summary>
    public static string Instance(string caseId, int episode) => string.Create(CultureInfo.InvariantCulture, $"{caseId}.{episode}");
}
