using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Conversations;

/// <summary>What has to be done after a decision. Each may be carried out twice: its key is the same every time.</summary>
/// <param name="Key">Unique within the conversation.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "effect")]
[JsonDerivedType(typeof(OpensCase), "openCase")]
[JsonDerivedType(typeof(AddsToCase), "addToCase")]
[JsonDerivedType(typeof(Answers), "answer")]
[JsonDerivedType(typeof(CallsPerson), "callPerson")]
[JsonDerivedType(typeof(TellsMoved), "tellMoved")]
public abstract record ConversationEffect(string Key);

/// <summary>A story is told: it becomes a case, with its text in the order it was told and its photos.</summary>
/// <param name="Pieces">In the order of the story.</param>
/// <param name="ReceivedAt">When the first of them was accepted: the case's clocks run from then (COM-INT-13).</param>
public sealed record OpensCase(string Key, ImmutableArray<Piece> Pieces, DateTimeOffset ReceivedAt) : ConversationEffect(Key);

/// <summary>Messages join a case that is open: each is the customer's reply, supplement, or answer to a question.</summary>
public sealed record AddsToCase(string Key, string CaseId, ImmutableArray<Piece> Pieces) : ConversationEffect(Key);

/// <summary>Something is answered at once.</summary>
/// <param name="Occasion">Why.</param>
/// <param name="Template">Message template of the handbook.</param>
/// <param name="CaseId">The case it tells about, or null.</param>
/// <param name="At">The instant of its cause.</param>
public sealed record Answers(string Key, ChatOccasion Occasion, string Template, string? CaseId, DateTimeOffset At) : ConversationEffect(Key);

/// <summary>A person is needed here.</summary>
public sealed record CallsPerson(string Key, DateTimeOffset At) : ConversationEffect(Key);

/// <summary>A case is told that messages of it were put elsewhere. Its timeline keeps them: nothing is taken out of it.</summary>
/// <param name="CaseId">The case they were in.</param>
/// <param name="To">The case they are in now.</param>
/// <param name="By">Who moved them.</param>
public sealed record TellsMoved(string Key, string CaseId, string To, string By) : ConversationEffect(Key);
