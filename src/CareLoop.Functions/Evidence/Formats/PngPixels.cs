using System.Buffers;
using System.IO.Compression;
using static CareLoop.Functions.Evidence.PhotoWalk;

namespace CareLoop.Functions.Evidence.Formats;

/// <summary>Decompresses through a small buffer, keeps nothing, and stops as soon as there is more than was announced.</summary>
internal static class PngPixels
{
    private const int BufferSize = 32 * 1024;

    /// <summary>The data is whole, is exactly the announced rows, and ends where the chunks end.</summary>
    /// <exception cref="UnfitPhotoException">It is not.</exception>
    public static void Check(PhotoReader file, PngHeader header, IEnumerable<(long Offset, long Length)> ranges, long total)
    {
        using RangesStream compressed = new(file, ranges, total);
        using ZLibStream pixels = new(compressed, CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            foreach (var (rows, bytes) in header.Rows())
            {
                for (var row = 0; row < rows; row++)
                {
                    ReadRow(pixels, buffer, bytes);
                }
            }

            Require(pixels.Read(buffer, 0, 1) == 0);
        }
        catch (Exception error) when (IsBadData(error))
        {
            throw new UnfitPhotoException(PhotoRefusals.Damaged);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Require(compressed.IsAtEnd, PhotoRefusals.TrailingData);
    }

    /// <summary>A named colour profile that decompresses to no more than it may.</summary>
    public static bool IsProfile(PhotoReader file, long offset, long length, int maxBytes)
    {
        Span<byte> head = stackalloc byte[81];
        head = head[..(int)Math.Min(length, head.Length)];
        file.Read(offset, head);
        var end = head.IndexOf((byte)0);
        if (end is < 1 or > 79 || end + 2 >= length || head[end + 1] != 0)
        {
            return false;
        }

        using RangesStream compressed = new(file, [(offset + end + 2, length - end - 2)], length - end - 2);
        using ZLibStream profile = new(compressed, CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var size = 0;
            int read;
            while (size <= maxBytes && (read = profile.Read(buffer, 0, BufferSize)) > 0)
            {
                size += read;
            }

            return size is > 128 && size <= maxBytes && compressed.IsAtEnd;
        }
        catch (Exception error) when (IsBadData(error))
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The decompressor has an exception of its own for data that asks for a dictionary; it is not public, but an IOException.</summary>
    private static bool IsBadData(Exception error) => error is InvalidDataException or IOException;

    private static void ReadRow(ZLibStream pixels, byte[] buffer, int bytes)
    {
        for (var done = 0; done < bytes;)
        {
            var read = pixels.Read(buffer, 0, Math.Min(BufferSize, bytes - done));
            Require(read > 0 && (done > 0 || buffer[0] <= 4));
            done += read;
        }
    }
}

/// <summary>
/// Places of a file as one stream. The last byte comes alone: a decompressor that stops without having asked for it leaves something
/// behind that is not part of its data.
/// </summary>
internal sealed class RangesStream(PhotoReader file, IEnumerable<(long Offset, long Length)> ranges, long total) : Stream
{
    private readonly IEnumerator<(long Offset, long Length)> ranges = ranges.GetEnumerator();
    private (long Offset, long Length) range;
    private long position;

    public bool IsAtEnd => position == total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => total;

    public override long Position { get => position; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        while (range.Length == 0)
        {
            if (!ranges.MoveNext())
            {
                return 0;
            }

            range = ranges.Current;
        }

        if (buffer.Length == 0)
        {
            return 0;
        }

        var left = Math.Max(1, total - position - 1);
        var count = (int)Math.Min(Math.Min(buffer.Length, range.Length), left);
        file.Read(range.Offset, buffer[..count]);
        range = (range.Offset + count, range.Length - count);
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        ranges.Dispose();
        base.Dispose(disposing);
    }
}
