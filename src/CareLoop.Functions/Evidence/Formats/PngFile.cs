using System.Text;
using static CareLoop.Functions.Evidence.PhotoWalk;

namespace CareLoop.Functions.Evidence.Formats;

/// <summary>
/// Walks a PNG from its first to its last chunk, checks every checksum and that the compressed data is exactly the picture it announces,
/// and copies what the picture needs; texts, EXIF and times stay behind.
/// </summary>
internal sealed class PngFile(PhotoWalk walk)
{
    public const string MediaType = "image/png";

    private const int SignatureSize = 8;
    private const int ChunkOverhead = 12;
    private const int MaxProfileBytes = 4 * 1024 * 1024;

    private readonly PhotoReader file = walk.File;
    private PngHeader? header;
    private long firstData;
    private long dataEnd;
    private long dataBytes;
    private bool hasPalette;

    public static bool Looks(ReadOnlySpan<byte> head) => head is [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..];

    public static void Walk(PhotoWalk walk) => new PngFile(walk).Run();

    private void Run()
    {
        walk.Copy.Keep(0, SignatureSize);
        long position = SignatureSize;
        string name;
        do
        {
            var length = file.Number32(position);
            Require(length <= file.Length - position - ChunkOverhead);
            name = NameAt(position + 4);
            Require((position == SignatureSize) == (name == "IHDR"));
            Require(Crc32.Of(file, position + 4, length + 4) == file.Number32(position + 8 + length));
            if (IsNeeded(name, position, length))
            {
                walk.Copy.Keep(position, length + ChunkOverhead);
            }
            else
            {
                walk.Remove(name);
            }

            position += length + ChunkOverhead;
        }
        while (name != "IEND");
        Require(header is not null && dataBytes > 0 && (hasPalette || !header.NeedsPalette));
        PngPixels.Check(file, header, DataRanges(), dataBytes);
        walk.EndAt(position);
    }

    private string NameAt(long offset)
    {
        Span<byte> name = stackalloc byte[4];
        file.Read(offset, name);
        Require(char.IsAsciiLetter((char)name[0]) && char.IsAsciiLetter((char)name[1]) && char.IsAsciiLetterUpper((char)name[2]) && char.IsAsciiLetter((char)name[3]));
        return Encoding.ASCII.GetString(name);
    }

    /// <summary>Chunks the picture is drawn from, at their place and of their size; others are only needed for its colours.</summary>
    private bool IsNeeded(string name, long position, uint length)
    {
        switch (name)
        {
            case "IHDR":
                header = PngHeader.Read(file, position + 8, length);
                return true;
            case "PLTE":
                Require(!hasPalette && dataBytes == 0 && length is > 0 and <= 768 && length % 3 == 0 && header!.MayHavePalette);
                hasPalette = true;
                return true;
            case "IDAT":
                firstData = firstData == 0 ? position : firstData;
                Require(dataEnd == 0 || dataEnd == position);
                dataEnd = position + length + ChunkOverhead;
                dataBytes += length;
                return true;
            case "IEND":
                Require(length == 0);
                return true;
            case "acTL" or "fcTL" or "fdAT":
                throw new UnfitPhotoException(PhotoRefusals.MoreThanOnePicture);
            default:
                Require(char.IsAsciiLetterLower(name[0]));
                return dataBytes == 0 && IsAboutColour(name, position + 8, length);
        }
    }

    private bool IsAboutColour(string name, long offset, uint length) => name switch
    {
        "tRNS" => length is > 0 and <= 256,
        "gAMA" => length == 4,
        "cHRM" => length == 32,
        "sRGB" => length == 1,
        "cICP" => length == 4,
        "sBIT" => length is > 0 and <= 4,
        "bKGD" => length is > 0 and <= 6,
        "pHYs" => length == 9,
        "iCCP" => PngPixels.IsProfile(file, offset, length, MaxProfileBytes),
        _ => false,
    };

    private IEnumerable<(long Offset, long Length)> DataRanges()
    {
        for (var position = firstData; position < dataEnd;)
        {
            var length = file.Number32(position);
            yield return (position + 8, length);
            position += length + ChunkOverhead;
        }
    }
}

/// <summary>The checksum of PNG's chunks.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Entry((uint)value))];

    public static uint Of(PhotoReader file, long offset, long length)
    {
        var crc = uint.MaxValue;
        while (length > 0)
        {
            var part = file.From(offset);
            part = part[..(int)Math.Min(part.Length, length)];
            foreach (var value in part)
            {
                crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
            }

            offset += part.Length;
            length -= part.Length;
        }

        return ~crc;
    }

    private static uint Entry(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        }

        return value;
    }
}
