using static CareLoop.Functions.Evidence.PhotoWalk;

namespace CareLoop.Functions.Evidence.Formats.Heic;

/// <summary>A picture, a part of one, or metadata inside a HEIC file.</summary>
/// <param name="Type">hvc1 for coded pictures, grid and others for those made of them, Exif and mime for metadata.</param>
/// <param name="Version">Of its entry in iinf.</param>
/// <param name="HasName">Its entry has room for a name.</param>
internal sealed record HeicItem(uint Id, string Type, byte Version, uint Flags, bool HasName)
{
    /// <summary>What a picture may be made from: coded pictures, then grids of them, then what is laid over those.</summary>
    public int Rank => Type switch { "hvc1" => 1, "grid" => 2, "iden" or "iovl" => 3, "tmap" => 4, _ => 0 };

    public bool IsPicture => Rank > 0;

    public bool IsDerived => Rank > 1;
}

/// <summary>Where the bytes of an item lie.</summary>
/// <param name="InMeta">Inside the idat box, whose start the offsets count from; else inside the file.</param>
/// <param name="Entry">The entry's own bytes in iloc.</param>
internal sealed record HeicLocation(uint Id, bool InMeta, List<(long Offset, long Length)> Extents, (int Start, int End) Entry);

/// <summary>One picture is made of, shown by, or described by others.</summary>
internal sealed record HeicReference(string Type, uint From, List<uint> To);

/// <summary>Which properties an item has, by their place in ipco, from 1.</summary>
/// <param name="Entry">The entry's own bytes in ipma.</param>
internal sealed record HeicAssociation(uint Id, List<(int Property, bool IsEssential)> Properties, (int Start, int End) Entry);

/// <summary>Reads the tables of the meta box.</summary>
internal static class HeicTables
{
    // A picture of 200 megapixels in tiles of 512 is some 800 items.
    private const int MaxItems = 2_048;
    private const int MaxExtents = 4_096;

    public static Dictionary<uint, HeicItem> Items(byte[] meta, Box iinf)
    {
        BoxCursor cursor = new(meta, iinf.Body, iinf.End);
        var (version, _) = cursor.Head();
        var count = cursor.Id(isLong: version > 0);
        Require(count <= MaxItems, PhotoRefusals.TooComplex);
        Dictionary<uint, HeicItem> items = [];
        foreach (var entry in Box.In(meta, cursor.Position, iinf.End))
        {
            Require(entry.Type == "infe");
            var item = Item(new BoxCursor(meta, entry.Body, entry.End));
            Require(items.TryAdd(item.Id, item));
        }

        Require(items.Count == count);
        return items;
    }

    public static List<HeicLocation> Locations(byte[] meta, Box iloc)
    {
        BoxCursor cursor = new(meta, iloc.Body, iloc.End);
        var (version, _) = cursor.Head();
        Require(version <= 2);
        int sizes = cursor.Byte(), more = cursor.Byte();
        var count = cursor.Id(isLong: version == 2);
        Require(count <= MaxItems, PhotoRefusals.TooComplex);
        List<HeicLocation> locations = [];
        var extents = 0;
        for (var index = 0; index < count; index++)
        {
            var start = cursor.Position;
            var id = cursor.Id(isLong: version == 2);
            var method = version == 0 ? 0 : cursor.Number16() & 15;
            Require(method <= 1 && cursor.Number16() == 0, PhotoRefusals.UnusualCoding);
            var origin = cursor.Number(more >> 4);
            List<(long, long)> places = [];
            for (var left = cursor.Number16(); left > 0; left--)
            {
                Require(++extents <= MaxExtents, PhotoRefusals.TooComplex);
                cursor.Number(version == 0 ? 0 : more & 15);
                var offset = cursor.Number(sizes >> 4);
                var length = cursor.Number(sizes & 15);
                Require(offset <= long.MaxValue - origin && length > 0);
                places.Add((origin + offset, length));
            }

            locations.Add(new HeicLocation(id, method == 1, places, (start, cursor.Position)));
        }

        Require(cursor.Left == 0 && locations.DistinctBy(location => location.Id).Count() == locations.Count);
        return locations;
    }

    public static List<HeicReference> References(byte[] meta, Box iref)
    {
        BoxCursor head = new(meta, iref.Body, iref.End);
        var isLong = head.Head().Version > 0;
        List<HeicReference> references = [];
        foreach (var box in Box.In(meta, head.Position, iref.End))
        {
            BoxCursor cursor = new(meta, box.Body, box.End);
            var from = cursor.Id(isLong);
            var count = cursor.Number16();
            Require(cursor.Left == count * (isLong ? 4 : 2));
            references.Add(new HeicReference(box.Type, from, [.. Enumerable.Range(0, count).Select(_ => cursor.Id(isLong))]));
        }

        return references;
    }

    public static List<HeicAssociation> Associations(byte[] meta, Box ipma)
    {
        BoxCursor cursor = new(meta, ipma.Body, ipma.End);
        var (version, flags) = cursor.Head();
        var count = cursor.Number32();
        Require(count <= MaxItems, PhotoRefusals.TooComplex);
        List<HeicAssociation> associations = [];
        for (var index = 0; index < count; index++)
        {
            var start = cursor.Position;
            var id = cursor.Id(isLong: version > 0);
            List<(int, bool)> properties = [];
            for (int left = cursor.Byte(); left > 0; left--)
            {
                int value = cursor.Byte();
                properties.Add((flags & 1) == 0 ? (value & 0x7F, value > 0x7F) : (((value & 0x7F) << 8) | cursor.Byte(), value > 0x7F));
            }

            associations.Add(new HeicAssociation(id, properties, (start, cursor.Position)));
        }

        Require(cursor.Left == 0);
        return associations;
    }

    private static HeicItem Item(BoxCursor cursor)
    {
        var (version, flags) = cursor.Head();
        Require(version is 2 or 3, PhotoRefusals.UnusualCoding);
        var id = cursor.Id(isLong: version == 3);
        Require(cursor.Number16() == 0, PhotoRefusals.UnusualCoding);
        var type = cursor.Type();
        return new HeicItem(id, type, version, flags, cursor.Left > 0);
    }
}
