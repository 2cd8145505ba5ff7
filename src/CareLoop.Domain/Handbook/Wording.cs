using System.Collections.Immutable;
using System.Text;

namespace CareLoop.Domain.Handbook;

/// <summary>A text as keywords are looked for in it: full-width forms made plain, spaces between words without meaning.</summary>
internal sealed record Wording(string Plain, string Closed)
{
    public static Wording Of(string? text)
    {
        var plain = (text ?? "").Normalize(NormalizationForm.FormKC);
        return new(plain, string.Concat(plain.Where(c => !char.IsWhiteSpace(c))));
    }

    public bool Contain(string keyword) =>
        keyword.All(char.IsAsciiDigit) ? ContainsNumber(keyword) : Closed.Contains(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Letters and digits that are left when the keywords are taken out, longest first.</summary>
    public int LettersWithout(ImmutableArray<string> keywords)
    {
        var rest = keywords.OrderByDescending(k => k.Length).Aggregate(Closed, (text, keyword) => text.Replace(keyword, "", StringComparison.OrdinalIgnoreCase));
        return rest.Count(char.IsLetterOrDigit);
    }

    // A hotline such as 12315 must stand alone: phone and order numbers may hold the same digits.
    private bool ContainsNumber(string number)
    {
        for (var at = Plain.IndexOf(number, StringComparison.Ordinal); at >= 0; at = Plain.IndexOf(number, at + 1, StringComparison.Ordinal))
        {
            var end = at + number.Length;
            if ((at == 0 || !char.IsAsciiDigit(Plain[at - 1])) && (end == Plain.Length || !char.IsAsciiDigit(Plain[end])))
                return true;
        }

        return false;
    }
}
