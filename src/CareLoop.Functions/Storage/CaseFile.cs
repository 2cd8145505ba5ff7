using Azure;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Storage;

/// <summary>A case's header as read: the truth about the case.</summary>
/// <param name="State">The case.</param>
/// <param name="Round">Token of the round that wrote it last.</param>
/// <param name="FirstSequence">First event of that round's batch; greater than the last when it had none.</param>
/// <param name="IndexRows">Where the case stands in the worklists.</param>
/// <param name="StaleIndexRows">Where it stood before that batch.</param>
/// <param name="ETag">Guards the next write.</param>
public sealed record CaseHeader(
    CaseState State,
    string Round,
    int FirstSequence,
    IReadOnlyList<IndexKey> IndexRows,
    IReadOnlyList<IndexKey> StaleIndexRows,
    ETag ETag);

/// <summary>A header with the commands waiting behind it; the header is null before the first round.</summary>
public sealed record CaseFile(CaseHeader? Header, IReadOnlyList<InboxRow> Inbox);

/// <summary>A command waiting in the case's inbox.</summary>
/// <param name="RowKey">Where it waits.</param>
/// <param name="Command">What is asked.</param>
/// <param name="BodyHash">Hash of the request that brought it.</param>
public sealed record InboxRow(string RowKey, PendingCommand Command, string BodyHash);

/// <summary>Address of one worklist row.</summary>
public sealed record IndexKey(string Partition, string Row);

/// <summary>What became of a command, as filed.</summary>
public sealed record StoredOutcome(CommandOutcome Outcome, string BodyHash);

/// <summary>A command's outcome with the case's header as it was then or later.</summary>
public sealed record DecidedCommand(StoredOutcome Filed, CaseHeader Header);
