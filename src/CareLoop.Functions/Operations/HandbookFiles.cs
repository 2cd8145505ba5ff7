using CareLoop.Domain.Handbook;

namespace CareLoop.Functions.Operations;

/// <summary>The handbooks delivered with the app.</summary>
internal static class HandbookFiles
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Handbooks");

    /// <exception cref="HandbookException">A handbook is not valid.</exception>
    public static PackLibrary Load() => PackLibrary.Load(Read());

    /// <summary>Every file, with its name as errors show it.</summary>
    public static IEnumerable<(string FileName, string Text)> Read() =>
        System.IO.Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(Folder, path), File.ReadAllText(path)));
}
