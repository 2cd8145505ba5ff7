namespace CareLoop.Functions.Tests.AzureForm.Declarations;

internal static class Text
{
    public static (string Before, string After) Cut(string text, string separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + separator.Length)..]);
    }

    /// <summary>Parts between commas that are not inside angle, round or square brackets.</summary>
    public static IReadOnlyList<string> SplitTopLevel(string text)
    {
        List<string> parts = [];
        var (depth, start) = (0, 0);
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || (text[at] == ',' && depth == 0))
            {
                if (text[start..at].Trim() is { Length: > 0 } part)
                {
                    parts.Add(part);
                }

                start = at + 1;
            }
            else
            {
                depth += text[at] is '<' or '(' or '[' ? 1 : text[at] is '>' or ')' or ']' ? -1 : 0;
            }
        }

        return parts;
    }
}
