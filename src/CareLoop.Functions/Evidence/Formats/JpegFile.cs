using System.Buffers;
using System.Buffers.Binary;
using static CareLoop.Functions.Evidence.PhotoWalk;

namespace CareLoop.Functions.Evidence.Formats;

/// <summary>
/// Walks a JPEG from its first to its last marker and copies what the picture needs.
/// EXIF (with GPS), XMP, IPTC, comments and thumbnails stay behind; only the orientation is kept, or photos would lie on their side.
/// </summary>
internal sealed class JpegFile(PhotoWalk walk)
{
    public const string MediaType = "image/jpeg";

    // A progressive picture has ten scans or so. Hundreds keep a decoder busy for minutes.
    private const int MaxScans = 64;

    private const byte Soi = 0xD8, Eoi = 0xD9, Sos = 0xDA, Dqt = 0xDB, Dnl = 0xDC, Dri = 0xDD, Dhp = 0xDE, Exp = 0xDF, Dht = 0xC4;

    private readonly PhotoReader file = walk.File;
    private readonly JpegMetadata metadata = new(walk);
    private JpegFrame? frame;
    private long position = 2;
    private long codedBytes;
    private int scans;

    public static bool Looks(ReadOnlySpan<byte> head) => head is [0xFF, Soi, 0xFF, ..];

    public static void Walk(PhotoWalk walk) => new JpegFile(walk).Run();

    private void Run()
    {
        walk.Copy.Keep(0, 2);
        var segment = ArrayPool<byte>.Shared.Rent(ushort.MaxValue);
        try
        {
            for (var marker = ReadMarker(); marker != Eoi; marker = ReadMarker())
            {
                ReadSegment(marker, segment);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(segment);
        }

        Require(frame is not null && scans > 0 && codedBytes >= frame.LeastCodedBytes);
        walk.Copy.Keep(position - 2, 2);
        walk.EndAt(position, metadata.AnnouncesMore || EndsWithSamsungTrailer());
    }

    private byte ReadMarker()
    {
        Require(file.Byte(position) == 0xFF);
        byte marker;
        do
        {
            marker = file.Byte(++position);
        }
        while (marker == 0xFF);
        position++;
        return marker;
    }

    private void ReadSegment(byte marker, byte[] buffer)
    {
        RequireKnown(marker);
        var length = file.Number16(position);
        Require(length >= 2);
        var payload = buffer.AsSpan(0, length - 2);
        file.Read(position + 2, payload);
        position += length;
        switch (marker)
        {
            case 0xC0 or 0xC1 or 0xC2:
                Require(frame is null, PhotoRefusals.MoreThanOnePicture);
                frame = JpegFrame.Read(payload, isProgressive: marker == 0xC2);
                break;
            case Dqt:
                JpegTables.CheckQuantisation(payload);
                break;
            case Dht:
                JpegTables.CheckHuffman(payload);
                break;
            case Dri:
                Require(payload.Length == 2);
                break;
            case Sos:
                Require(frame is not null && frame.HasScan(payload));
                Require(++scans <= MaxScans, PhotoRefusals.TooComplex);
                break;
            default:
                metadata.Read(marker, payload, position - payload.Length);
                return;
        }

        // Fill bytes before the marker, if any, are left out.
        walk.Copy.Keep(position - length - 2, length + 2);
        if (marker == Sos)
        {
            var end = EndOfScan(position);
            Require(end > position);
            walk.Copy.Keep(position, end - position);
            codedBytes += end - position;
            position = end;
        }
    }

    private static void RequireKnown(byte marker)
    {
        // Arithmetic, lossless and hierarchical coding: in the standard, and in no camera.
        Require(marker is not (Dhp or Exp), PhotoRefusals.MoreThanOnePicture);
        Require(marker is not (0xC3 or (>= 0xC5 and <= 0xCF) or 0xF7), PhotoRefusals.UnusualCoding);
        Require(marker >= 0xC0 && marker is not ((>= 0xD0 and <= Soi) or Dnl or 0xFF));
    }

    /// <summary>Coded data runs until a marker that is neither stuffing nor a restart.</summary>
    private long EndOfScan(long from)
    {
        while (true)
        {
            var part = file.From(from);
            var found = part.IndexOf((byte)0xFF);
            if (found < 0)
            {
                from += part.Length;
                continue;
            }

            from += found;
            var next = file.Byte(from + 1);
            if (next is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7)))
            {
                return from;
            }

            from += next == 0xFF ? 1 : 2;
        }
    }

    /// <summary>Samsung appends blocks of its own, closed by a directory that names its own length.</summary>
    private bool EndsWithSamsungTrailer()
    {
        Span<byte> tail = stackalloc byte[8];
        if (file.Length - position < 16)
        {
            return false;
        }

        file.Read(file.Length - 8, tail);
        var directory = file.Length - 8 - BinaryPrimitives.ReadUInt32LittleEndian(tail);
        return tail[4..].SequenceEqual("SEFT"u8) && directory >= position && file.Number32(directory) == 0x53454648;
    }
}
