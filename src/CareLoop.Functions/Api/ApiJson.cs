using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace CareLoop.Functions.Api;

/// <summary>How the API writes JSON: camel case, enums as names, Chinese as Chinese.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(), new ShanghaiTime() },
    };

    /// <summary>Instants leave the API with the offset people here live in.</summary>
    private sealed class ShanghaiTime : JsonConverter<DateTimeOffset>
    {
        private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToOffset(Offset));
    }
}
