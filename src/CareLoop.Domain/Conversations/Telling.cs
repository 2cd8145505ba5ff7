using System.Collections.Immutable;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Conversations;

/// <summary>Stories: gathered piece by piece, told when it has been quiet for long enough, and then a case.</summary>
internal static class Telling
{
    /// <summary>Most pieces that wait at once: a conversation's row must stay small.</summary>
    public const int MostPieces = 40;

    /// <summary>Most open cases a conversation remembers; the customer's other ones are found by the customer.</summary>
    private const int MostCases = 10;

    public static bool SameSubject(string? one, string? other) => one is null || other is null || one == other;

    public static string? SubjectOf(ImmutableArray<Piece> pieces) => pieces.Select(p => p.SubjectKey).FirstOrDefault(s => s is not null);

    /// <summary>Adds a piece. What is about something else, or would make the text too long, begins a story of its own.</summary>
    public static void Add(Talk talk, Piece piece)
    {
        var pieces = talk.State.Pieces;
        if (!pieces.IsEmpty && (!SameSubject(SubjectOf(pieces), piece.SubjectKey) || Length(pieces) + 1 + piece.Length > talk.Pack.Intake.MaxTextLength))
            Open(talk);
        talk.Change(s => s with { Pieces = s.Pieces.Add(piece) });
        talk.Put(piece, Placement.Waiting);
        if (talk.State.Pieces.Length >= MostPieces)
            Open(talk);
    }

    /// <summary>When the story is told if nothing more comes, or null without one.</summary>
    public static DateTimeOffset? DueAt(Talk talk)
    {
        var pieces = talk.State.Pieces;
        if (pieces.IsEmpty)
            return null;
        var words = pieces.Where(IsWords).Select(p => p.AcceptedAt).ToList();
        if (words.Count == 0 && talk.State.WordsAskedAt is { } asked)
            return asked + talk.Rules.WordsWait;
        var quiet = pieces.Max(p => p.AcceptedAt) + talk.Rules.Quiet;
        var longest = (words.Count == 0 ? pieces.Min(p => p.AcceptedAt) : words.Min()) + talk.Rules.Longest;
        return quiet < longest ? quiet : longest;
    }

    /// <summary>Does what is due.</summary>
    public static void Pass(Talk talk)
    {
        if (DueAt(talk) is not { } due || due > talk.At)
            return;
        if (talk.State.Pieces.Any(IsWords))
        {
            Open(talk);
        }
        else if (talk.State.WordsAskedAt is null)
        {
            talk.Change(s => s with { WordsAskedAt = talk.At });
            talk.Answer(ChatOccasion.WordsMissing);
        }
        else
        {
            Shelve(talk);
            talk.CallPerson();
        }
    }

    /// <summary>The story is told.</summary>
    public static void Open(Talk talk)
    {
        var pieces = talk.State.Pieces;
        talk.Change(s => s with { Pieces = [], WordsAskedAt = null });
        Open(talk, pieces, leftCases: [], by: null);
    }

    public static void Open(Talk talk, ImmutableArray<Piece> pieces, ImmutableArray<string> leftCases, string? by)
    {
        ImmutableArray<Piece> story = [.. Piece.InOrder(pieces)];
        talk.Do(key =>
        {
            var opening = new Opening(key, story, leftCases, by);
            talk.Change(s => s with { Openings = s.Openings.Add(opening) });
            return new OpensCase(key, story, story.Min(p => p.AcceptedAt));
        });
    }

    public static ConversationRefusal? Opened(Talk talk, ConversationInput.CaseOpened opened)
    {
        if (talk.State.Openings.FirstOrDefault(o => o.Key == opened.Key) is not { } opening)
            return null;
        talk.Change(s => s with { Openings = s.Openings.Remove(opening) });
        Link(talk, opened.CaseId, SubjectOf(opening.Pieces));
        foreach (var piece in opening.Pieces)
            talk.Put(piece, Placement.Case(opened.CaseId));
        foreach (var left in opening.LeftCases)
            talk.Do(key => new TellsMoved(key, left, opened.CaseId, opening.By!));
        return null;
    }

    public static ConversationRefusal? Ended(Talk talk, ConversationInput.CaseEnded ended)
    {
        talk.Change(s => s with { Cases = s.Cases.RemoveAll(c => c.CaseId == ended.CaseId) });
        foreach (var piece in ended.Pieces)
        {
            if (talk.State.TakenOverBy is null)
                Add(talk, piece);
            else
                talk.Put(piece, Placement.Record);
        }

        return null;
    }

    /// <summary>Remembers a case as the latest one.</summary>
    public static void Link(Talk talk, string caseId, string? subject) => talk.Change(s => s with
    {
        Cases = [.. s.Cases.Where(c => c.CaseId != caseId).TakeLast(MostCases - 1), new LinkedCase(caseId, subject, talk.At)],
    });

    /// <summary>Puts the pieces on record: no case comes of them.</summary>
    public static void Shelve(Talk talk)
    {
        foreach (var piece in talk.State.Pieces)
            talk.Put(piece, Placement.Record);
        talk.Change(s => s with { Pieces = [], WordsAskedAt = null });
    }

    private static bool IsWords(Piece piece) => piece.Kind == ChatKind.Words;

    private static int Length(ImmutableArray<Piece> pieces) => pieces.Sum(p => p.Length + 1) - 1;
}
