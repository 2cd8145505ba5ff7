using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Conversations;

/// <summary>
/// Decides where the messages of a chat belong. Pure: the same conversation, input and time give the same answer.
/// Pieces of one story belong together in any order; the handbook says when it is told, what is answered at once, and what its words mean.
/// </summary>
public static class ConversationDecider
{
    /// <param name="pack">The handbook in force.</param>
    /// <param name="at">Now. Whatever is due by then happens too.</param>
    public static ConversationDecision Decide(PolicyPack pack, ConversationState state, ConversationInput input, DateTimeOffset at)
    {
        var talk = new Talk(pack, state, at);
        var refusal = input switch
        {
            ConversationInput.Heard heard => Listening.Hear(talk, heard),
            ConversationInput.CaseOpened opened => Telling.Opened(talk, opened),
            ConversationInput.CaseEnded ended => Telling.Ended(talk, ended),
            ConversationInput.TakeOver by => Minding.TakeOver(talk, by.By),
            ConversationInput.HandBack => Minding.HandBack(talk),
            ConversationInput.SplitOff split => Minding.Split(talk, split),
            ConversationInput.MoveTo move => Minding.Move(talk, move),
            _ => null,
        };
        if (refusal is not null)
            return new(state, [], [], Telling.DueAt(talk), refusal);
        Telling.Pass(talk);
        return talk.Decision(Telling.DueAt(talk));
    }
}
