using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareLoop.Embedded.DurableTask.History;

/// <summary>Turns and messages as compact JSON with short, fixed member names; unknown members are skipped on reading.</summary>
internal static class HistoryCodec
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Encode(HistoryTurn turn) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("at"u8, turn.At);
        WriteEvents(writer, "in"u8, turn.Inputs);
        WriteEvents(writer, "out"u8, turn.Steps);
        writer.WriteEndObject();
    });

    public static byte[] Encode(HistoryEvent happening) => Write(writer => WriteEvent(writer, happening));

    public static byte[] Encode(TaskFailureDetails failure) => Write(writer => WriteFailure(writer, failure));

    public static HistoryTurn DecodeTurn(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new HistoryTurn(Utc(root.GetProperty("at"u8)), ReadEvents(root, "in"u8), ReadEvents(root, "out"u8));
    }

    public static HistoryEvent DecodeEvent(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return ReadEvent(document.RootElement);
    }

    public static TaskFailureDetails DecodeFailure(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return ReadFailure(document.RootElement);
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        content(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteEvents(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<HistoryEvent> events)
    {
        writer.WriteStartArray(name);
        foreach (var happening in events)
        {
            WriteEvent(writer, happening);
        }

        writer.WriteEndArray();
    }

    private static void WriteEvent(Utf8JsonWriter writer, HistoryEvent happening)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, happening.Kind.ToString());
        if (happening.TaskId != HistoryEvent.NoTask)
        {
            writer.WriteNumber("id"u8, happening.TaskId);
        }

        if (happening.Sequence != 0)
        {
            writer.WriteNumber("seq"u8, happening.Sequence);
        }

        if (happening.Name is not null)
        {
            writer.WriteString("name"u8, happening.Name);
        }

        if (happening.Data is not null)
        {
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(happening.Data, skipInputValidation: true);
        }

        if (happening.FireAt is { } due)
        {
            writer.WriteString("due"u8, due);
        }

        if (happening.Failure is not null)
        {
            writer.WritePropertyName("failure"u8);
            WriteFailure(writer, happening.Failure);
        }

        writer.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter writer, TaskFailureDetails failure)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, failure.ErrorType);
        writer.WriteString("message"u8, failure.ErrorMessage);
        if (failure.StackTrace is not null)
        {
            writer.WriteString("stack"u8, failure.StackTrace);
        }

        if (failure.InnerFailure is not null)
        {
            writer.WritePropertyName("inner"u8);
            WriteFailure(writer, failure.InnerFailure);
        }

        writer.WriteEndObject();
    }

    private static HistoryEvent[] ReadEvents(JsonElement turn, ReadOnlySpan<byte> name) =>
        [.. turn.GetProperty(name).EnumerateArray().Select(ReadEvent)];

    private static HistoryEvent ReadEvent(JsonElement json) => new(Enum.Parse<HistoryEventKind>(json.GetProperty("kind"u8).GetString()!))
    {
        TaskId = json.TryGetProperty("id"u8, out var id) ? id.GetInt32() : HistoryEvent.NoTask,
        Sequence = json.TryGetProperty("seq"u8, out var sequence) ? sequence.GetInt64() : 0,
        Name = json.TryGetProperty("name"u8, out var name) ? name.GetString() : null,
        Data = json.TryGetProperty("data"u8, out var data) ? data.GetRawText() : null,
        FireAt = json.TryGetProperty("due"u8, out var due) ? Utc(due) : null,
        Failure = json.TryGetProperty("failure"u8, out var failure) ? ReadFailure(failure) : null,
    };

    private static TaskFailureDetails ReadFailure(JsonElement json) => new(
        json.GetProperty("type"u8).GetString()!,
        json.GetProperty("message"u8).GetString()!,
        json.TryGetProperty("stack"u8, out var stack) ? stack.GetString() : null,
        json.TryGetProperty("inner"u8, out var inner) ? ReadFailure(inner) : null);

    private static DateTime Utc(JsonElement json) => DateTime.SpecifyKind(json.GetDateTime(), DateTimeKind.Utc);
}
