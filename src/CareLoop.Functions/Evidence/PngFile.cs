using System.Buffers.Binary;
using System.Text;

namespace CareLoop.Functions.Evidence;

/// <summary>Walks a PNG from its first to its last chunk and copies what the picture needs; texts, EXIF and times stay behind.</summary>
internal static class PngFile
{
    public const string MediaType = "image/png";

    private const int SignatureSize = 8;
    private const int ChunkOverhead = 12;

    private static readonly HashSet<string> Needed =
    [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "hIST", "pHYs", "sPLT",
    ];

    public static bool Looks(ReadOnlySpan<byte> bytes) => bytes is [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..];

    public static PhotoCheck Clean(ReadOnlySpan<byte> bytes)
    {
        using var copy = new MemoryStream(bytes.Length);
        List<string> removed = [];
        copy.Write(bytes[..SignatureSize]);
        var position = SignatureSize;
        var hasPicture = false;
        while (TryReadChunk(bytes, position, out var name, out var chunk))
        {
            if ((position == SignatureSize) != (name == "IHDR"))
            {
                return PhotoInspector.Damaged;
            }

            position += chunk.Length;
            hasPicture |= name == "IDAT";
            if (Needed.Contains(name))
            {
                copy.Write(chunk);
            }
            else
            {
                removed.Add(name);
            }

            if (name == "IEND")
            {
                if (position < bytes.Length)
                {
                    removed.Add("after-end");
                }

                return hasPicture ? new PhotoCheck.Accepted(copy.ToArray(), MediaType, removed) : PhotoInspector.Damaged;
            }
        }

        return PhotoInspector.Damaged;
    }

    private static bool TryReadChunk(ReadOnlySpan<byte> bytes, int position, out string name, out ReadOnlySpan<byte> chunk)
    {
        name = string.Empty;
        chunk = default;
        if (position + ChunkOverhead > bytes.Length)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[position..]);
        if (length > bytes.Length - position - ChunkOverhead)
        {
            return false;
        }

        name = Encoding.ASCII.GetString(bytes.Slice(position + 4, 4));
        chunk = bytes.Slice(position, (int)length + ChunkOverhead);
        return true;
    }
}
