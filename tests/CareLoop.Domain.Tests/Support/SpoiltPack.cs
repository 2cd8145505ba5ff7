using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Tests.Support;

/// <summary>A shipped handbook with one thing changed.</summary>
internal static class SpoiltPack
{
    public static string Text(string file) => Packs.Files.First(f => f.FileName == file).Text.ReplaceLineEndings("\n");

    // Only the layers the fault is in: reading all packs each time would take most of the test run.
    public static PackLibrary Load(string file, string text)
    {
        string[] needed = ["base.yaml", "holidays-2026.yaml", "furniture-mall.yaml", file];
        return PackLibrary.Load(Packs.Files.Where(f => needed.Contains(f.FileName)).Select(f => f.FileName == file ? (file, text) : f));
    }

    public static string Replace(string text, string right, string wrong)
    {
        var at = text.IndexOf(right, StringComparison.Ordinal);
        return text[..at] + wrong + text[(at + right.Length)..];
    }
}
