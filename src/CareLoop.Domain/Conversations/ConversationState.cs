using System.Collections.Immutable;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Conversations;

/// <summary>The chat with one user of one account: ids, codes and instants. The words lie sealed elsewhere.</summary>
public sealed record ConversationState
{
    /// <summary>Keyed hash of the channel user: also the session its messages are handled in.</summary>
    public required string Id { get; init; }

    public required string Organisation { get; init; }

    public required string Site { get; init; }

    /// <summary>Channel identifier of the glossary that cases from here carry.</summary>
    public required string Channel { get; init; }

    /// <summary>The account, as <c>platform/name</c>.</summary>
    public required string Account { get; init; }

    /// <summary>The customer's key, as cases carry it.</summary>
    public required string CustomerKey { get; init; }

    /// <summary>Pieces of a story that is still being told.</summary>
    public ImmutableArray<Piece> Pieces { get; init; } = [];

    /// <summary>When words were asked for, because there were only photos.</summary>
    public DateTimeOffset? WordsAskedAt { get; init; }

    /// <summary>Stories that are being registered and have no number yet.</summary>
    public ImmutableArray<Opening> Openings { get; init; } = [];

    /// <summary>Open cases this conversation leads to, the latest last. A case is forgotten when it ends.</summary>
    public ImmutableArray<LinkedCase> Cases { get; init; } = [];

    /// <summary>Staff id of whoever answers by hand; automatic answers and new cases stop meanwhile.</summary>
    public string? TakenOverBy { get; init; }

    /// <summary>Since when somebody has been needed here, or null.</summary>
    public DateTimeOffset? PersonNeededAt { get; init; }

    /// <summary>When each automatic answer was given last.</summary>
    public ImmutableSortedDictionary<ChatOccasion, DateTimeOffset> Answered { get; init; } = ImmutableSortedDictionary<ChatOccasion, DateTimeOffset>.Empty;

    /// <summary>Number of effects so far: their keys are never used twice.</summary>
    public int Effects { get; init; }

    public DateTimeOffset? LastMessageAt { get; init; }
}

/// <summary>A story on its way to becoming a case.</summary>
/// <param name="Key">Key of the effect that opens it.</param>
/// <param name="Pieces">Its messages.</param>
/// <param name="LeftCases">Cases the messages were in before, for messages that a person split off.</param>
/// <param name="By">The person who split them off, or null.</param>
public sealed record Opening(string Key, ImmutableArray<Piece> Pieces, ImmutableArray<string> LeftCases, string? By);

/// <summary>A case this conversation leads to.</summary>
public sealed record LinkedCase(string CaseId, string? SubjectKey, DateTimeOffset LastAt);
