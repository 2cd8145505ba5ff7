using System.Collections.Immutable;

namespace CareLoop.Domain.Conversations;

/// <summary>A conversation after an input.</summary>
/// <param name="State">The conversation.</param>
/// <param name="Places">Messages that have a new place; each once.</param>
/// <param name="Effects">What has to be done, in this order.</param>
/// <param name="WakeAt">When time alone changes something next, or null.</param>
/// <param name="Refusal">Why a command of a person was not carried out; then nothing else changed.</param>
public sealed record ConversationDecision(
    ConversationState State,
    ImmutableArray<PlacedPiece> Places,
    ImmutableArray<ConversationEffect> Effects,
    DateTimeOffset? WakeAt,
    ConversationRefusal? Refusal = null);

/// <summary>Why a command on a conversation was refused.</summary>
public enum ConversationRefusal
{
    /// <summary>Somebody else has taken it over.</summary>
    TakenByOther,

    /// <summary>Nobody has taken it over.</summary>
    NotTaken,

    /// <summary>A message is not in this conversation, or is being registered at this moment.</summary>
    UnknownMessage,
}
