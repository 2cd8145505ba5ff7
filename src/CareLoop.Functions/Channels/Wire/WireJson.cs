using System.Text.Json;

namespace CareLoop.Functions.Channels.Wire;

/// <summary>JSON from outside: read strictly, never with an exception for what it holds.</summary>
public static class WireJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The object; null when it is not JSON, not UTF-8, not an object, too deep, or names something twice.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> bytes)
    {
        if (StrictUtf8.Decode(bytes) is not { } text)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter for half a surrogate pair in a name, which is JSON by its grammar.
            return null;
        }
    }

    /// <summary>What a path leads to; null when it leads nowhere.</summary>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }

    /// <summary>A text, or the digits of a number, at the end of a path; null when there is neither or it is empty.</summary>
    public static string? TextAt(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path) is { } found ? TextOf(found) : null;

    /// <inheritdoc cref="TextAt"/>
    public static string? TextOf(this JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is { Length: > 0 } text ? text : null,
                JsonValueKind.Number => element.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair behind \u: JSON by its grammar, but no text.
            return null;
        }
    }
}
