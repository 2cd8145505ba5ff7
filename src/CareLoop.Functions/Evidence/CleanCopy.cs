namespace CareLoop.Functions.Evidence;

/// <summary>
/// How the copy to store is made of the received file: parts of it, zeros, and a few bytes of our own. It holds places, not contents,
/// so that a large photo is no larger in memory than a small one.
/// </summary>
public sealed class CleanCopy
{
    /// <summary>More parts than any camera makes; a file with more is meant to keep us busy.</summary>
    internal const int MaxParts = 4_096;

    private readonly List<Part> parts = [];

    /// <summary>Bytes of the copy.</summary>
    public long Length { get; private set; }

    /// <summary>The copy, read from the received file; it can be read again from the start.</summary>
    /// <param name="received">Stays open.</param>
    public Stream Open(Stream received) => new CleanStream(received, parts, Length);

    /// <summary>A part of the file goes over as it is.</summary>
    internal void Keep(long offset, long count)
    {
        if (count > 0 && parts.Count > 0 && parts[^1] is { Source: PartSource.Received } last && last.Offset + last.Count == offset)
        {
            parts[^1] = last with { Count = last.Count + count };
            Length += count;
            return;
        }

        Add(new Part(PartSource.Received, Length, count, offset, []));
    }

    /// <summary>Zeros, where something has to keep its place without its content.</summary>
    internal void Blank(long count) => Add(new Part(PartSource.Zeros, Length, count, 0, []));

    /// <summary>Bytes that are not in the file.</summary>
    internal void Write(ReadOnlySpan<byte> bytes) => Add(new Part(PartSource.Ours, Length, bytes.Length, 0, bytes.ToArray()));

    private void Add(Part part)
    {
        if (part.Count == 0)
        {
            return;
        }

        if (parts.Count == MaxParts)
        {
            throw new UnfitPhotoException(PhotoRefusals.TooComplex);
        }

        parts.Add(part);
        Length += part.Count;
    }

    internal enum PartSource
    {
        Received,
        Zeros,
        Ours,
    }

    /// <param name="Start">Place in the copy.</param>
    /// <param name="Offset">Place in the received file.</param>
    internal readonly record struct Part(PartSource Source, long Start, long Count, long Offset, byte[] Bytes);
}
