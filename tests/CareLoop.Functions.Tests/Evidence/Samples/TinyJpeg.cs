using System.Buffers.Binary;

namespace CareLoop.Functions.Tests.Evidence.Samples;

/// <summary>Grey JPEGs made piece by piece, so that a test can leave one out or put another in.</summary>
internal static class TinyJpeg
{
    public static byte[] Start => [0xFF, 0xD8];

    public static byte[] End => [0xFF, 0xD9];

    public static byte[] Jfif => Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

    /// <summary>One quantisation table, and codes of one bit for "no change" and "end of block".</summary>
    public static byte[] Tables =>
    [
        .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]),
        .. Segment(0xC4, [0x00, 1, .. new byte[15], 0]),
        .. Segment(0xC4, [0x10, 1, .. new byte[15], 0]),
    ];

    public static byte[] Exif => Segment(0xE1, [.. "Exif\0\0II*\0\x08\0\0\0\x01\0\x0F\x01\x02\0\x06\0\0\0HUAWEI\0\0\0\0\0\0"u8]);

    public static byte[] Xmp(string text) => Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. System.Text.Encoding.UTF8.GetBytes(text)]);

    public static byte[] Segment(byte marker, byte[] payload)
    {
        byte[] segment = [0xFF, marker, 0, 0, .. payload];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(payload.Length + 2));
        return segment;
    }

    public static byte[] Frame(int width, int height, byte marker = 0xC0) =>
        Segment(marker, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]);

    public static byte[] Scan(params byte[] coded) => [.. Segment(0xDA, [1, 1, 0, 0, 63, 0]), .. coded];

    /// <summary>Coded data of an even grey: two bits a block.</summary>
    public static byte[] Grey(int width, int height) => new byte[((((width + 7) / 8) * ((height + 7) / 8) * 2) + 7) / 8];

    public static byte[] Of(int width = 64, int height = 48, byte[]? more = null) =>
        [.. Start, .. Jfif, .. more ?? [], .. Tables, .. Frame(width, height), .. Scan(Grey(width, height)), .. End];

    /// <summary>A photo of a given size: the coded data is noise.</summary>
    public static byte[] OfSize(int bytes, int seed)
    {
        byte[] head = [.. Start, .. Jfif, .. Exif, .. Tables, .. Frame(4_000, 3_000), .. Scan()];
        var photo = new byte[bytes];
        var noise = photo.AsSpan(head.Length, bytes - head.Length - 2);
        new Random(seed).NextBytes(noise);
        noise.Replace((byte)0xFF, (byte)0xFE);
        head.CopyTo(photo, 0);
        End.CopyTo(photo, bytes - 2);
        return photo;
    }
}
