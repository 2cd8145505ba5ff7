using System.Collections.Immutable;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Conversations;

/// <summary>Hears a message: it joins an open case, becomes a piece of a new story, or is only put on record.</summary>
internal static class Listening
{
    /// <summary>Most cases a question for the progress is answered for.</summary>
    private const int CasesTold = 3;

    public static ConversationRefusal? Hear(Talk talk, ConversationInput.Heard heard)
    {
        var (said, open) = (heard.Said, heard.OpenCases);
        Forget(talk, open);
        talk.Change(s => s with { LastMessageAt = said.AcceptedAt > (s.LastMessageAt ?? DateTimeOffset.MinValue) ? said.AcceptedAt : s.LastMessageAt });
        var meaning = said.Kind == ChatKind.Words ? Hearing.Of(talk.Pack, said.Text) : null;
        if (said.Kind is ChatKind.Session)
            talk.Put(said.ToPiece(), Placement.Record);
        else if (said.Kind is ChatKind.Unknown)
            Record(talk, said, talk.CallPerson);
        else if (meaning is ChatMeaning.Progress)
            Record(talk, said, () => TellProgress(talk, open));
        else if (meaning is ChatMeaning.Person)
            Record(talk, said, () => GetPerson(talk));
        else if (Story(talk, said) || Choose(open, said.SubjectKey) is not { } found)
            Gather(talk, said, meaning);
        else
            Join(talk, said, meaning, found);
        return null;
    }

    private static void Record(Talk talk, ChatMessage said, Action answer)
    {
        talk.Put(said.ToPiece(), Placement.Record);
        answer();
    }

    private static void TellProgress(Talk talk, ImmutableArray<OpenCase> open)
    {
        if (open.IsEmpty)
            talk.Answer(ChatOccasion.NoCase, again: true);
        foreach (var found in open.OrderByDescending(c => c.LastAt).ThenBy(c => c.CaseId, StringComparer.Ordinal).Take(CasesTold))
            talk.Answer(ChatOccasion.Progress, found.CaseId, again: true);
    }

    private static void GetPerson(Talk talk)
    {
        talk.Answer(ChatOccasion.Person);
        talk.CallPerson();
    }

    /// <summary>Whether a story is being told that this belongs to.</summary>
    private static bool Story(Talk talk, ChatMessage said) =>
        talk.State.Pieces is { IsEmpty: false } pieces && Telling.SameSubject(Telling.SubjectOf(pieces), said.SubjectKey);

    /// <summary>
    /// The open case a message belongs to: the one about its subject; else one whose subject nobody knows; and what names no subject
    /// answers whichever case has asked something, or goes to where something happened last.
    /// </summary>
    private static OpenCase? Choose(ImmutableArray<OpenCase> open, string? subject) => open
        .Where(c => Telling.SameSubject(c.SubjectKey, subject))
        .OrderByDescending(c => subject is not null && c.SubjectKey == subject)
        .ThenByDescending(c => c.WaitsForCustomer)
        .ThenByDescending(c => c.LastAt)
        .ThenBy(c => c.CaseId, StringComparer.Ordinal)
        .FirstOrDefault();

    private static void Join(Talk talk, ChatMessage said, ChatMeaning? meaning, OpenCase found)
    {
        // 好的 is an answer where something was asked, and politeness elsewhere.
        if (meaning is ChatMeaning.Greeting or ChatMeaning.Thanks && !found.WaitsForCustomer)
        {
            talk.Put(said.ToPiece(), Placement.Record);
            return;
        }

        Telling.Link(talk, found.CaseId, found.SubjectKey);
        talk.Put(said.ToPiece(), Placement.Case(found.CaseId));
        talk.Do(key => new AddsToCase(key, found.CaseId, [said.ToPiece()]));
        talk.Answer(ChatOccasion.Joined, found.CaseId);
    }

    private static void Gather(Talk talk, ChatMessage said, ChatMeaning? meaning)
    {
        var isSmall = meaning is ChatMeaning.Greeting or ChatMeaning.Thanks && talk.State.Pieces.IsEmpty;
        if (isSmall || talk.State.TakenOverBy is not null)
        {
            talk.Put(said.ToPiece(), Placement.Record);
            if (meaning is ChatMeaning.Greeting)
                talk.Answer(ChatOccasion.Greeting);
            return;
        }

        Telling.Add(talk, said.ToPiece());
        if (meaning is ChatMeaning.Urgent)
            Telling.Open(talk);
    }

    /// <summary>A case that has ended is none of this conversation's any more: what comes now is a new matter.</summary>
    private static void Forget(Talk talk, ImmutableArray<OpenCase> open)
    {
        var ids = open.Select(c => c.CaseId).ToHashSet();
        talk.Change(s => s with { Cases = s.Cases.RemoveAll(c => !ids.Contains(c.CaseId)) });
    }
}
