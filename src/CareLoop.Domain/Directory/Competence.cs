namespace CareLoop.Domain.Directory;

/// <summary>
/// What a matter needs and what people can do, written <c>kind:code</c>, such as <c>language:en</c> or <c>area:12栋</c>.
/// Who names no competence of a kind takes every matter of that kind; a foreign language has to be named.
/// </summary>
public static class Competence
{
    public const string Language = "language";
    public const string Category = "category";
    public const string CaseType = "type";
    public const string Channel = "channel";
    public const string Area = "area";

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Language, Category, CaseType, Channel, Area];

    /// <summary>A need or competence in writing.</summary>
    public static string Of(string kind, string code) => $"{kind}:{code}";

    /// <summary>Whether the text has the form <c>kind:code</c> with a known kind.</summary>
    public static bool IsValid(string text) => text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon < text.Length - 1 && Kinds.Contains(KindOf(text));

    /// <summary>Whether somebody with these competences can serve the need.</summary>
    public static bool Meets(IEnumerable<string> competences, string need)
    {
        var ofKind = competences.Where(c => KindOf(c) == KindOf(need)).ToList();
        return ofKind.Contains(need) || ofKind.Count == 0 && KindOf(need) != Language;
    }

    private static string KindOf(string text) => text.Split(':', 2)[0];
}
