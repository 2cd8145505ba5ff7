using System.Globalization;
using System.Text;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Cases;

/// <summary>
/// Case numbers such as <c>MALL-20260304-7K3QF2M9X</c> (COM-INT-10): prefix, local date, 40 random bits in Crockford base 32 and one
/// check character over date and random part, which finds every single wrong character and every exchange of two neighbours.
/// </summary>
public static class CaseNumber
{
    /// <summary>Random bytes <see cref="Create"/> needs (40 bits).</summary>
    public const int RandomBytes = 5;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int RandomLength = 8;
    private const string DateFormat = "yyyyMMdd";

    /// <param name="prefix">Upper-case letters of the pack.</param>
    /// <param name="receivedAt">Its date in China is the date of the number.</param>
    /// <param name="random">At least <see cref="RandomBytes"/> bytes from a cryptographic generator.</param>
    public static string Create(string prefix, DateTimeOffset receivedAt, ReadOnlySpan<byte> random)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(random.Length, RandomBytes);
        var bits = 0UL;
        foreach (var part in random[..RandomBytes])
            bits = (bits << 8) | part;
        var body = new StringBuilder(ChinaTime.Date(receivedAt).ToString(DateFormat, CultureInfo.InvariantCulture));
        for (var shift = 35; shift >= 0; shift -= 5)
            body.Append(Alphabet[(int)((bits >> shift) & 31)]);
        var symbols = body.ToString();
        return $"{prefix}-{symbols[..8]}-{symbols[8..]}{Check(symbols)}";
    }

    /// <summary>Reads a number as people type it (case, O for 0, I and L for 1) and checks its check character.</summary>
    public static bool TryParse(string? text, out string number)
    {
        number = "";
        var parts = text?.Trim().ToUpperInvariant().Split('-');
        if (parts is not [{ Length: > 0 } prefix, { Length: 8 } typedDate, { Length: RandomLength + 1 } typedRest] || !prefix.All(char.IsAsciiLetter))
            return false;
        var (date, rest) = (Readable(typedDate), Readable(typedRest));
        if (!DateOnly.TryParseExact(date, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) || !rest.All(Alphabet.Contains))
            return false;
        if (Check(date + rest[..RandomLength]) != rest[^1])
            return false;
        number = $"{prefix}-{date}-{rest}";
        return true;
    }

    private static string Readable(string typed) => typed.Replace('O', '0').Replace('I', '1').Replace('L', '1');

    // A sum in the field of 32 elements with a different weight at every place.
    private static char Check(string symbols)
    {
        var sum = 0;
        foreach (var symbol in symbols)
            sum = Double(sum ^ Alphabet.IndexOf(symbol, StringComparison.Ordinal));
        return Alphabet[sum];
    }

    // Multiplication by the generator: x^5 = x^2 + 1.
    private static int Double(int value) => (value & 16) == 0 ? value << 1 : ((value << 1) ^ 0b100101) & 31;
}
