using System.Collections.Immutable;
using System.Globalization;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Reading;

/// <summary>Reads one object of a handbook key by key and reports, with their places, keys that are missing, wrong or unknown.</summary>
internal sealed class NodeReader(MapNode map, List<HandbookError> errors)
{
    private const string Rule = "V-01";
    private readonly HashSet<string> _read = [];

    public MapNode Map => map;

    public Place Place => map.Place;

    public bool Has(string key) => map[key] is not (null or ScalarNode { IsNull: true });

    public Place PlaceOf(string key) => map.Entries.FirstOrDefault(e => e.Key == key)?.Value.Place ?? map.Place;

    public string Text(string key)
    {
        if (OptionalText(key) is { } text)
            return text;
        if (!Has(key))
            Report(map.Place, $"'{key}' is missing in {Describe()}.", $"Add {key}: …");
        return "";
    }

    public string? OptionalText(string key)
    {
        _read.Add(key);
        switch (map[key])
        {
            case null or ScalarNode { IsNull: true }:
                return null;
            case ScalarNode scalar:
                return scalar.Text;
            case var other:
                Report(other.Place, $"'{key}' must be a single value.", $"Write {key}: value on one line.");
                return null;
        }
    }

    public int Int(string key, int? fallback = null) => (int)Number(key, fallback, "a whole number");

    public decimal Decimal(string key, decimal? fallback = null) => Number(key, fallback, "a number");

    public bool Bool(string key, bool fallback)
    {
        if (OptionalText(key) is not { } text)
            return fallback;
        if (text is "true" or "false")
            return text == "true";
        Report(PlaceOf(key), $"'{key}: {text}' is neither true nor false.", $"Write {key}: true or {key}: false.");
        return fallback;
    }

    public ImmutableArray<string> Texts(string key)
    {
        _read.Add(key);
        switch (map[key])
        {
            case null or ScalarNode { IsNull: true }:
                return [];
            case ScalarNode one:
                return [one.Text];
            case ListNode list when list.Items.All(i => i is ScalarNode):
                return [.. list.Items.Cast<ScalarNode>().Select(s => s.Text)];
            case var other:
                Report(other.Place, $"'{key}' must be a list of values.", $"Write {key}: [a, b].");
                return [];
        }
    }

    /// <summary>Chinese text under <paramref name="key"/>, English under the same key with <c>En</c>.</summary>
    public LocalText Local(string key)
    {
        var zh = Text(key);
        return new(zh, OptionalText(key + "En") ?? zh);
    }

    public NodeReader? Object(string key)
    {
        _read.Add(key);
        switch (map[key])
        {
            case null or ScalarNode { IsNull: true }:
                return null;
            case MapNode child:
                return new(child, errors);
            case var other:
                Report(other.Place, $"'{key}' must have keys of its own.", $"Write the keys of {key} indented below it.");
                return null;
        }
    }

    public ImmutableArray<T> List<T>(string key, Func<NodeReader, T> read)
    {
        _read.Add(key);
        switch (map[key])
        {
            case null or ScalarNode { IsNull: true }:
                return [];
            case ListNode list when list.Items.All(i => i is MapNode):
                return [.. list.Items.Cast<MapNode>().Select(m => Read(m, read))];
            case var other:
                Report(other.Place, $"'{key}' must be a list of objects.", "Start every object with '- id:'.");
                return [];
        }
    }

    /// <summary>The value as it was read, for shapes of one block alone.</summary>
    public PackNode? Raw(string key)
    {
        _read.Add(key);
        return map[key];
    }

    public void Report(Place place, string message, string remedy, string rule = Rule) => errors.Add(place.Error(rule, message, remedy));

    /// <summary>Reports keys nobody asked for: a misspelt key must not be a silent default.</summary>
    public void Done()
    {
        foreach (var entry in map.Entries.Where(e => !_read.Contains(e.Key)))
        {
            var near = _read.MinBy(k => Spelling.Distance(k, entry.Key));
            Report(entry.Place, $"'{entry.Key}' is not a key of {Describe()}.", near is null ? "Delete it." : $"Did you mean '{near}'? Otherwise delete it.");
        }
    }

    private T Read<T>(MapNode child, Func<NodeReader, T> read)
    {
        var reader = new NodeReader(child, errors);
        var value = read(reader);
        reader.Done();
        return value;
    }

    private decimal Number(string key, decimal? fallback, string kind)
    {
        if (OptionalText(key) is not { } text)
        {
            if (fallback is null && !Has(key))
                Report(map.Place, $"'{key}' is missing in {Describe()}.", $"Add {key}: {kind}.");
            return fallback ?? 0;
        }

        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && (kind == "a number" || decimal.IsInteger(number)))
        {
            return number;
        }

        Report(PlaceOf(key), $"'{key}: {text}' is not {kind}.", $"Write {kind}, such as {key}: 24.");
        return fallback ?? 0;
    }

    private string Describe() => map.Text("id") is { } id ? $"'{id}'" : "this object";
}
