using System.Text;
using System.Text.RegularExpressions;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>One field of a WeChat subscription message (订阅消息), such as <c>thing2</c>. Its kind says what it may hold.</summary>
/// <param name="Field">The platform's name: a kind and a number.</param>
/// <param name="Value">Text with variables in braces; parts in square brackets fall away without a value.</param>
public sealed partial record SubscriptionField(string Field, string Value)
{
    private const string Gap = "—";
    private const char Cut = '…';

    /// <summary>The kinds the platform has, and the most characters each takes.</summary>
    public static IReadOnlyDictionary<string, int> Longest { get; } = new Dictionary<string, int>
    {
        ["thing"] = 20,
        ["character_string"] = 32,
        ["number"] = 32,
        ["letter"] = 32,
        ["time"] = 20,
        ["date"] = 20,
        ["amount"] = 10,
        ["phone_number"] = 17,
        ["car_number"] = 8,
        ["name"] = 10,
        ["phrase"] = 5,
        ["symbol"] = 5,
    };

    /// <summary>The kind in the name; null when it is none that we know.</summary>
    public string? Kind => Name().Match(Field) is { Success: true } match && Longest.ContainsKey(match.Groups[1].Value) ? match.Groups[1].Value : null;

    /// <summary>The most characters the field takes.</summary>
    public int Limit => Kind is { } kind ? Longest[kind] : 0;

    /// <summary>Fills the field in and cuts what is too long, because the platform refuses the whole message otherwise.</summary>
    public string Fill(IReadOnlyDictionary<string, string> values)
    {
        var filled = MessageTemplate.Replace(
            MessageTemplate.WithoutGaps(Value, values), name => values.TryGetValue(name, out var value) && value.Length > 0 ? value : Gap);
        var line = Spaces().Replace(filled, " ").Trim();
        return line.Length == 0 ? Gap : Fit(line);
    }

    private string Fit(string line)
    {
        var runes = line.EnumerateRunes().ToList();
        return runes.Count <= Limit ? line : new StringBuilder().AppendJoin(null, runes.Take(Limit - 1)).Append(Cut).ToString();
    }

    [GeneratedRegex("^([a-z_]+)[0-9]{1,3}$")]
    private static partial Regex Name();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Spaces();
}
