using System.Collections.Immutable;

namespace CareLoop.Domain.Conversations;

/// <summary>What a conversation is decided on.</summary>
public abstract record ConversationInput
{
    private ConversationInput()
    {
    }

    /// <summary>A message came that has not been heard before.</summary>
    /// <param name="Said">The message.</param>
    /// <param name="OpenCases">The customer's open cases, also those opened elsewhere.</param>
    public sealed record Heard(ChatMessage Said, ImmutableArray<OpenCase> OpenCases) : ConversationInput;

    /// <summary>Nothing but time: a story may be told by now.</summary>
    public sealed record TimePassed : ConversationInput;

    /// <summary>A story has its number.</summary>
    /// <param name="Key">Key of the effect that opened it.</param>
    public sealed record CaseOpened(string Key, string CaseId) : ConversationInput;

    /// <summary>A case had ended when messages came to it: they begin a story of their own.</summary>
    public sealed record CaseEnded(string CaseId, ImmutableArray<Piece> Pieces) : ConversationInput;

    /// <summary>A person answers by hand from now on.</summary>
    /// <param name="By">Staff id.</param>
    public sealed record TakeOver(string By) : ConversationInput;

    /// <summary>The person is done.</summary>
    public sealed record HandBack : ConversationInput;

    /// <summary>A person makes messages a case of their own.</summary>
    public sealed record SplitOff(string By, ImmutableArray<PlacedPiece> Messages) : ConversationInput;

    /// <summary>A person puts messages into another case.</summary>
    public sealed record MoveTo(string By, ImmutableArray<PlacedPiece> Messages, string CaseId) : ConversationInput;
}

/// <summary>An open case of the customer as a conversation sees it.</summary>
/// <param name="SubjectKey">What it is about, if known.</param>
/// <param name="WaitsForCustomer">A question or a proposal waits for the customer's answer.</param>
/// <param name="LastAt">When something happened in it last; decides among several.</param>
public sealed record OpenCase(string CaseId, string? SubjectKey, bool WaitsForCustomer, DateTimeOffset LastAt);
