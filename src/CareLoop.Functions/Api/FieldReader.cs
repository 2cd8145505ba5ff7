using System.Text.Json;
using CareLoop.Domain.Words;

namespace CareLoop.Functions.Api;

/// <summary>
/// Takes typed fields out of a JSON object and remembers everything that is wrong with them,
/// so that a caller hears of all mistakes at once, misspelt names included.
/// </summary>
internal sealed class FieldReader(JsonElement body, string prefix = "")
{
    private readonly List<FieldError> errors = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>A string without surrounding white space; null when absent or empty.</summary>
    public string? Text(string name, bool required, int maxLength)
    {
        if (Find(name, required, JsonValueKind.String, new("应为文本。", "Must be a string.")) is not { } value)
        {
            return null;
        }

        var text = value.GetString()!.Trim();
        if (text.Length == 0)
        {
            if (required)
            {
                Missing(name);
            }

            return null;
        }

        if (text.Length > maxLength)
        {
            Add(name, new($"最多 {maxLength} 个字符,现有 {text.Length} 个。", $"At most {maxLength} characters; this has {text.Length}."));
            return null;
        }

        return text;
    }

    /// <summary>An instant in ISO 8601 with an offset; anything without one would be a guess.</summary>
    public DateTimeOffset? Instant(string name, bool required)
    {
        if (Text(name, required, 64) is not { } text)
        {
            return null;
        }

        if (HasOffset(text) && DateTimeOffset.TryParse(text, out var instant))
        {
            return instant.ToUniversalTime();
        }

        Add(name, new("应为带时区的时间,例如 2026-03-07T18:00:00+08:00。", "Must be a time with an offset, such as 2026-03-07T18:00:00+08:00."));
        return null;
    }

    public bool Flag(string name, bool otherwise)
    {
        if (!TryFind(name, out var value))
        {
            return otherwise;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Add(name, new("应为 true 或 false。", "Must be true or false."));
        return otherwise;
    }

    /// <summary>True or false as it was said; false and a mistake when it was not.</summary>
    public bool RequiredFlag(string name)
    {
        if (!TryFind(name, out _))
        {
            Missing(name);
        }

        return Flag(name, otherwise: false);
    }

    public long? Integer(string name, bool required)
    {
        if (Find(name, required, JsonValueKind.Number, new("应为整数。", "Must be a whole number.")) is not { } value)
        {
            return null;
        }

        if (value.TryGetInt64(out var number))
        {
            return number;
        }

        Add(name, new("应为整数。", "Must be a whole number."));
        return null;
    }

    /// <summary>A list of short codes; empty when absent.</summary>
    public IReadOnlyList<string> Codes(string name)
    {
        var problem = new LocalText("应为文本列表。", "Must be a list of strings.");
        if (Find(name, required: false, JsonValueKind.Array, problem) is not { } list)
        {
            return [];
        }

        if (list.GetArrayLength() <= 50 && list.EnumerateArray().All(item => item is { ValueKind: JsonValueKind.String } && item.GetString()!.Length <= 100))
        {
            return [.. list.EnumerateArray().Select(item => item.GetString()!)];
        }

        Add(name, problem);
        return [];
    }

    /// <summary>A nested object with a reader of its own, whose mistakes are counted here.</summary>
    public FieldReader? Object(string name, bool required) =>
        Find(name, required, JsonValueKind.Object, new("应为对象。", "Must be an object.")) is { } value
            ? new FieldReader(value, $"{prefix}{name}.")
            : null;

    /// <summary>A list of nested objects, each with a reader of its own, whose mistakes are counted here; empty when absent.</summary>
    public IReadOnlyList<FieldReader> Objects(string name, int max)
    {
        var problem = new LocalText($"应为对象列表,最多 {max} 项。", $"Must be a list of at most {max} objects.");
        if (Find(name, required: false, JsonValueKind.Array, problem) is not { } list)
        {
            return [];
        }

        if (list.GetArrayLength() <= max && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object))
        {
            return [.. list.EnumerateArray().Select((item, position) => new FieldReader(item, $"{prefix}{name}[{position}]."))];
        }

        Add(name, problem);
        return [];
    }

    /// <summary>Adds a mistake found by other means.</summary>
    public void Add(string name, LocalText detail) => errors.Add(new FieldError(prefix + name, detail));

    /// <summary>Adds that a required field is missing.</summary>
    public void Missing(string name) => Add(name, new("必填。", "Required."));

    /// <exception cref="ApiProblem">Anything was wrong with this object or the nested ones.</exception>
    public void ThrowIfInvalid(params ReadOnlySpan<FieldReader?> nested)
    {
        List<FieldError> all = [.. errors, .. Unknown()];
        foreach (var reader in nested)
        {
            if (reader is not null)
            {
                all.AddRange([.. reader.errors, .. reader.Unknown()]);
            }
        }

        if (all.Count > 0)
        {
            throw new ApiProblem(ProblemKind.RequestInvalid) { Errors = [.. all] };
        }
    }

    private IEnumerable<FieldError> Unknown() => body.EnumerateObject()
        .Where(property => !known.Contains(property.Name))
        .Select(property => new FieldError(
            prefix + property.Name,
            new("不认识的字段,请检查拼写。", "This field is not known; check the spelling.")));

    private JsonElement? Find(string name, bool required, JsonValueKind kind, LocalText problem)
    {
        if (!TryFind(name, out var value))
        {
            if (required)
            {
                Missing(name);
            }

            return null;
        }

        if (value.ValueKind == kind)
        {
            return value;
        }

        Add(name, problem);
        return null;
    }

    private bool TryFind(string name, out JsonElement value)
    {
        known.Add(name);
        return body.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private static bool HasOffset(string text) =>
        text.IndexOf('T', StringComparison.Ordinal) is > 0 and var time && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > time);
}
