using System.Text;

namespace CareLoop.Functions.Development;

/// <summary>Columns that line up in a terminal, where a Chinese character is two cells wide.</summary>
internal static class TextTable
{
    private const int Gap = 2;

    public static string Of(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> lines = [head, .. rows];
        var widths = head.Select((_, column) => lines.Max(line => Width(line[column]))).ToArray();
        lines.Insert(1, [.. widths.Select(width => new string('─', width))]);
        StringBuilder text = new();
        foreach (var line in lines)
        {
            var row = string.Concat(line.Select((cell, column) => cell + new string(' ', widths[column] - Width(cell) + Gap)));
            text.AppendLine(row.TrimEnd());
        }

        return text.ToString();
    }

    /// <summary>Terminal cells a text takes.</summary>
    public static int Width(string text) => text.EnumerateRunes().Sum(rune => IsWide(rune.Value) ? 2 : 1);

    private static bool IsWide(int code) => code
        is (>= 0x1100 and <= 0x115F)
        or (>= 0x2E80 and <= 0xA4CF)
        or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F)
        or (>= 0xFF00 and <= 0xFF60)
        or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x1F300 and <= 0x1FAFF)
        or (>= 0x20000 and <= 0x3FFFD);
}
