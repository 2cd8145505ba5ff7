using System.Collections.Immutable;

namespace CareLoop.Domain.Conversations;

/// <summary>What people do to a conversation: take it over, hand it back, and put messages where they belong.</summary>
internal static class Minding
{
    public static ConversationRefusal? TakeOver(Talk talk, string by)
    {
        if (talk.State.TakenOverBy is { } other && other != by)
            return ConversationRefusal.TakenByOther;
        // Whoever takes over decides what becomes of what was said last.
        Telling.Shelve(talk);
        talk.Change(s => s with { TakenOverBy = by, PersonNeededAt = null });
        return null;
    }

    public static ConversationRefusal? HandBack(Talk talk)
    {
        if (talk.State.TakenOverBy is null)
            return ConversationRefusal.NotTaken;
        talk.Change(s => s with { TakenOverBy = null });
        return null;
    }

    public static ConversationRefusal? Split(Talk talk, ConversationInput.SplitOff split)
    {
        if (!Take(talk, split.Messages))
            return ConversationRefusal.UnknownMessage;
        foreach (var message in split.Messages)
            talk.Put(message.Piece, Placement.Waiting);
        Telling.Open(talk, [.. split.Messages.Select(m => m.Piece)], LeftCases(split.Messages, to: null), split.By);
        return null;
    }

    public static ConversationRefusal? Move(Talk talk, ConversationInput.MoveTo move)
    {
        ImmutableArray<PlacedPiece> messages = [.. move.Messages.Where(m => m.Place != Placement.Case(move.CaseId))];
        if (messages.IsEmpty && !move.Messages.IsEmpty)
            return null;
        if (!Take(talk, messages))
            return ConversationRefusal.UnknownMessage;
        foreach (var message in messages)
            talk.Put(message.Piece, Placement.Case(move.CaseId));
        talk.Do(key => new AddsToCase(key, move.CaseId, [.. Piece.InOrder(messages.Select(m => m.Piece))]));
        foreach (var left in LeftCases(messages, move.CaseId))
            talk.Do(key => new TellsMoved(key, left, move.CaseId, move.By));
        return null;
    }

    /// <summary>Takes messages out of the story that is being told. False when one cannot be had.</summary>
    private static bool Take(Talk talk, ImmutableArray<PlacedPiece> messages)
    {
        var waiting = talk.State.Pieces.Select(p => p.Id).ToHashSet();
        if (messages.IsEmpty || messages.Any(m => m.Place == Placement.Waiting && !waiting.Contains(m.Piece.Id)))
            return false;
        var ids = messages.Select(m => m.Piece.Id).ToHashSet();
        talk.Change(s => s with { Pieces = s.Pieces.RemoveAll(p => ids.Contains(p.Id)) });
        return true;
    }

    private static ImmutableArray<string> LeftCases(ImmutableArray<PlacedPiece> messages, string? to) =>
        [.. messages.Select(m => m.Place.CaseId).OfType<string>().Where(id => id != to).Distinct().Order(StringComparer.Ordinal)];
}
