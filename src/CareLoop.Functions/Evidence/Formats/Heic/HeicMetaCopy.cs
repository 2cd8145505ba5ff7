namespace CareLoop.Functions.Evidence.Formats.Heic;

/// <summary>
/// Writes the meta box again without the items that stay behind. It keeps its size, the freed room becomes a free box: every place the
/// box names in the file stays where it is.
/// </summary>
internal sealed class HeicMetaCopy(byte[] bytes, HeicMeta meta, PhotoWalk walk)
{
    private const int HandlerFields = 24;

    /// <param name="body">Behind the box's header.</param>
    public BoxWriter Write(int body)
    {
        var copy = Write(body, padding: 0);
        var room = bytes.Length - copy.Length;
        if (room >= 8)
        {
            copy.Box("free", () => copy.Zeros(room - 8));
        }

        return room is > 0 and < 8 ? Write(body, padding: room) : copy;
    }

    /// <param name="padding">Zeros behind the empty name of the handler: too few bytes for a free box.</param>
    private BoxWriter Write(int body, int padding)
    {
        BoxWriter copy = new(bytes.Length);
        copy.Bytes(bytes.AsSpan(0, body + 4));
        foreach (var child in meta.Children)
        {
            switch (child.Type)
            {
                case "hdlr":
                    copy.Box("hdlr", () =>
                    {
                        copy.Bytes(bytes.AsSpan(child.Body, HandlerFields));
                        copy.Zeros(padding + (child.End - child.Body > HandlerFields ? 1 : 0));
                    });
                    break;
                case "pitm":
                    copy.Box("pitm", () => copy.Bytes(bytes.AsSpan(child.Body, child.End - child.Body)));
                    break;
                case "iinf":
                    WriteItems(copy, child);
                    break;
                case "iloc":
                    WriteLocations(copy, child);
                    break;
                case "iref":
                    WriteReferences(copy, child);
                    break;
                case "iprp":
                    copy.Box("iprp", () => meta.Properties.ForEach(box => WriteProperties(copy, box)));
                    break;
                case "idat":
                    copy.Box("idat", () => WriteData(copy, child));
                    break;
                case "grpl" when IsAboutKept(child):
                    copy.Box("grpl", () => copy.Bytes(bytes.AsSpan(child.Body, child.End - child.Body)));
                    break;
                case "free" or "skip":
                    break;
                default:
                    walk.Remove(child.Type);
                    break;
            }
        }

        return copy;
    }

    private void WriteItems(BoxWriter copy, Box iinf)
    {
        foreach (var item in meta.All.Values.Where(item => !item.IsPicture))
        {
            walk.Remove(item.Type == "Exif" ? "exif" : item.Type);
        }

        var kept = meta.All.Values.Where(item => item.IsPicture).ToList();
        copy.Box("iinf", () =>
        {
            copy.Bytes(bytes.AsSpan(iinf.Body, 4));
            copy.Id((uint)kept.Count, isLong: bytes[iinf.Body] > 0);
            foreach (var item in kept)
            {
                copy.Box("infe", () =>
                {
                    copy.Number32(((uint)item.Version << 24) | item.Flags);
                    copy.Id(item.Id, isLong: item.Version == 3);
                    copy.Number16(0);
                    copy.Type(item.Type);
                    copy.Zeros(item.HasName ? 1 : 0);
                });
            }
        });
    }

    private void WriteLocations(BoxWriter copy, Box iloc)
    {
        var kept = meta.Locations.FindAll(location => meta.IsKept(location.Id));
        copy.Box("iloc", () =>
        {
            copy.Bytes(bytes.AsSpan(iloc.Body, 6));
            copy.Id((uint)kept.Count, isLong: bytes[iloc.Body] == 2);
            kept.ForEach(location => copy.Bytes(bytes.AsSpan(location.Entry.Start, location.Entry.End - location.Entry.Start)));
        });
    }

    private void WriteReferences(BoxWriter copy, Box iref)
    {
        var isLong = bytes[iref.Body] > 0;
        copy.Box("iref", () =>
        {
            copy.Bytes(bytes.AsSpan(iref.Body, 4));
            foreach (var reference in meta.References.Where(reference => meta.IsKept(reference.From)))
            {
                var to = reference.To.FindAll(meta.IsKept);
                if (to.Count > 0)
                {
                    copy.Box(reference.Type, () =>
                    {
                        copy.Id(reference.From, isLong);
                        copy.Number16(to.Count);
                        to.ForEach(id => copy.Id(id, isLong));
                    });
                }
            }
        });
    }

    private void WriteProperties(BoxWriter copy, Box box) => copy.Box(box.Type, () =>
    {
        if (box.Type == "ipma")
        {
            var kept = HeicTables.Associations(bytes, box).FindAll(association => meta.IsKept(association.Id));
            copy.Bytes(bytes.AsSpan(box.Body, 4));
            copy.Number32((uint)kept.Count);
            kept.ForEach(association => copy.Bytes(bytes.AsSpan(association.Entry.Start, association.Entry.End - association.Entry.Start)));
            return;
        }

        // Properties are named by their place among the others, so one that says too much only loses its content.
        foreach (var property in meta.PropertyBoxes)
        {
            var content = bytes.AsSpan(property.Body, property.End - property.Body);
            copy.Bytes(bytes.AsSpan(property.Start, property.Body - property.Start));
            if (HeicMeta.IsNeeded(property))
            {
                copy.Bytes(content);
                continue;
            }

            if (content.ContainsAnyExcept((byte)0))
            {
                walk.Remove(property.Type);
            }

            copy.Zeros(content.Length);
        }
    });

    private void WriteData(BoxWriter copy, Box idat)
    {
        var content = bytes.AsSpan(idat.Body, idat.End - idat.Body);
        var clean = new byte[content.Length];
        foreach (var (offset, length) in meta.Locations.Where(location => location.InMeta && meta.IsKept(location.Id)).SelectMany(location => location.Extents))
        {
            content.Slice((int)offset, (int)length).CopyTo(clean.AsSpan((int)offset));
        }

        copy.Bytes(clean);
    }

    /// <summary>Groups of alternatives: a gain map's tone-mapped picture beside the picture itself.</summary>
    private bool IsAboutKept(Box grpl) => Box.In(bytes, grpl.Body, grpl.End).TrueForAll(group =>
    {
        BoxCursor cursor = new(bytes, group.Body, group.End);
        cursor.Skip(8);
        for (var left = cursor.Number32(); left > 0; left--)
        {
            if (!meta.IsKept(cursor.Number32()))
            {
                return false;
            }
        }

        return cursor.Left == 0 && group.Type == "altr";
    });
}
