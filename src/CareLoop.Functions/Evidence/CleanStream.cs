using static CareLoop.Functions.Evidence.CleanCopy;

namespace CareLoop.Functions.Evidence;

/// <summary>Reads a <see cref="CleanCopy"/>. The received file is on local disk, so reading it never waits for anybody.</summary>
internal sealed class CleanStream(Stream received, IReadOnlyList<Part> parts, long length) : Stream
{
    private int current;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0 || Position >= length || Position < 0)
        {
            return 0;
        }

        var part = PartAt(Position);
        var within = Position - part.Start;
        var target = buffer[..(int)Math.Min(buffer.Length, part.Count - within)];
        switch (part.Source)
        {
            case PartSource.Received:
                received.Position = part.Offset + within;
                received.ReadExactly(target);
                break;
            case PartSource.Ours:
                part.Bytes.AsSpan((int)within, target.Length).CopyTo(target);
                break;
            default:
                target.Clear();
                break;
        }

        Position += target.Length;
        return target.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Current => Position,
        SeekOrigin.End => length,
        _ => 0,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private Part PartAt(long position)
    {
        // Reading goes forward, but for the return to the start.
        if (position < parts[current].Start)
        {
            current = 0;
        }

        while (position >= parts[current].Start + parts[current].Count)
        {
            current++;
        }

        return parts[current];
    }
}
