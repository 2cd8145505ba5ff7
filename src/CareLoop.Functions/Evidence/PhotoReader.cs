using System.Buffers;
using System.Buffers.Binary;

namespace CareLoop.Functions.Evidence;

/// <summary>Reads a file of any size at any place through one window of 64 KiB.</summary>
/// <exception cref="UnfitPhotoException">Every reading beyond the end: the file is cut short.</exception>
internal sealed class PhotoReader : IDisposable
{
    public const int WindowSize = 64 * 1024;

    private readonly Stream file;
    private readonly byte[] window = ArrayPool<byte>.Shared.Rent(WindowSize);
    private long start;
    private int filled;

    public PhotoReader(Stream file)
    {
        this.file = file;
        Length = file.Length;
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>What the window shows from a place on: at least one byte, and no more than a window.</summary>
    public ReadOnlySpan<byte> From(long offset)
    {
        if (offset < start || offset >= start + filled)
        {
            Fill(offset);
        }

        return window.AsSpan((int)(offset - start), filled - (int)(offset - start));
    }

    public byte Byte(long offset) => From(offset)[0];

    public ushort Number16(long offset)
    {
        Span<byte> bytes = stackalloc byte[2];
        Read(offset, bytes);
        return BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    public uint Number32(long offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(offset, bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    public ulong Number64(long offset)
    {
        Span<byte> bytes = stackalloc byte[8];
        Read(offset, bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    public void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            var part = From(offset);
            var count = Math.Min(part.Length, target.Length);
            part[..count].CopyTo(target);
            target = target[count..];
            offset += count;
        }
    }

    /// <summary>As many bytes as there are, up to the length of the target.</summary>
    public int ReadUpTo(long offset, Span<byte> target)
    {
        var count = (int)Math.Clamp(Length - offset, 0, target.Length);
        Read(offset, target[..count]);
        return count;
    }

    /// <summary>Nothing but zeros from one place to another.</summary>
    public bool IsZero(long from, long to)
    {
        while (from < to)
        {
            var part = From(from);
            var count = (int)Math.Min(part.Length, to - from);
            if (part[..count].ContainsAnyExcept((byte)0))
            {
                return false;
            }

            from += count;
        }

        return true;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(window);

    private void Fill(long offset)
    {
        if (offset < 0 || offset >= Length)
        {
            throw new UnfitPhotoException(PhotoRefusals.Damaged);
        }

        try
        {
            file.Position = offset;
            start = offset;
            filled = (int)Math.Min(WindowSize, Length - offset);
            file.ReadExactly(window.AsSpan(0, filled));
        }
        catch (IOException error)
        {
            // Not to be taken for a fault of the photo.
            throw new InvalidOperationException("A received file cannot be read from the temporary folder.", error);
        }
    }
}
