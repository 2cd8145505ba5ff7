using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Conversations;

/// <summary>What the words of a chat mean by the handbook's lists.</summary>
public static class Hearing
{
    // What must not be overheard comes first: a fire is a matter even behind a greeting.
    private static readonly ChatMeaning[] Order = [ChatMeaning.Urgent, ChatMeaning.Progress, ChatMeaning.Person, ChatMeaning.Greeting, ChatMeaning.Thanks];

    /// <summary>The meaning of a text; null for a matter like any other.</summary>
    public static ChatMeaning? Of(PolicyPack pack, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var wording = Wording.Of(text);
        foreach (var meaning in Order)
        {
            if (pack.ChatWords.Any(words => words.Means == meaning && Fits(wording, words)))
                return meaning;
        }

        // A greeting with thanks behind it is still no matter.
        var small = pack.ChatWords.Where(words => words is { Rest: 0, Means: ChatMeaning.Greeting or ChatMeaning.Thanks }).SelectMany(words => words.Keywords);
        return wording.LettersWithout([.. small]) == 0 ? ChatMeaning.Thanks : null;
    }

    private static bool Fits(Wording wording, ChatWords words) =>
        words.Keywords.Any(wording.Contain) && (words.Rest is not { } rest || wording.LettersWithout(words.Keywords) <= rest);
}
