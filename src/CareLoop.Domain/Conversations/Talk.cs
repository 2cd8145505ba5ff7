using System.Collections.Immutable;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Conversations;

/// <summary>A decision on a conversation while it is being made.</summary>
internal sealed class Talk(PolicyPack pack, ConversationState state, DateTimeOffset at)
{
    private readonly SortedDictionary<string, PlacedPiece> _places = new(StringComparer.Ordinal);
    private readonly ImmutableArray<ConversationEffect>.Builder _effects = ImmutableArray.CreateBuilder<ConversationEffect>();

    public PolicyPack Pack => pack;

    public ConversationRules Rules => pack.Conversation;

    public ConversationState State { get; private set; } = state;

    public DateTimeOffset At => at;

    public void Change(Func<ConversationState, ConversationState> change) => State = change(State);

    public void Put(Piece piece, Placement place) => _places[piece.Id] = new(piece, place);

    public void Do(Func<string, ConversationEffect> effect)
    {
        Change(s => s with { Effects = s.Effects + 1 });
        _effects.Add(effect($"{State.Id}-{State.Effects}"));
    }

    /// <summary>Answers at once, if the handbook has words for it and they were not just said. Never while a person answers.</summary>
    /// <param name="again">The customer asked for it: answer however lately it was answered.</param>
    public void Answer(ChatOccasion occasion, string? caseId = null, bool again = false)
    {
        var hours = pack.IsOpen(at) ? ChatHours.Open : ChatHours.Closed;
        var answer = pack.ChatAnswers.FirstOrDefault(a => a.Occasion == occasion && (a.Hours == ChatHours.Any || a.Hours == hours));
        if (answer is null || State.TakenOverBy is not null)
            return;
        if (!again && State.Answered.TryGetValue(occasion, out var last) && at < last + Rules.AnswerAgainAfter)
            return;
        Change(s => s with { Answered = s.Answered.SetItem(occasion, at) });
        Do(key => new Answers(key, occasion, answer.Template, caseId, at));
    }

    /// <summary>Calls for a person, once until one comes.</summary>
    public void CallPerson()
    {
        if (State is { TakenOverBy: null, PersonNeededAt: null })
        {
            Change(s => s with { PersonNeededAt = at });
            Do(key => new CallsPerson(key, at));
        }
    }

    public ConversationDecision Decision(DateTimeOffset? wakeAt) => new(State, [.. _places.Values], _effects.ToImmutable(), wakeAt);
}
