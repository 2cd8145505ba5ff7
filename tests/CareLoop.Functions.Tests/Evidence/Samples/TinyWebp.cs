using System.Buffers.Binary;

namespace CareLoop.Functions.Tests.Evidence.Samples;

/// <summary>WebP containers made chunk by chunk; the picture data is noise behind a proper header.</summary>
internal static class TinyWebp
{
    public const byte Animation = 0x02, Xmp = 0x04, Exif = 0x08, Alpha = 0x10, Profile = 0x20;

    public static byte[] Riff(params byte[][] chunks)
    {
        byte[] content = [.. "WEBP"u8, .. chunks.SelectMany(chunk => chunk)];
        return [.. "RIFF"u8, .. Little(content.Length, 4), .. content];
    }

    public static byte[] Chunk(string name, byte[] data) =>
        [.. System.Text.Encoding.ASCII.GetBytes(name), .. Little(data.Length, 4), .. data, .. new byte[data.Length & 1]];

    public static byte[] Extended(byte flags, int width, int height) =>
        Chunk("VP8X", [flags, 0, 0, 0, .. Little(width - 1, 3), .. Little(height - 1, 3)]);

    public static byte[] Lossless(int width, int height, int noise = 40) =>
        Chunk("VP8L", [0x2F, .. Little((width - 1) | ((height - 1) << 14), 4), .. Noise(noise)]);

    public static byte[] Lossy(int width, int height, int partition = 20) =>
        Chunk("VP8 ", [.. Little((partition << 5) | 0x10, 3), 0x9D, 0x01, 0x2A, .. Little(width, 2), .. Little(height, 2), .. Noise(60)]);

    public static byte[] Of(int width = 32, int height = 24) => Riff(
        Extended(Exif | Xmp | Alpha, width, height), Chunk("ALPH", Noise(21)), Lossy(width, height), Chunk("EXIF", [.. "II*\0 and HUAWEI"u8]), Chunk("XMP ", [.. "<x:xmpmeta/>"u8]));

    private static byte[] Noise(int count)
    {
        var noise = new byte[count];
        new Random(count).NextBytes(noise);
        return noise;
    }

    private static byte[] Little(int value, int count)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes[..count];
    }
}
