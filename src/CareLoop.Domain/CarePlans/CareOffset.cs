using System.Globalization;
using System.Text.RegularExpressions;

namespace CareLoop.Domain.CarePlans;

/// <summary>What the amount of an offset counts.</summary>
public enum CareUnit
{
    Hours,
    Days,
    Months,

    /// <summary>Minutes after midnight of the anchor's own date.</summary>
    TimeOfDay,

    /// <summary>Working hours after the opening of the window.</summary>
    HoursOpen,
}

/// <summary>Distance of an instant from the anchor, written <c>PT48H</c>, <c>P10D</c>, <c>-P1M</c> or <c>18:00</c>; <c>+PT1H</c> counts from the opening.</summary>
public readonly partial record struct CareOffset(CareUnit Unit, int Amount)
{
    /// <summary>Whether the text can be read.</summary>
    public static bool TryParse(string? text, out CareOffset offset)
    {
        offset = default;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var timeOfDay))
        {
            offset = new(CareUnit.TimeOfDay, (int)timeOfDay.ToTimeSpan().TotalMinutes);
            return true;
        }

        if (Shape().Match(text ?? "") is not { Success: true } match)
            return false;
        var amount = int.Parse(match.Groups["amount"].ValueSpan, CultureInfo.InvariantCulture) * (match.Groups["back"].Success ? -1 : 1);
        var unit = match.Groups["unit"].Value switch { "D" => CareUnit.Days, "M" => CareUnit.Months, _ when match.Groups["open"].Success => CareUnit.HoursOpen, _ => CareUnit.Hours };
        offset = new(unit, amount);
        return true;
    }

    // An hour count backwards from an anchor would need a clock that runs backwards; no rule has one.
    [GeneratedRegex(@"^(?:(?<back>-)?P(?<amount>\d{1,4})(?<unit>[DM])|(?<open>\+)?PT(?<amount>\d{1,4})(?<unit>H))$")]
    private static partial Regex Shape();
}
