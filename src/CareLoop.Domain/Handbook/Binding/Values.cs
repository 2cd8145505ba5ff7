using System.Collections.Immutable;
using System.Globalization;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Handbook.Reading;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Handbook.Binding;

/// <summary>Values that several blocks share.</summary>
internal static class Values
{
    public static Provenance Source(this NodeReader node) =>
        new(node.Texts("ruleIds"), node.Text("origin"), node.OptionalText("reason"));

    public static NamedObject Named(NodeReader node) => new(node.Text("id"), node.Local("name"), node.Source());

    /// <summary>Clock and amount of an object, under the given keys.</summary>
    public static Clock Clock(this NodeReader node, string kindKey = "clock", string amountKey = "amount")
    {
        var kind = node.Choice<ClockKind>(kindKey);
        var clock = new Clock(kind, 0);
        if (!clock.HasAmount)
            return clock;
        var amount = node.Int(amountKey);
        if (amount <= 0 && node.Has(amountKey))
            node.Report(node.PlaceOf(amountKey), $"'{amountKey}: {amount}' is not above zero.", $"Write a positive number, such as {amountKey}: 24.", "V-05");
        return new(kind, amount);
    }

    public static T Choice<T>(this NodeReader node, string key)
        where T : struct, Enum
    {
        var text = node.Text(key);
        return text.Length == 0 ? default : Choice<T>(node, key, text);
    }

    public static ImmutableArray<T> Choices<T>(this NodeReader node, string key)
        where T : struct, Enum => [.. node.Texts(key).Select(t => Choice<T>(node, key, t))];

    public static TimeSpan TimeOfDay(this NodeReader node, Place place, string text)
    {
        // TimeSpan reads "24:00" as 24 days, so the parts are read one by one.
        var parts = text.Split(':');
        if (parts is [{ Length: 2 } hours, { Length: 2 } minutes]
            && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
            && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
            && m < 60 && (h < 24 || (h == 24 && m == 0)))
        {
            return new(h, m, 0);
        }

        node.Report(place, $"'{text}' is not a time of day.", "Write it as \"09:00\", with quotes; midnight at the end of a day is \"24:00\".");
        return TimeSpan.Zero;
    }

    public static DateTimeOffset Instant(this NodeReader node, string key)
    {
        var text = node.Text(key);
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && text.Contains('+'))
            return instant;
        if (text.Length > 0)
            node.Report(node.PlaceOf(key), $"'{text}' is not an instant with its offset.", "Write it as 2026-01-01T00:00:00+08:00.");
        return default;
    }

    public static DateOnly Date(this NodeReader node, Place place, string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        node.Report(place, $"'{text}' is not a date.", "Write it as 2026-02-14.");
        return default;
    }

    private static T Choice<T>(NodeReader node, string key, string text)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        var match = names.FirstOrDefault(n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
        if (match is not null)
            return Enum.Parse<T>(match);
        var near = Spelling.Nearest(text, names);
        node.Report(node.PlaceOf(key), $"'{key}' has no value '{text}'.", near is null ? $"Use one of: {string.Join(", ", names)}." : $"Did you mean '{near}'?");
        return default;
    }
}
