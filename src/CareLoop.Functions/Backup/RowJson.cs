using System.Globalization;
using System.Text.Json;

namespace CareLoop.Functions.Backup;

/// <summary>
/// One row of a table as one line of JSON, in the notation of the table service itself: what JSON can't tell apart has its EDM type
/// beside it. Version and time of the last change belong to the account a row lives in, and stay there.
/// </summary>
internal static class RowJson
{
    private const string TypeSuffix = "@odata.type";

    public static void Write(Utf8JsonWriter json, TableEntity row)
    {
        json.WriteStartObject();
        foreach (var name in row.Keys.Where(name => name is not ("odata.etag" or "Timestamp")).Order(StringComparer.Ordinal))
        {
            if (row[name] is { } value)
            {
                WriteProperty(json, name, value);
            }
        }

        json.WriteEndObject();
    }

    /// <exception cref="InvalidDataException">The line is no row.</exception>
    public static TableEntity Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        using var document = JsonDocument.ParseValue(ref reader);
        var row = new TableEntity();
        foreach (var property in document.RootElement.EnumerateObject().Where(property => !property.Name.EndsWith(TypeSuffix, StringComparison.Ordinal)))
        {
            var type = document.RootElement.TryGetProperty(property.Name + TypeSuffix, out var annotation) ? annotation.GetString() : null;
            row[property.Name] = ReadValue(property.Value, type);
        }

        return row.PartitionKey is null || row.RowKey is null ? throw new InvalidDataException("A line has no PartitionKey or no RowKey.") : row;
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                Typed(json, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                Typed(json, name, "Edm.Double", number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                Typed(json, name, "Edm.DateTime", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                Typed(json, name, "Edm.DateTime", time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
                break;
            case Guid id:
                Typed(json, name, "Edm.Guid", id.ToString());
                break;
            case byte[] bytes:
                Typed(json, name, "Edm.Binary", Convert.ToBase64String(bytes));
                break;
            case BinaryData bytes:
                Typed(json, name, "Edm.Binary", Convert.ToBase64String(bytes.ToMemory().Span));
                break;
            default:
                // Leaving a column out would be found at the restore, when it is too late.
                throw new NotSupportedException($"Column {name} holds a {value.GetType()}, which an export can't write.");
        }
    }

    private static void Typed(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteString(name + TypeSuffix, type);
        json.WriteString(name, value);
    }

    private static object ReadValue(JsonElement value, string? type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.String, null) => value.GetString()!,
        (JsonValueKind.Number, null) => value.GetInt32(),
        (JsonValueKind.True or JsonValueKind.False, null) => value.GetBoolean(),
        (JsonValueKind.String, "Edm.Int64") => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        (JsonValueKind.String, "Edm.Double") => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        (JsonValueKind.String, "Edm.DateTime") => value.GetDateTimeOffset(),
        (JsonValueKind.String, "Edm.Guid") => value.GetGuid(),
        (JsonValueKind.String, "Edm.Binary") => value.GetBytesFromBase64(),
        _ => throw new InvalidDataException($"A column of type {type ?? "none"} holds a {value.ValueKind}."),
    };
}
