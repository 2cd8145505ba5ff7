using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CareLoop.Domain.Directory;

/// <summary>Times of day as people write them: <c>08:30</c>.</summary>
public sealed class ClockFace : JsonConverter<TimeOnly>
{
    public const string Format = "HH:mm";

    public static bool TryParse(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && TryParse(text, out var time) ? time : throw new JsonException($"A time of day has the form {Format}.");

    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(Format, CultureInfo.InvariantCulture));
}
