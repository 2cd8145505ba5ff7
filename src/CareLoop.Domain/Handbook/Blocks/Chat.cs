using System.Collections.Immutable;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>How messages of a chat become matters: how long their pieces are waited for.</summary>
/// <param name="Quiet">Silence after which a story counts as told.</param>
/// <param name="Longest">Most that is waited for, from the first words on: the reply clock runs meanwhile (COM-INT-13).</param>
/// <param name="WordsWait">How long photos without words wait for some after they were asked for; then a person looks.</param>
/// <param name="AnswerAgainAfter">The same automatic answer is not repeated within this time.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record ConversationRules(TimeSpan Quiet, TimeSpan Longest, TimeSpan WordsWait, TimeSpan AnswerAgainAfter, Provenance Source);

/// <summary>What words of a chat can mean besides being a matter.</summary>
public enum ChatMeaning
{
    /// <summary>How does my case stand (进度)?</summary>
    Progress,

    /// <summary>A greeting and nothing else.</summary>
    Greeting,

    /// <summary>Thanks or consent, and nothing else.</summary>
    Thanks,

    /// <summary>Let me talk to a person (人工).</summary>
    Person,

    /// <summary>Nothing is waited for: the case opens with what is there.</summary>
    Urgent,
}

/// <summary>A list of words with one meaning. More specific packs add to it.</summary>
/// <param name="Id">Such as <c>progress</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Means">What they mean.</param>
/// <param name="Keywords">The words.</param>
/// <param name="Rest">Letters a message may hold besides the words, or null for any number: 进度太慢,我要投诉 asks for more than the progress.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record ChatWords(string Id, LocalText Name, ChatMeaning Means, ImmutableArray<string> Keywords, int? Rest, Provenance Source) : IPackObject;

/// <summary>When something is answered at once, without a person.</summary>
public enum ChatOccasion
{
    /// <summary>A greeting and no open case.</summary>
    Greeting,

    /// <summary>Photos came and no words with them.</summary>
    WordsMissing,

    /// <summary>The message went to the customer's open case.</summary>
    Joined,

    /// <summary>The progress was asked for.</summary>
    Progress,

    /// <summary>The progress was asked for, and there is no open case.</summary>
    NoCase,

    /// <summary>A person was asked for.</summary>
    Person,
}

/// <summary>Whether the organisation is staffed.</summary>
public enum ChatHours
{
    Any,
    Open,
    Closed,
}

/// <summary>An automatic answer in a chat. It is never the first reply (COM-CHAT-01).</summary>
/// <param name="Id">Such as <c>greeting-closed</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Occasion">When it is given.</param>
/// <param name="Hours">In or out of opening hours.</param>
/// <param name="Template">The message template.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record ChatAnswer(string Id, LocalText Name, ChatOccasion Occasion, ChatHours Hours, string Template, Provenance Source) : IPackObject;
