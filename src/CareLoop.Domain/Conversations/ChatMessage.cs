namespace CareLoop.Domain.Conversations;

/// <summary>What a message of a chat is made of.</summary>
public enum ChatKind
{
    Words,

    /// <summary>A photo, or another file, that has to be fetched.</summary>
    Photo,

    /// <summary>A card that stands for a page or an order; its title says little by itself.</summary>
    Card,

    /// <summary>The user opened or ended the chat without a word.</summary>
    Session,

    /// <summary>Authentic, but of a kind nobody can read; a person has to look.</summary>
    Unknown,
}

/// <summary>One message as it is heard. The words are at hand only here: nothing of them is kept but what they mean.</summary>
/// <param name="Id">Id of its receipt: the same however often the platform sends it.</param>
/// <param name="SentAt">When the user sent it, as the platform says; only good for putting pieces in order.</param>
/// <param name="AcceptedAt">When we accepted it: the instant it is judged by.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Text">The words, or null.</param>
/// <param name="SubjectKey">Keyed hash of the order or thing it names, or null.</param>
public sealed record ChatMessage(string Id, DateTimeOffset SentAt, DateTimeOffset AcceptedAt, ChatKind Kind, string? Text, string? SubjectKey)
{
    /// <summary>What is kept of it.</summary>
    public Piece ToPiece() => new(Id, SentAt, AcceptedAt, Kind, Text?.Length ?? 0, SubjectKey);
}

/// <summary>A message as a conversation remembers it: no words, only what is needed to put it somewhere.</summary>
/// <param name="Length">Characters of its text.</param>
public sealed record Piece(string Id, DateTimeOffset SentAt, DateTimeOffset AcceptedAt, ChatKind Kind, int Length, string? SubjectKey)
{
    /// <summary>Order of a story: as it was told, not as it arrived.</summary>
    public static IOrderedEnumerable<Piece> InOrder(IEnumerable<Piece> pieces) =>
        pieces.OrderBy(piece => piece.SentAt).ThenBy(piece => piece.AcceptedAt).ThenBy(piece => piece.Id, StringComparer.Ordinal);
}

/// <summary>Where a message is: every message is in exactly one place.</summary>
/// <param name="Kind">What kind of place.</param>
/// <param name="CaseId">The case, for <see cref="PlacementKind.Case"/>.</param>
public sealed record Placement(PlacementKind Kind, string? CaseId = null)
{
    /// <summary>A piece of a story that is still being told.</summary>
    public static Placement Waiting { get; } = new(PlacementKind.Waiting);

    /// <summary>In the conversation's own record, and in no case.</summary>
    public static Placement Record { get; } = new(PlacementKind.Record);

    public static Placement Case(string caseId) => new(PlacementKind.Case, caseId);
}

/// <summary>The kinds of places a message can be in.</summary>
public enum PlacementKind
{
    Waiting,
    Record,
    Case,
}

/// <summary>A message with its place, for commands that move messages.</summary>
public sealed record PlacedPiece(Piece Piece, Placement Place);
