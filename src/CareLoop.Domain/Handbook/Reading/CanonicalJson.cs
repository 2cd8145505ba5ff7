using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareLoop.Domain.Handbook.Reading;

/// <summary>The published form of a handbook: keys sorted, no spaces, so that equal content has an equal hash.</summary>
internal static class CanonicalJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(PackNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
            Write(writer, node);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static string Hash(string canonical) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    private static void Write(Utf8JsonWriter writer, PackNode node)
    {
        switch (node)
        {
            case MapNode map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries.OrderBy(e => e.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case ListNode list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case ScalarNode scalar:
                Write(writer, scalar);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, ScalarNode scalar)
    {
        if (scalar.IsNull)
            writer.WriteNullValue();
        else if (scalar is { Plain: true, Text: "true" or "false" })
            writer.WriteBooleanValue(scalar.Text == "true");
        else if (scalar.Plain && decimal.TryParse(scalar.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            writer.WriteNumberValue(number / 1.0000000000m);
        else
            writer.WriteStringValue(scalar.Text);
    }
}
