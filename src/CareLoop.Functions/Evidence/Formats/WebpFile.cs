using System.Buffers.Binary;
using System.Text;
using static CareLoop.Functions.Evidence.PhotoWalk;

namespace CareLoop.Functions.Evidence.Formats;

/// <summary>
/// Walks a WebP chunk by chunk: one still picture of the size its container announces. EXIF and XMP stay behind, save for a needed
/// orientation; the colour profile and transparency are kept.
/// </summary>
internal sealed class WebpFile(PhotoWalk walk)
{
    public const string MediaType = "image/webp";

    private const int HeaderSize = 12, ChunkHead = 8, ExtendedSize = 10;
    private const byte Animation = 0x02, Exif = 0x08, Alpha = 0x10, Profile = 0x20;
    private const int MaxProfileBytes = 1024 * 1024;

    private readonly PhotoReader file = walk.File;
    private readonly List<(long Offset, long Length)> kept = [];
    private byte[]? extended;
    private byte flags;
    private (int Width, int Height)? picture;
    private bool hasLossless;
    private byte[]? orientation;

    public static bool Looks(ReadOnlySpan<byte> head) =>
        head.Length >= HeaderSize && head.StartsWith("RIFF"u8) && head[8..HeaderSize].SequenceEqual("WEBP"u8);

    public static void Walk(PhotoWalk walk) => new WebpFile(walk).Run();

    private void Run()
    {
        var end = 8L + Little32(4);
        Require(end <= file.Length && end % 2 == 0);
        for (long position = HeaderSize; position < end;)
        {
            Require(end - position >= ChunkHead);
            long length = Little32(position + 4);
            var next = position + ChunkHead + length + (length & 1);
            Require(next <= end);
            Require((length & 1) == 0 || file.Byte(next - 1) == 0);
            ReadChunk(NameAt(position), position, length, next);
            position = next;
        }

        Require(picture is not null);
        WriteCopy();
        walk.EndAt(end);
    }

    private void ReadChunk(string name, long position, long length, long next)
    {
        var content = position + ChunkHead;
        switch (name)
        {
            case "VP8X":
                Require(position == HeaderSize && length == ExtendedSize);
                extended = new byte[ExtendedSize];
                file.Read(content, extended);
                Require((extended[0] & Animation) == 0, PhotoRefusals.MoreThanOnePicture);
                PictureLimits.Check(CanvasSide(4), CanvasSide(7));
                break;
            case "ANIM" or "ANMF":
                throw new UnfitPhotoException(PhotoRefusals.MoreThanOnePicture);
            case "VP8 " or "VP8L":
                Require(picture is null, PhotoRefusals.MoreThanOnePicture);
                Require(position == HeaderSize || extended is not null);
                hasLossless = name == "VP8L";
                picture = hasLossless ? WebpPicture.ReadLossless(file, content, length) : WebpPicture.ReadLossy(file, content, length);
                Require(extended is null || picture == (CanvasSide(4), CanvasSide(7)));
                kept.Add((position, next - position));
                break;
            case "ICCP" when MayPrecede(Profile) && length is >= 128 and <= MaxProfileBytes:
                flags |= Profile;
                kept.Add((position, next - position));
                break;
            case "ALPH" when MayPrecede(Alpha) && length > 1:
                flags |= Alpha;
                kept.Add((position, next - position));
                break;
            case "EXIF" when extended is not null && orientation is null:
                ReadExif(content, length);
                break;
            default:
                walk.Remove(name switch { "XMP " => "xmp", "EXIF" => "exif", _ => name });
                break;
        }
    }

    private bool MayPrecede(byte flag) => extended is not null && picture is null && (flags & flag) == 0;

    private void ReadExif(long content, long length)
    {
        var tiff = new byte[Math.Min(length, PhotoReader.WindowSize)];
        file.Read(content, tiff);
        var found = JpegOrientation.Read(tiff.AsSpan().StartsWith("Exif\0\0"u8) ? tiff : [.. "Exif\0\0"u8, .. tiff]);
        orientation = found is { } value ? JpegOrientation.Segment(value)["Exif\0\0".Length..] : null;
        if (orientation is null || !tiff.AsSpan().SequenceEqual(orientation))
        {
            walk.Remove("exif");
        }
    }

    private void WriteCopy()
    {
        var size = kept.Sum(part => part.Length) + 4L
            + (extended is null ? 0 : ChunkHead + ExtendedSize)
            + (orientation is null ? 0 : ChunkHead + orientation.Length);
        walk.Copy.Write([.. "RIFF"u8, .. Little(size), .. "WEBP"u8]);
        if (extended is not null)
        {
            // What is no longer there is no longer announced. Lossless data carries its own transparency.
            var announced = flags | (orientation is null ? 0 : Exif) | (hasLossless ? extended[0] & Alpha : 0);
            walk.Copy.Write([.. "VP8X"u8, .. Little(ExtendedSize), (byte)announced, 0, 0, 0, .. extended.AsSpan(4)]);
        }

        foreach (var (offset, length) in kept)
        {
            walk.Copy.Keep(offset, length);
        }

        if (orientation is not null)
        {
            walk.Copy.Write([.. "EXIF"u8, .. Little(orientation.Length), .. orientation]);
        }
    }

    private int CanvasSide(int at) => 1 + (extended![at] | (extended[at + 1] << 8) | (extended[at + 2] << 16));

    private string NameAt(long offset)
    {
        Span<byte> name = stackalloc byte[4];
        file.Read(offset, name);
        return Encoding.Latin1.GetString(name);
    }

    private uint Little32(long offset) => BinaryPrimitives.ReverseEndianness(file.Number32(offset));

    private static byte[] Little(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return bytes;
    }
}

/// <summary>The two codings of WebP say themselves how large the picture is.</summary>
internal static class WebpPicture
{
    public static (int Width, int Height) ReadLossy(PhotoReader file, long offset, long length)
    {
        Require(length > 10);
        Span<byte> head = stackalloc byte[10];
        file.Read(offset, head);
        var tag = head[0] | (head[1] << 8) | (head[2] << 16);
        Require((tag & 1) == 0 && ((tag >> 1) & 7) <= 3 && ((tag >> 4) & 1) == 1 && (tag >> 5) <= length - 10);
        Require(head[3..6].SequenceEqual<byte>([0x9D, 0x01, 0x2A]));
        return Checked((head[6] | (head[7] << 8)) & 0x3FFF, (head[8] | (head[9] << 8)) & 0x3FFF);
    }

    public static (int Width, int Height) ReadLossless(PhotoReader file, long offset, long length)
    {
        Require(length > 5 && file.Byte(offset) == 0x2F);
        var fields = BinaryPrimitives.ReverseEndianness(file.Number32(offset + 1));
        Require(fields >> 29 == 0);
        return Checked(1 + (int)(fields & 0x3FFF), 1 + (int)((fields >> 14) & 0x3FFF));
    }

    private static (int Width, int Height) Checked(int width, int height)
    {
        PictureLimits.Check(width, height);
        return (width, height);
    }
}
