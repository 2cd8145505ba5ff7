using System.Text.RegularExpressions;

namespace CareLoop.Functions.Tests.AzureForm.Declarations;

internal static partial class TypeName
{
    /// <summary>
    /// Every full name from the global namespace: inside <c>Microsoft.Azure</c>, <c>Azure</c> alone would be that one.
    /// </summary>
    public static string Global(string text) =>
        FullNames().Replace(text, "global::$0").Replace("global::System.Void", "void", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\w.@])[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")]
    private static partial Regex FullNames();
}
