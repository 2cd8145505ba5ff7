using System.Buffers.Binary;
using static CareLoop.Functions.Evidence.PhotoWalk;

namespace CareLoop.Functions.Evidence.Formats;

/// <summary>The header of a JPEG's one frame.</summary>
internal sealed class JpegFrame
{
    private readonly byte[] components;

    private JpegFrame(byte[] components, long leastCodedBytes)
    {
        this.components = components;
        LeastCodedBytes = leastCodedBytes;
    }

    /// <summary>
    /// Fewer bytes of coded data than this cannot hold the picture: every block of 8 × 8 pixels takes one bit at least, two where its
    /// waves are coded at once. Whoever announces a large picture has to send one.
    /// </summary>
    public long LeastCodedBytes { get; }

    /// <exception cref="UnfitPhotoException">Malformed or over the limits.</exception>
    public static JpegFrame Read(ReadOnlySpan<byte> header, bool isProgressive)
    {
        Require(header.Length > 6 && header[5] is >= 1 and <= 4 && header.Length == 6 + (3 * header[5]));
        Require(header[0] is 8 or 12, PhotoRefusals.UnusualCoding);
        int height = BinaryPrimitives.ReadUInt16BigEndian(header[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(header[3..]);
        PictureLimits.Check(width, height);

        var components = new byte[header[5]];
        int across = 1, down = 1, finestAcross = 1, finestDown = 1;
        for (var index = 0; index < components.Length; index++)
        {
            var component = header.Slice(6 + (3 * index), 3);
            var (horizontal, vertical) = (component[1] >> 4, component[1] & 15);
            Require(horizontal is >= 1 and <= 4 && vertical is >= 1 and <= 4 && component[2] <= 3);
            Require(!components.AsSpan(0, index).Contains(component[0]));
            components[index] = component[0];
            (across, down) = (Math.Max(across, horizontal), Math.Max(down, vertical));
            if (horizontal * vertical > finestAcross * finestDown)
            {
                (finestAcross, finestDown) = (horizontal, vertical);
            }
        }

        // A lone component is coded block by block whatever its sampling says.
        var blocks = components.Length == 1
            ? Blocks(width) * Blocks(height)
            : Blocks((width * (long)finestAcross) / across) * Blocks((height * (long)finestDown) / down);
        return new JpegFrame(components, blocks * (isProgressive ? 1 : 2) / 8);
    }

    /// <summary>The header of a scan is whole and names components of this frame.</summary>
    public bool HasScan(ReadOnlySpan<byte> header)
    {
        if (header.Length < 6 || header[0] is < 1 or > 4 || header.Length != 4 + (2 * header[0]))
        {
            return false;
        }

        for (var index = 0; index < header[0]; index++)
        {
            if (!components.AsSpan().Contains(header[1 + (2 * index)]))
            {
                return false;
            }
        }

        return true;
    }

    private static long Blocks(long pixels) => Math.Max(1, pixels / 8);
}

/// <summary>Tables a decoder needs: whole, and with no room for anything else.</summary>
internal static class JpegTables
{
    public static void CheckQuantisation(ReadOnlySpan<byte> tables)
    {
        Require(tables.Length > 0);
        while (tables.Length > 0)
        {
            Require(tables[0] >> 4 <= 1 && (tables[0] & 15) <= 3);
            var size = 1 + (64 << (tables[0] >> 4));
            Require(tables.Length >= size);
            tables = tables[size..];
        }
    }

    public static void CheckHuffman(ReadOnlySpan<byte> tables)
    {
        Require(tables.Length > 0);
        while (tables.Length > 0)
        {
            Require(tables.Length >= 17 && tables[0] >> 4 <= 1 && (tables[0] & 15) <= 3);
            var codes = 0;
            foreach (var count in tables[1..17])
            {
                codes += count;
            }

            Require(codes <= 256 && tables.Length >= 17 + codes);
            tables = tables[(17 + codes)..];
        }
    }
}
