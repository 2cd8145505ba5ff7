using static CareLoop.Functions.Evidence.PhotoWalk;

namespace CareLoop.Functions.Evidence.Formats.Heic;

/// <summary>How large a coded picture really is. A decoder goes by its parameters, whatever the container says.</summary>
internal static class HevcSize
{
    private const int SequenceParameters = 33;
    private const int FixedFields = 22;

    /// <summary>Pixels of the largest picture the parameters (hvcC) allow for.</summary>
    /// <exception cref="UnfitPhotoException">Malformed, without a size, or over the limits.</exception>
    public static long Read(byte[] bytes, Box hvcC)
    {
        BoxCursor cursor = new(bytes, hvcC.Body, hvcC.End);
        cursor.Skip(FixedFields);
        long pixels = 0;
        for (int arrays = cursor.Byte(); arrays > 0; arrays--)
        {
            var type = cursor.Byte() & 0x3F;
            for (var units = cursor.Number16(); units > 0; units--)
            {
                var length = cursor.Number16();
                var start = cursor.Position;
                cursor.Skip(length);
                if (type == SequenceParameters)
                {
                    pixels = Math.Max(pixels, ReadUnit(bytes.AsSpan(start, length)));
                }
            }
        }

        Require(pixels > 0);
        return pixels;
    }

    private static long ReadUnit(ReadOnlySpan<byte> unit)
    {
        BitCursor bits = new(unit);
        bits.Skip(16 + 4);
        var layers = (int)bits.Bits(3);
        bits.Skip(1 + 96);
        if (layers > 0)
        {
            var present = bits.Bits(16);
            for (var layer = 0; layer < layers; layer++)
            {
                var flags = (present >> (14 - (2 * layer))) & 3;
                bits.Skip(((flags & 2) == 0 ? 0 : 88) + ((flags & 1) == 0 ? 0 : 8));
            }
        }

        bits.Count();
        if (bits.Count() == 3)
        {
            bits.Skip(1);
        }

        long width = bits.Count(), height = bits.Count();
        PictureLimits.Check(width, height);
        return width * height;
    }

    /// <summary>Reads bits and Exp-Golomb numbers; the 3 that keeps 0 0 from looking like a start code is passed over.</summary>
    private ref struct BitCursor(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;
        private int position;
        private int bit;

        public void Skip(int count)
        {
            for (; count > 0; count--)
            {
                Bit();
            }
        }

        public uint Bits(int count)
        {
            uint value = 0;
            for (; count > 0; count--)
            {
                value = (value << 1) | Bit();
            }

            return value;
        }

        public uint Count()
        {
            var zeros = 0;
            while (Bit() == 0)
            {
                Require(++zeros < 32);
            }

            return (1u << zeros) - 1 + Bits(zeros);
        }

        private uint Bit()
        {
            if (bit == 0 && position >= 2 && position < bytes.Length && bytes[position] == 3 && bytes[position - 1] == 0 && bytes[position - 2] == 0)
            {
                position++;
            }

            Require(position < bytes.Length);
            var value = (uint)(bytes[position] >> (7 - bit)) & 1;
            bit = (bit + 1) & 7;
            position += bit == 0 ? 1 : 0;
            return value;
        }
    }
}
