using System.Buffers.Binary;

namespace CareLoop.Functions.Evidence;

/// <summary>
/// Walks a JPEG from its first to its last marker and copies what the picture needs.
/// EXIF (with GPS), XMP, IPTC, comments and whatever follows the end stay behind; only the orientation is kept, or photos would lie on their side.
/// </summary>
internal static class JpegFile
{
    public const string MediaType = "image/jpeg";

    private const byte Soi = 0xD8, Eoi = 0xD9, Sos = 0xDA, App0 = 0xE0, App1 = 0xE1, App2 = 0xE2, App14 = 0xEE, App15 = 0xEF, Comment = 0xFE;

    public static bool Looks(ReadOnlySpan<byte> bytes) => bytes is [0xFF, Soi, 0xFF, ..];

    public static PhotoCheck Clean(ReadOnlySpan<byte> bytes)
    {
        using var copy = new MemoryStream(bytes.Length);
        List<string> removed = [];
        copy.Write(bytes[..2]);
        var position = 2;
        var hasFrame = false;
        while (TryReadMarker(bytes, ref position, out var marker))
        {
            if (marker == Eoi)
            {
                if (!hasFrame)
                {
                    return PhotoInspector.Damaged;
                }

                if (position < bytes.Length)
                {
                    removed.Add("after-end");
                }

                copy.Write([0xFF, Eoi]);
                return new PhotoCheck.Accepted(copy.ToArray(), MediaType, removed);
            }

            if (!TryReadSegment(bytes, ref position, out var payload))
            {
                return PhotoInspector.Damaged;
            }

            hasFrame |= IsFrame(marker) && HasSize(payload);
            Keep(copy, marker, payload, removed);
            if (marker == Sos)
            {
                var end = EndOfScan(bytes, position);
                copy.Write(bytes[position..end]);
                position = end;
            }
        }

        return PhotoInspector.Damaged;
    }

    private static void Keep(MemoryStream copy, byte marker, ReadOnlySpan<byte> payload, List<string> removed)
    {
        switch (marker)
        {
            case App1 when JpegOrientation.Read(payload) is { } orientation:
                removed.Add("exif");
                Write(copy, App1, JpegOrientation.Segment(orientation));
                break;
            case App2 when payload.StartsWith("ICC_PROFILE\0"u8):
            case App0 or App14:
            case < App0 or (> App15 and not Comment):
                Write(copy, marker, payload);
                break;
            case App1:
                removed.Add(payload.StartsWith("Exif\0"u8) ? "exif" : "xmp");
                break;
            case Comment:
                removed.Add("comment");
                break;
            default:
                removed.Add($"app{marker - App0}");
                break;
        }
    }

    private static void Write(MemoryStream copy, byte marker, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(payload.Length + 2));
        copy.Write(head);
        copy.Write(payload);
    }

    /// <summary>Entropy-coded data runs until a marker that is neither stuffing nor a restart.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> bytes, int position)
    {
        for (; position + 1 < bytes.Length; position++)
        {
            if (bytes[position] == 0xFF && bytes[position + 1] is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7)))
            {
                return position;
            }
        }

        return bytes.Length;
    }

    private static bool TryReadMarker(ReadOnlySpan<byte> bytes, ref int position, out byte marker)
    {
        marker = 0;
        if (position >= bytes.Length || bytes[position] != 0xFF)
        {
            return false;
        }

        while (position < bytes.Length && bytes[position] == 0xFF)
        {
            position++;
        }

        if (position >= bytes.Length)
        {
            return false;
        }

        marker = bytes[position++];
        return marker is not (0x00 or Soi);
    }

    private static bool TryReadSegment(ReadOnlySpan<byte> bytes, ref int position, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (position + 2 > bytes.Length)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[position..]);
        if (length < 2 || position + length > bytes.Length)
        {
            return false;
        }

        payload = bytes.Slice(position + 2, length - 2);
        position += length;
        return true;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool HasSize(ReadOnlySpan<byte> frame) =>
        frame.Length >= 6 && BinaryPrimitives.ReadUInt16BigEndian(frame[1..]) > 0 && BinaryPrimitives.ReadUInt16BigEndian(frame[3..]) > 0;
}
