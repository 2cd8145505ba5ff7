using System.Buffers.Binary;

namespace CareLoop.Functions.Evidence.Formats;

/// <summary>The one harmless and needed value of EXIF: which way up the camera was held.</summary>
internal static class JpegOrientation
{
    private const ushort OrientationTag = 0x0112;
    private const int TiffStart = 6;
    private const int EntrySize = 12;
    private const int SegmentSize = 32;

    /// <summary>2 to 8 when the photo must be turned or mirrored to be seen upright; otherwise null.</summary>
    public static ushort? Read(ReadOnlySpan<byte> exif)
    {
        // What is kept is never longer than what it stands for.
        if (!exif.StartsWith("Exif\0\0"u8) || exif.Length < SegmentSize)
        {
            return null;
        }

        var tiff = exif[TiffStart..];
        var little = tiff.StartsWith("II"u8);
        if (!little && !tiff.StartsWith("MM"u8))
        {
            return null;
        }

        var directory = Number32(tiff[4..], little);
        if (directory > tiff.Length - 2)
        {
            return null;
        }

        var entries = tiff[(int)directory..];
        for (int index = 0, count = Number16(entries, little); index < count && 2 + ((index + 1) * EntrySize) <= entries.Length; index++)
        {
            var entry = entries.Slice(2 + (index * EntrySize), EntrySize);
            if (Number16(entry, little) == OrientationTag)
            {
                return Number16(entry[8..], little) is >= 2 and <= 8 and var orientation ? orientation : null;
            }
        }

        return null;
    }

    /// <summary>An EXIF segment with this one value and nothing else.</summary>
    public static byte[] Segment(ushort orientation) =>
    [
        .. "Exif\0\0MM"u8, 0, 42, 0, 0, 0, 8,
        0, 1,
        0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0,
    ];

    private static ushort Number16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Number32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
