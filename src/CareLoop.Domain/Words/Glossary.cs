using System.Collections.Frozen;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Penalties;

namespace CareLoop.Domain.Words;

/// <summary>The names of codes as users see them. What a pack defines itself (types, roles, categories …) is named by the pack.</summary>
public static class Glossary
{
    public static string Name(CaseStatus status, Language language) => Find(StatusWords.Case, status.ToString(), language);

    public static string Name(DeadlineStatus status, Language language) => Find(StatusWords.Limit, status.ToString(), language);

    public static string Name(FollowUpStatus status, Language language) => Find(StatusWords.FollowUp, status.ToString(), language);

    public static string Name(PenaltyStatus status, Language language) => Find(StatusWords.Penalty, status.ToString(), language);

    public static string Name(HandoverStatus status, Language language) => Find(StatusWords.Handover, status.ToString(), language);

    public static string Event(string type, Language language) => Find(EventWords.All, type, language);

    /// <summary>Any other code of the glossary, such as results, findings and modes. Unknown ones come back as they are.</summary>
    public static string Term(string identifier, Language language) => Find(TermWords.All, identifier, language);

    private static string Find(FrozenDictionary<string, LocalText> words, string key, Language language) =>
        words.TryGetValue(key, out var text) ? text.In(language) : key;
}
