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
public sealed record InboxRow(string RowKey, PendingCommand Command);

/// <summary>Address of one worklist row.</summary>
public sealed record IndexKey(string Partition, string Row);

/// <summary>A command the case was given; it stays when the inbox is long empty, so that the same submission is known again.</summary>
/// <param name="Id">Same submission, same id.</param>
/// <param name="BodyHash">Hash of the request that brought it.</param>
/// <param name="Outcome">What became of it; null while it waits.</param>
/// <param name="Cipher">Its texts, sealed with the customer's data key; null when it has none.</param>
/// <param name="ForGroup">What the cases of the group are to be given too; null when it is for this case alone.</param>
public sealed record CommandRow(string Id, string BodyHash, CommandOutcome? Outcome, byte[]? Cipher, CaseCommand? ForGroup = null);

/// <summary>A case's header, and one of its commands if there is one of that id.</summary>
public sealed record CaseWithCommand(CaseHeader Header, CommandRow? Command);
