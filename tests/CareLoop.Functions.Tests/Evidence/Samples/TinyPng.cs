using System.Buffers.Binary;
using System.IO.Compression;

namespace CareLoop.Functions.Tests.Evidence.Samples;

/// <summary>PNGs made chunk by chunk.</summary>
internal static class TinyPng
{
    public static byte[] Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] End => Chunk("IEND", []);

    public static byte[] Chunk(string name, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(name), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)data.Length);
        WriteCrc(chunk);
        return chunk;
    }

    /// <summary>Makes a whole chunk's checksum right.</summary>
    public static void WriteCrc(Span<byte> chunk) => BinaryPrimitives.WriteUInt32BigEndian(chunk[^4..], Crc(chunk[4..^4]));

    public static byte[] Header(uint width, uint height, byte depth = 8, byte colours = 2, byte interlace = 0)
    {
        byte[] fields = [0, 0, 0, 0, 0, 0, 0, 0, depth, colours, 0, 0, interlace];
        BinaryPrimitives.WriteUInt32BigEndian(fields, width);
        BinaryPrimitives.WriteUInt32BigEndian(fields.AsSpan(4), height);
        return Chunk("IHDR", fields);
    }

    public static byte[] Compressed(byte[] raw)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(raw);
        }

        return packed.ToArray();
    }

    /// <summary>Rows of zeros: black, unfiltered.</summary>
    public static byte[] Rows(int width, int height, int bytesPerPixel = 3) => new byte[height * (1 + (width * bytesPerPixel))];

    public static byte[] Of(int width = 16, int height = 12, byte[]? more = null) =>
        [.. Signature, .. Header((uint)width, (uint)height), .. more ?? [], .. Chunk("IDAT", Compressed(Rows(width, height))), .. End];

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
