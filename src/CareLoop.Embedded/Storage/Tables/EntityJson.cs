using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>Rows in the protocol's JSON: what JSON can't tell apart is annotated with its EDM type.</summary>
internal static class EntityJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null properties are left out, the service doesn't store them; so are the version and the time of the last change.</summary>
    public static ReadOnlyMemory<byte> Write(TableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity.PartitionKey);
        ArgumentNullException.ThrowIfNull(entity.RowKey);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        foreach (var (name, value) in entity)
        {
            if (name is not (PropertyNames.Timestamp or PropertyNames.ETag) && value is not null)
            {
                WriteProperty(json, name, value);
            }
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public static TableEntity Read(BinaryData content)
    {
        using var document = JsonDocument.Parse(content);
        return Read(document.RootElement);
    }

    public static TableEntity Read(JsonElement row)
    {
        var entity = new TableEntity();
        foreach (var property in row.EnumerateObject())
        {
            if (property.Name == PropertyNames.ETag)
            {
                entity[PropertyNames.ETag] = property.Value.GetString();
            }
            else if (!property.Name.StartsWith(PropertyNames.AnnotationPrefix, StringComparison.Ordinal)
                && !property.Name.EndsWith(PropertyNames.TypeSuffix, StringComparison.Ordinal))
            {
                var type = row.TryGetProperty(property.Name + PropertyNames.TypeSuffix, out var annotation) ? annotation.GetString() : null;
                entity[property.Name] = ReadValue(property.Value, property.Name == PropertyNames.Timestamp ? "Edm.DateTime" : type);
            }
        }

        return entity;
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case double number when double.IsFinite(number):
                json.WriteString(name + PropertyNames.TypeSuffix, "Edm.Double");
                json.WriteNumber(name, number);
                break;
            case double number:
                Typed(json, name, "Edm.Double", number.ToString(CultureInfo.InvariantCulture));
                break;
            case long number:
                Typed(json, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                Typed(json, name, "Edm.DateTime", ODataFilter.Time(time));
                break;
            case DateTime time:
                Typed(json, name, "Edm.DateTime", ODataFilter.Time(time));
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
                throw new NotSupportedException($"Property '{name}' holds a {value.GetType()}, which tables can't store.");
        }
    }

    private static void Typed(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteString(name + PropertyNames.TypeSuffix, type);
        json.WriteString(name, value);
    }

    private static object? ReadValue(JsonElement value, string? type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.Null, _) => null,
        (_, "Edm.Int64") => long.Parse(value.ToString(), CultureInfo.InvariantCulture),
        (_, "Edm.Double") => double.Parse(value.ToString(), CultureInfo.InvariantCulture),
        (_, "Edm.DateTime") => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        (_, "Edm.Guid") => value.GetGuid(),
        (_, "Edm.Binary") => value.GetBytesFromBase64(),
        (JsonValueKind.True or JsonValueKind.False, _) => value.GetBoolean(),
        (JsonValueKind.Number, _) => value.TryGetInt32(out var number) ? (object)number : value.GetDouble(),
        _ => value.GetString(),
    };
}
