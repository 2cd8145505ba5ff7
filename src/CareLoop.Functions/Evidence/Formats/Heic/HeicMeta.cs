using static CareLoop.Functions.Evidence.PhotoWalk;

namespace CareLoop.Functions.Evidence.Formats.Heic;

/// <summary>The meta box of a HEIC file: one picture, what it is made of, and what stays behind.</summary>
internal sealed class HeicMeta
{
    private static readonly HashSet<string> KnownProperties =
        ["hvcC", "ispe", "pixi", "colr", "irot", "imir", "clap", "pasp", "auxC", "clli", "mdcv", "rloc", "lsel", "lhvC", "oinf", "tols", "cclv", "amve", "reve", "ndwt"];

    private readonly byte[] bytes;
    private readonly List<(Box Box, (long Width, long Height) Size)> properties;

    /// <param name="bytes">The whole box.</param>
    /// <param name="body">Behind its header.</param>
    /// <exception cref="UnfitPhotoException">Malformed, or not one still picture.</exception>
    public HeicMeta(byte[] bytes, int body)
    {
        this.bytes = bytes;
        Require(bytes.Length >= body + 4);
        Children = Box.In(bytes, body + 4, bytes.Length, most: 64);
        Require(Children.TrueForAll(child => child.Type != "ipro"), PhotoRefusals.UnusualCoding);
        var hdlr = Needed("hdlr");
        Require(hdlr.End - hdlr.Body >= 24);
        Require(new BoxCursor(bytes, hdlr.Body + 8, hdlr.End).Type() == "pict", PhotoRefusals.UnusualCoding);
        Data = Box.Only(Children, "idat");
        All = HeicTables.Items(bytes, Needed("iinf"));
        Locations = HeicTables.Locations(bytes, Needed("iloc"));
        References = Box.Only(Children, "iref") is { } iref ? HeicTables.References(bytes, iref) : [];

        var iprp = Box.In(bytes, Needed("iprp").Body, Needed("iprp").End, most: 16);
        var container = Box.Only(iprp, "ipco");
        Require(container is not null && iprp.TrueForAll(box => box.Type is "ipco" or "ipma"));
        Properties = iprp;
        properties = [.. Box.In(bytes, container!.Value.Body, container.Value.End).Select(box => (box, SizeOf(box)))];
        Associations = [.. iprp.Where(box => box.Type == "ipma").SelectMany(box => HeicTables.Associations(bytes, box))];
        Require(Associations.TrueForAll(association => association.Properties.TrueForAll(property => property.Property <= properties.Count)));

        var pitm = Needed("pitm");
        BoxCursor cursor = new(bytes, pitm.Body, pitm.End);
        Primary = cursor.Id(isLong: cursor.Head().Version > 0);
        CheckPictures();
        CheckProperties();
    }

    public List<Box> Children { get; }

    public List<Box> Properties { get; }

    public IReadOnlyList<Box> PropertyBoxes => [.. properties.Select(property => property.Box)];

    /// <summary>The idat box: small data of items kept in the meta box itself.</summary>
    public Box? Data { get; }

    public Dictionary<uint, HeicItem> All { get; }

    public List<HeicLocation> Locations { get; }

    public List<HeicReference> References { get; }

    public List<HeicAssociation> Associations { get; }

    private uint Primary { get; }

    public bool IsKept(uint id) => All.TryGetValue(id, out var item) && item.IsPicture;

    /// <summary>Properties nobody needs to show the picture, such as descriptions and times.</summary>
    public static bool IsNeeded(Box property) => KnownProperties.Contains(property.Type);

    /// <summary>Pictures made of others get their size from a few bytes of their own.</summary>
    /// <param name="read">Gives the first bytes of an item.</param>
    public void CheckDerived(Func<HeicLocation, byte[]> read)
    {
        foreach (var item in All.Values.Where(item => item.Type is "grid" or "iovl"))
        {
            var location = Locations.Find(candidate => candidate.Id == item.Id);
            Require(location is { Extents.Count: > 0 });
            var data = read(location!);
            BoxCursor cursor = new(data, 0, data.Length);
            cursor.Skip(1);
            var isLong = (cursor.Byte() & 1) == 1;
            if (item.Type == "grid")
            {
                var tiles = (cursor.Byte() + 1) * (cursor.Byte() + 1);
                Require(tiles == Inputs(item).Count());
            }
            else
            {
                cursor.Skip(8);
            }

            PictureLimits.Check(cursor.Id(isLong), cursor.Id(isLong));
        }
    }

    private Box Needed(string type) => Box.Only(Children, type) ?? throw new UnfitPhotoException(PhotoRefusals.Damaged);

    private IEnumerable<uint> Inputs(HeicItem item) =>
        References.Where(reference => reference.Type == "dimg" && reference.From == item.Id).SelectMany(reference => reference.To);

    private void CheckPictures()
    {
        Require(All.TryGetValue(Primary, out var primary));
        Require(primary!.Rank is > 0 and < 4, PhotoRefusals.UnusualCoding);
        foreach (var item in All.Values.Where(item => item.IsPicture))
        {
            Require(item.Type == "iden" || Locations.Exists(location => location.Id == item.Id && location.Extents.Count > 0));
            var inputs = Inputs(item).ToList();
            Require((inputs.Count > 0) == item.IsDerived);
            Require(inputs.TrueForAll(input => All.TryGetValue(input, out var made) && made.IsPicture && made.Rank < item.Rank));
        }

        // Tiles, thumbnails, depth and gain maps belong to a picture; whatever stands for itself is a second one.
        var among = References.Where(reference => IsKept(reference.From) && reference.To.Exists(IsKept)).ToList();
        HashSet<uint> parts = [.. among.Where(reference => reference.Type == "dimg").SelectMany(reference => reference.To)];
        parts.UnionWith(among.Where(reference => reference.Type is "thmb" or "auxl").Select(reference => reference.From));
        Require(
            All.Values.All(item => item.Id == Primary || item.Rank is 0 or 4 || parts.Contains(item.Id)),
            PhotoRefusals.MoreThanOnePicture);
    }

    private void CheckProperties()
    {
        long coded = 0;
        foreach (var item in All.Values.Where(item => item.IsPicture))
        {
            var own = Associations.Where(association => association.Id == item.Id).SelectMany(association => association.Properties).Where(property => property.Property > 0).ToList();
            var sizes = own.ConvertAll(property => properties[property.Property - 1]).FindAll(property => property.Box.Type == "ispe");
            Require(sizes.Count == 1);
            Require(own.TrueForAll(property => !property.IsEssential || IsNeeded(properties[property.Property - 1].Box)), PhotoRefusals.UnusualCoding);
            if (item.Type == "hvc1")
            {
                var parameters = own.ConvertAll(property => properties[property.Property - 1].Box).FindAll(property => property.Type == "hvcC");
                Require(parameters.Count == 1);
                coded += HevcSize.Read(bytes, parameters[0]);
            }
        }

        // Tiles may reach beyond the edge, and a map or a thumbnail comes on top.
        Require(coded <= 3 * PictureLimits.MaxPixels, PhotoRefusals.TooManyPixels);
    }

    private (long Width, long Height) SizeOf(Box property)
    {
        if (property.Type != "ispe")
        {
            return default;
        }

        BoxCursor cursor = new(bytes, property.Body, property.End);
        cursor.Head();
        (long Width, long Height) size = (cursor.Number32(), cursor.Number32());
        Require(cursor.Left == 0);
        PictureLimits.Check(size.Width, size.Height);
        return size;
    }
}
