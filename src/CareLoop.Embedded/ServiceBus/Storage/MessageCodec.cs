using System.Runtime.Serialization;
using System.Text;

namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>
/// The stored form of a message's content: a version byte, then the fields. Text stays readable UTF-8,
/// so that a search of the file for words that must not be there finds them.
/// </summary>
internal static class MessageCodec
{
    private const byte Version = 1;

    /// <exception cref="SerializationException">An application property has a type that messages cannot carry.</exception>
    public static byte[] Encode(MessageContent content)
    {
        using var stream = new MemoryStream(256);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        WriteText(writer, content.MessageId);
        WriteText(writer, content.SessionId);
        WriteText(writer, content.PartitionKey);
        WriteText(writer, content.Subject);
        WriteText(writer, content.CorrelationId);
        WriteText(writer, content.ContentType);
        WriteText(writer, content.To);
        WriteText(writer, content.ReplyTo);
        writer.Write(content.TimeToLive.Ticks);
        writer.Write(content.ScheduledEnqueueTime.UtcTicks);
        writer.Write7BitEncodedInt(content.Properties.Count);
        foreach (var (name, value) in content.Properties)
        {
            writer.Write(name);
            PropertyCodec.Write(writer, name, value);
        }

        var body = content.Body.ToMemory().Span;
        writer.Write7BitEncodedInt(body.Length);
        writer.Write(body);
        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">Written by a newer version.</exception>
    public static MessageContent Decode(byte[] stored)
    {
        using var reader = new BinaryReader(new MemoryStream(stored, writable: false), Encoding.UTF8);
        var version = reader.ReadByte();
        if (version != Version)
            throw new InvalidDataException($"A stored message has format {version}; this version reads format {Version}.");

        var (messageId, sessionId, partitionKey, subject) = (ReadText(reader), ReadText(reader), ReadText(reader), ReadText(reader));
        var (correlationId, contentType, to, replyTo) = (ReadText(reader), ReadText(reader), ReadText(reader), ReadText(reader));
        var timeToLive = TimeSpan.FromTicks(reader.ReadInt64());
        var scheduled = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            properties.Add(reader.ReadString(), PropertyCodec.Read(reader));

        return new MessageContent
        {
            MessageId = messageId,
            SessionId = sessionId,
            PartitionKey = partitionKey,
            Subject = subject,
            CorrelationId = correlationId,
            ContentType = contentType,
            To = to,
            ReplyTo = replyTo,
            TimeToLive = timeToLive,
            ScheduledEnqueueTime = scheduled,
            Properties = properties,
            Body = BinaryData.FromBytes(reader.ReadBytes(reader.Read7BitEncodedInt())),
        };
    }

    private static void WriteText(BinaryWriter writer, string? value)
    {
        writer.Write(value is not null);
        if (value is not null)
            writer.Write(value);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
