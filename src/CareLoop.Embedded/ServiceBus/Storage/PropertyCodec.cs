using System.Runtime.Serialization;

namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>Application property values with their types; the types are those the official client can send.</summary>
internal static class PropertyCodec
{
    private enum Kind : byte
    {
        Null,
        Text,
        Boolean,
        Byte,
        SByte,
        Int16,
        UInt16,
        Int32,
        UInt32,
        Int64,
        UInt64,
        Single,
        Double,
        Decimal,
        Character,
        Guid,
        DateTime,
        DateTimeOffset,
        TimeSpan,
        Uri,
    }

    public static void Write(BinaryWriter writer, string name, object? value)
    {
        var kind = KindOf(value) ?? throw new SerializationException(
            $"Application property '{name}' has type {value!.GetType()}, which a message cannot carry.");
        writer.Write((byte)kind);
        switch (value)
        {
            case string text: writer.Write(text); break;
            case bool flag: writer.Write(flag); break;
            case byte number: writer.Write(number); break;
            case sbyte number: writer.Write(number); break;
            case short number: writer.Write(number); break;
            case ushort number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case uint number: writer.Write(number); break;
            case long number: writer.Write(number); break;
            case ulong number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case double number: writer.Write(number); break;
            case decimal number: writer.Write(number); break;
            case char character: writer.Write((ushort)character); break;
            case Guid guid: writer.Write(guid.ToByteArray()); break;
            case DateTime instant: writer.Write(instant.ToBinary()); break;
            case DateTimeOffset instant:
                writer.Write(instant.Ticks);
                writer.Write(instant.Offset.Ticks);
                break;
            case TimeSpan span: writer.Write(span.Ticks); break;
            case Uri uri: writer.Write(uri.OriginalString); break;
        }
    }

    public static object? Read(BinaryReader reader) => (Kind)reader.ReadByte() switch
    {
        Kind.Null => null,
        Kind.Text => reader.ReadString(),
        Kind.Boolean => reader.ReadBoolean(),
        Kind.Byte => reader.ReadByte(),
        Kind.SByte => reader.ReadSByte(),
        Kind.Int16 => reader.ReadInt16(),
        Kind.UInt16 => reader.ReadUInt16(),
        Kind.Int32 => reader.ReadInt32(),
        Kind.UInt32 => reader.ReadUInt32(),
        Kind.Int64 => reader.ReadInt64(),
        Kind.UInt64 => reader.ReadUInt64(),
        Kind.Single => reader.ReadSingle(),
        Kind.Double => reader.ReadDouble(),
        Kind.Decimal => reader.ReadDecimal(),
        Kind.Character => (char)reader.ReadUInt16(),
        Kind.Guid => new Guid(reader.ReadBytes(16)),
        Kind.DateTime => DateTime.FromBinary(reader.ReadInt64()),
        Kind.DateTimeOffset => new DateTimeOffset(reader.ReadInt64(), TimeSpan.FromTicks(reader.ReadInt64())),
        Kind.TimeSpan => TimeSpan.FromTicks(reader.ReadInt64()),
        Kind.Uri => new Uri(reader.ReadString(), UriKind.RelativeOrAbsolute),
        var unknown => throw new InvalidDataException($"A stored message has an application property of unknown kind {unknown}."),
    };

    private static Kind? KindOf(object? value) => value switch
    {
        null => Kind.Null,
        string => Kind.Text,
        bool => Kind.Boolean,
        byte => Kind.Byte,
        sbyte => Kind.SByte,
        short => Kind.Int16,
        ushort => Kind.UInt16,
        int => Kind.Int32,
        uint => Kind.UInt32,
        long => Kind.Int64,
        ulong => Kind.UInt64,
        float => Kind.Single,
        double => Kind.Double,
        decimal => Kind.Decimal,
        char => Kind.Character,
        Guid => Kind.Guid,
        DateTime => Kind.DateTime,
        DateTimeOffset => Kind.DateTimeOffset,
        TimeSpan => Kind.TimeSpan,
        Uri => Kind.Uri,
        _ => null,
    };
}
