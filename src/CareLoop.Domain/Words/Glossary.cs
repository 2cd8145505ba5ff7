using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;

namespace CareLoop.Domain.Words;

/// <summary>The names of codes as users see them.</summary>
public static class Glossary
{
    public static string Name(CaseStatus status, Language language) => throw new NotImplementedException();

    public static string Name(DeadlineStatus status, Language language) => throw new NotImplementedException();

    public static string Name(FollowUpStatus status, Language language) => throw new NotImplementedException();

    public static string Event(string type, Language language) => throw new NotImplementedException();

    /// <summary>Any other identifier of the glossary: roles, types, categories, severities, flags, results, channels. Unknown ones come back as they are.</summary>
    public static string Term(string identifier, Language language) => throw new NotImplementedException();
}
