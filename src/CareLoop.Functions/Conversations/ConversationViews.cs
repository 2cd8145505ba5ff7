using CareLoop.Domain.Conversations;

namespace CareLoop.Functions.Conversations;

/// <summary>A conversation as staff see it.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="Channel">Channel of the glossary.</param>
/// <param name="Site">The site whose matters these are.</param>
/// <param name="LastMessageAt">When the customer wrote last.</param>
/// <param name="PersonNeededAt">Since when a person has been needed; null when none is.</param>
/// <param name="TakenOverBy">Who answers by hand; null when nobody does.</param>
/// <param name="Cases">Open cases it leads to, the latest last.</param>
public sealed record ConversationView(
    string Id, string Channel, string Site, DateTimeOffset? LastMessageAt, DateTimeOffset? PersonNeededAt, string? TakenOverBy, IReadOnlyList<string> Cases)
{
    public static ConversationView Of(ConversationState state) => new(
        state.Id, state.Channel, state.Site, state.LastMessageAt, state.PersonNeededAt, state.TakenOverBy, [.. state.Cases.Select(linked => linked.CaseId)]);
}

/// <summary>A message of a conversation.</summary>
/// <param name="Id">What it is called in orders.</param>
/// <param name="SentAt">When it was sent, as the platform says.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Text">The words; masked for whoever is not in charge.</param>
/// <param name="Place">Where it is.</param>
/// <param name="CaseNumber">The case it is in; null elsewhere.</param>
public sealed record MessageView(string Id, DateTimeOffset SentAt, DateTimeOffset AcceptedAt, string Kind, string? Text, string Place, string? CaseNumber);
