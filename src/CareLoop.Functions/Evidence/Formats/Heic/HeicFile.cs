using System.Text;
using static CareLoop.Functions.Evidence.PhotoWalk;

namespace CareLoop.Functions.Evidence.Formats.Heic;

/// <summary>
/// Walks a HEIC box by box: one still picture with its tiles, thumbnails and maps. EXIF, XMP and everything that is not part of it lose
/// their bytes; all that is kept stays at its place, because the boxes name places in the file.
/// </summary>
internal sealed class HeicFile(PhotoWalk walk)
{
    public const string MediaType = "image/heic";

    private const int MaxBoxes = 256;

    // Tables of 200 megapixels in tiles take 40 KiB.
    private const int MaxMetaBytes = 64 * 1024;

    private static readonly string[] StillBrands = ["heic", "heix", "heim", "heis"];
    private static readonly string[] OtherBrands = ["mif1", "hevc", "hevx", "hevm", "hevs", "msf1"];

    private readonly PhotoReader file = walk.File;

    /// <param name="Body">Behind the header.</param>
    private sealed record TopBox(string Type, long Start, long Body, long End)
    {
        /// <summary>Parts of a media box that the picture needs, in order and without overlap.</summary>
        public List<(long From, long To)> Needed { get; } = [];

        /// <summary>Parts that items have which stay behind.</summary>
        public List<(long From, long To)> Dropped { get; } = [];
    }

    public static bool Looks(ReadOnlySpan<byte> head) =>
        head.Length >= 12
        && head[4..8].SequenceEqual("ftyp"u8)
        && Encoding.Latin1.GetString(head[8..12]) is var brand
        && (StillBrands.Contains(brand) || OtherBrands.Contains(brand));

    public static void Walk(PhotoWalk walk) => new HeicFile(walk).Run();

    private void Run()
    {
        var boxes = ReadBoxes(out var end);
        CheckBrands(boxes[0]);
        Require(!boxes.Exists(box => box.Type is "moov" or "moof"), PhotoRefusals.MoreThanOnePicture);
        var metaBoxes = boxes.FindAll(box => box.Type == "meta");
        Require(metaBoxes.Count == 1);
        var place = metaBoxes[0];
        Require(place.End - place.Start <= MaxMetaBytes, PhotoRefusals.TooComplex);
        var bytes = new byte[place.End - place.Start];
        file.Read(place.Start, bytes);
        HeicMeta meta = new(bytes, (int)(place.Body - place.Start));
        Locate(meta, boxes);
        meta.CheckDerived(location => FirstBytes(location, meta, bytes));

        // A size of 0 in the header means up to the end of the file.
        var last = boxes.FindLastIndex(IsNeeded);
        for (var index = 0; index <= last; index++)
        {
            WriteCopy(boxes[index], () => new HeicMetaCopy(bytes, meta, walk).Write((int)(place.Body - place.Start)), isLast: index == last);
        }

        foreach (var box in boxes.Skip(last + 1).Where(box => box.Type is not ("free" or "skip")))
        {
            walk.Remove(box.Type);
        }

        walk.EndAt(end);
    }

    private static bool IsNeeded(TopBox box) => box.Type is "ftyp" or "meta" || box.Needed.Count > 0;

    private List<TopBox> ReadBoxes(out long end)
    {
        List<TopBox> boxes = [];
        end = 0;
        while (end < file.Length)
        {
            if (ReadBox(end) is not { } box)
            {
                // Behind all that a picture has, it is something else; before that, the picture is cut short.
                Require(boxes.Exists(found => found.Type == "meta") && boxes.Exists(found => found.Type == "mdat"));
                break;
            }

            Require(boxes.Count < MaxBoxes, PhotoRefusals.TooComplex);
            boxes.Add(box);
            end = box.End;
        }

        Require(boxes.Count > 0 && boxes[0].Type == "ftyp");
        return boxes;
    }

    private TopBox? ReadBox(long start)
    {
        Span<byte> head = stackalloc byte[16];
        head = head[..file.ReadUpTo(start, head)];
        if (head.Length < 8 || head[4..8].ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
        {
            return null;
        }

        ulong size = file.Number32(start);
        var body = start + 8;
        if (size == 1 && head.Length == 16)
        {
            size = file.Number64(start + 8);
            body += 8;
        }

        var type = Encoding.Latin1.GetString(head[4..8]);
        var left = (ulong)(file.Length - start);
        return size == 0 && type == "mdat" ? new TopBox(type, start, body, file.Length)
            : size < (ulong)(body - start) || size > left ? null
            : new TopBox(type, start, body, start + (long)size);
    }

    private void CheckBrands(TopBox ftyp)
    {
        var size = ftyp.End - ftyp.Body;
        Require(size is >= 8 and <= 256 && size % 4 == 0);
        Span<byte> content = stackalloc byte[256];
        content = content[..(int)size];
        file.Read(ftyp.Body, content);
        List<string> brands = [Encoding.Latin1.GetString(content[..4])];
        for (var at = 8; at < size; at += 4)
        {
            brands.Add(Encoding.Latin1.GetString(content.Slice(at, 4)));
        }

        Require(StillBrands.Contains(brands[0]) || brands[0] == "mif1", PhotoRefusals.MoreThanOnePicture);
        Require(brands.Exists(StillBrands.Contains), PhotoRefusals.UnusualCoding);
    }

    /// <summary>Every byte of a kept item lies in the body of a media box, or of idat.</summary>
    private static void Locate(HeicMeta meta, List<TopBox> boxes)
    {
        foreach (var location in meta.Locations.Where(location => meta.IsKept(location.Id)))
        {
            foreach (var (offset, length) in location.Extents)
            {
                Require(length <= long.MaxValue - offset);
                if (location.InMeta)
                {
                    Require(meta.Data is { } data && offset + length <= data.End - data.Body);
                    continue;
                }

                var box = boxes.Find(candidate => candidate.Type == "mdat" && offset >= candidate.Body && offset + length <= candidate.End);
                Require(box is not null);
                box!.Needed.Add((offset, offset + length));
            }
        }

        foreach (var (offset, length) in meta.Locations.Where(location => !location.InMeta && !meta.IsKept(location.Id)).SelectMany(location => location.Extents))
        {
            boxes.Find(candidate => candidate.Type == "mdat" && offset >= candidate.Body && offset < candidate.End)?
                .Dropped.Add((offset, offset + Math.Min(length, long.MaxValue - offset)));
        }

        foreach (var box in boxes)
        {
            Merge(box.Needed);
            Merge(box.Dropped);
        }
    }

    private static void Merge(List<(long From, long To)> ranges)
    {
        ranges.Sort();
        var count = 0;
        foreach (var range in ranges.ToArray())
        {
            if (count > 0 && range.From <= ranges[count - 1].To)
            {
                ranges[count - 1] = (ranges[count - 1].From, Math.Max(range.To, ranges[count - 1].To));
            }
            else
            {
                ranges[count++] = range;
            }
        }

        ranges.RemoveRange(count, ranges.Count - count);
    }

    private byte[] FirstBytes(HeicLocation location, HeicMeta meta, byte[] bytes)
    {
        var (offset, length) = location.Extents[0];
        var first = new byte[Math.Min(length, 32)];
        if (location.InMeta)
        {
            bytes.AsSpan(meta.Data!.Value.Body + (int)offset, first.Length).CopyTo(first);
        }
        else
        {
            file.Read(offset, first);
        }

        return first;
    }

    private void WriteCopy(TopBox box, Func<BoxWriter> meta, bool isLast)
    {
        switch (box.Type)
        {
            case "ftyp":
                walk.Copy.Keep(box.Start, box.End - box.Start);
                break;
            case "meta":
                walk.Copy.Write(meta().Written);
                break;
            case "mdat" when box.Needed.Count > 0:
                walk.Copy.Keep(box.Start, box.Body - box.Start);
                var isOpen = isLast && file.Number32(box.Start) == 0;
                WriteMedia(box, isOpen ? box.Needed[^1].To : box.End);
                break;
            default:
                if (box.Type is not ("free" or "skip") || !file.IsZero(box.Body, box.End))
                {
                    walk.Remove(box.Type);
                }

                walk.Copy.Keep(box.Start, 4);
                walk.Copy.Write("free"u8);
                walk.Copy.Keep(box.Start + 8, box.Body - box.Start - 8);
                walk.Copy.Blank(box.End - box.Body);
                break;
        }
    }

    private void WriteMedia(TopBox box, long end)
    {
        var position = box.Body;
        foreach (var (from, to) in box.Needed)
        {
            Blank(box, position, from);
            walk.Copy.Keep(from, to - from);
            position = to;
        }

        Blank(box, position, end);
        if (end < box.End)
        {
            walk.Remove("after-end");
        }
    }

    private void Blank(TopBox box, long from, long to)
    {
        walk.Copy.Blank(to - from);
        foreach (var (start, end) in box.Dropped.Where(dropped => dropped.To > from && dropped.From < to))
        {
            NoteUnused(from, start);
            from = Math.Min(end, to);
        }

        NoteUnused(from, to);
    }

    /// <summary>Bytes that belong to no item at all.</summary>
    private void NoteUnused(long from, long to)
    {
        if (!file.IsZero(from, to))
        {
            walk.Remove("unused-media");
        }
    }
}
