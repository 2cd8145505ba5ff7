using CareLoop.Functions.Development;

namespace CareLoop.Functions.Tests.Architecture;

/// <summary>The sources as the architecture tests read them.</summary>
internal static class SourceTree
{
    public static string Root => Places.Root;

    /// <summary>C# files of a project, with their text.</summary>
    public static IEnumerable<(string Path, string Text)> Of(string project) =>
        System.IO.Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(path => (Path.GetRelativePath(Root, path), File.ReadAllText(path)));

    /// <summary>The text without comments, where rule ids are welcome.</summary>
    public static string WithoutComments(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
