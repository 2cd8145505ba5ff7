namespace CareLoop.Domain.Handbook.Reading;

/// <summary>How far two words are apart, for suggestions in error messages.</summary>
internal static class Spelling
{
    /// <summary>The nearest of <paramref name="known"/>, or null when nothing is near enough to be meant.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var best = known.MinBy(k => Distance(k, word));
        return best is not null && Distance(best, word) <= Math.Max(2, word.Length / 3) ? best : null;
    }

    /// <summary>Insertions, deletions and replacements between two words, upper and lower case alike.</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                var cost = same ? diagonal : 1 + Math.Min(diagonal, Math.Min(row[j], row[j - 1]));
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[^1];
    }
}
