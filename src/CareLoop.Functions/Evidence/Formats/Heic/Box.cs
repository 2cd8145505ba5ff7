using System.Buffers.Binary;
using System.Text;
using static CareLoop.Functions.Evidence.PhotoWalk;

namespace CareLoop.Functions.Evidence.Formats.Heic;

/// <summary>One box of the ISO base media format, with its places in the bytes it was found in.</summary>
/// <param name="Type">Four characters.</param>
/// <param name="Start">Of its header.</param>
/// <param name="Body">Behind its header.</param>
/// <param name="End">Behind its body.</param>
internal readonly record struct Box(string Type, int Start, int Body, int End)
{
    /// <summary>The boxes that fill a range without a gap.</summary>
    /// <exception cref="UnfitPhotoException">They do not.</exception>
    public static List<Box> In(byte[] bytes, int from, int to, int most = 4_096)
    {
        List<Box> boxes = [];
        while (from < to)
        {
            Require(to - from >= 8 && boxes.Count < most);
            long size = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(from));
            var body = from + 8;
            if (size == 1)
            {
                Require(to - from >= 16);
                size = (long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(from + 8)));
                body += 8;
            }

            Require(size >= body - from && size <= to - from);
            boxes.Add(new Box(Encoding.Latin1.GetString(bytes, from + 4, 4), from, body, from + (int)size));
            from += (int)size;
        }

        return boxes;
    }

    /// <summary>The only box of a type, or null.</summary>
    /// <exception cref="UnfitPhotoException">There are two.</exception>
    public static Box? Only(List<Box> boxes, string type)
    {
        var found = boxes.FindAll(box => box.Type == type);
        Require(found.Count <= 1);
        return found.Count == 0 ? null : found[0];
    }
}

/// <summary>Reads numbers one after the other, never beyond the end of their box.</summary>
/// <exception cref="UnfitPhotoException">Beyond it.</exception>
internal sealed class BoxCursor(byte[] bytes, int from, int to)
{
    public int Position { get; private set; } = from;

    public int Left => to - Position;

    public byte Byte() => bytes[Advance(1)];

    public int Number16() => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(Advance(2)));

    public uint Number32() => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(Advance(4)));

    /// <summary>A number of 0, 4 or 8 bytes, as boxes of places say themselves.</summary>
    public long Number(int size)
    {
        switch (size)
        {
            case 0:
                return 0;
            case 4:
                return Number32();
            default:
                Require(size == 8);
                var value = BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(Advance(8)));
                Require(value <= long.MaxValue);
                return (long)value;
        }
    }

    /// <summary>The id of an item: four bytes in later versions of its box.</summary>
    public uint Id(bool isLong) => isLong ? Number32() : (uint)Number16();

    public string Type() => Encoding.Latin1.GetString(bytes, Advance(4), 4);

    /// <summary>Version and flags at the head of a full box.</summary>
    public (byte Version, uint Flags) Head()
    {
        var value = Number32();
        return ((byte)(value >> 24), value & 0xFFFFFF);
    }

    public void Skip(int count) => Advance(count);

    private int Advance(int count)
    {
        Require(count <= Left);
        var position = Position;
        Position += count;
        return position;
    }
}

/// <summary>Writes boxes one after the other.</summary>
/// <param name="capacity">Bytes expected.</param>
internal sealed class BoxWriter(int capacity)
{
    private byte[] bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Next(value.Length));

    public void Zeros(int count) => Next(count).Clear();

    public void Number16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Next(2), (ushort)value);

    public void Number32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Next(4), value);

    public void Type(string value) => Encoding.Latin1.GetBytes(value, Next(4));

    public void Id(uint value, bool isLong)
    {
        if (isLong)
        {
            Number32(value);
        }
        else
        {
            Number16((int)value);
        }
    }

    /// <summary>A box around what is written meanwhile.</summary>
    public void Box(string type, Action write)
    {
        var start = Length;
        Number32(0);
        Type(type);
        write();
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(start), (uint)(Length - start));
    }

    private Span<byte> Next(int count)
    {
        if (bytes.Length - Length < count)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
        }

        Length += count;
        return bytes.AsSpan(Length - count, count);
    }
}
