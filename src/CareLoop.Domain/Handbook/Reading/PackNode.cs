using System.Collections.Immutable;

namespace CareLoop.Domain.Handbook.Reading;

/// <summary>Where something stands in a file that people edit.</summary>
internal readonly record struct Place(string File, int Line, int Column)
{
    public HandbookError Error(string rule, string message, string remedy) => new(File, Line, Column, rule, message, remedy);
}

/// <summary>A handbook as read, before it means anything; keeps its place for error messages.</summary>
internal abstract record PackNode(Place Place);

/// <param name="Place">Where it starts.</param>
/// <param name="Entries">Keys in the order written.</param>
internal sealed record MapNode(Place Place, ImmutableArray<MapEntry> Entries) : PackNode(Place)
{
    public PackNode? this[string key] => Entries.FirstOrDefault(e => e.Key == key)?.Value;

    public string? Text(string key) => (this[key] as ScalarNode)?.Text;

    public bool IsTrue(string key) => this[key] is ScalarNode { Text: "true" };

    public MapNode With(string key, PackNode value) => this with
    {
        Entries = Entries.RemoveAll(e => e.Key == key).Add(new(key, value.Place, value)),
    };

    public MapNode Without(params IReadOnlyList<string> keys) => this with { Entries = Entries.RemoveAll(e => keys.Contains(e.Key)) };
}

internal sealed record MapEntry(string Key, Place Place, PackNode Value);

internal sealed record ListNode(Place Place, ImmutableArray<PackNode> Items) : PackNode(Place);

/// <param name="Place">Where it starts.</param>
/// <param name="Text">The text without quotes.</param>
/// <param name="Plain">Written without quotes, so it may be a number or truth value.</param>
internal sealed record ScalarNode(Place Place, string Text, bool Plain) : PackNode(Place)
{
    public bool IsNull => Plain && Text is "" or "~" or "null";
}
