using CareLoop.Functions.Tests.Evidence.Samples;
using static CareLoop.Functions.Tests.Evidence.Samples.HeicBuilder;

namespace CareLoop.Functions.Tests.Evidence.HostileCorpus;

internal static class HeicFiles
{
    private static readonly byte[] Metadata = [.. "GPS of a secret place"u8];

    public static IEnumerable<HostileFile> All =>
    [
        Kept("phone-photo.heic", RealPhotos.Heic, "exif", "mime"),
        Kept("one-picture.heic", new HeicBuilder().Build(), "exif"),
        Kept("called-heif.heif", new HeicBuilder { Brand = "mif1" }.Build(), "exif"),
        Kept("thumbnail-and-gain-map.heic", WithParts().Build(), "exif"),
        Kept("bytes-between-the-pictures.heic", new HeicBuilder { Unused = [.. "PK\x03\x04 secret"u8] }.Build(), "exif", "unused-media"),
        Kept("description-by-a-person.heic", new HeicBuilder { MoreProperties = [Full("udes", [.. "zh\0secret\0secret\0secret\0"u8])], Associations = new() { [1] = [0x81, 2, 3] } }.Build(), "exif", "udes"),
        Kept("motion-photo.heic", new HeicBuilder { Tail = Box("mpvd", [.. "secret film"u8]) }.Build(), "exif", "mpvd"),
        Kept("unknown-box-in-the-middle.heic", new HeicBuilder { Between = Box("uuid", [.. "secret of sixteen bytes and more"u8]) }.Build(), "exif", "uuid"),
        Kept("unknown-box-in-meta.heic", new HeicBuilder { MoreMeta = Box("xml ", [.. "<x:xmpmeta/>"u8]) }.Build(), "xml", "exif"),
        Kept("padded-with-zeros.heic", [.. new HeicBuilder().Build(), .. new byte[100]], "exif", "after-end"),
        Refused("film.heic", new HeicBuilder { Between = Box("moov", new byte[40]) }.Build(), "more-than-one-picture"),
        Refused("sequence-by-brand.heic", new HeicBuilder { Brand = "hevc" }.Build(), "more-than-one-picture"),
        Refused("burst.heic", new HeicBuilder { Items = [(1, "hvc1", Noise(300)), (3, "hvc1", Noise(200))], Associations = new() { [1] = [0x81, 2], [3] = [0x81, 2] }, References = [] }.Build(), "more-than-one-picture"),
        Refused("thumbnail-of-metadata.heic", new HeicBuilder { Items = [(1, "hvc1", Noise(300)), (2, "hvc1", Noise(100)), (3, "Exif", Metadata)], Associations = new() { [1] = [0x81, 2], [2] = [0x81, 2] }, References = [("thmb", 2, [3])] }.Build(), "more-than-one-picture"),
        Refused("av1-inside.heic", new HeicBuilder { Brand = "mif1", Compatible = ["avif"], Items = [(1, "av01", Noise(300))], References = [] }.Build(), "unusual-coding"),
        Refused("jpeg-inside.heic", new HeicBuilder { Items = [(1, "jpeg", TinyJpeg.Of())], References = [] }.Build(), "unusual-coding"),
        Refused("four-gigapixels.heic", new HeicBuilder { Width = uint.MaxValue, Height = 1 }.Build(), "too-many-pixels"),
        Refused("larger-than-the-container-says.heic", new HeicBuilder { Coded = (65_535, 65_535) }.Build(), "too-many-pixels"),
        Refused("four-tiles-of-a-hundred-megapixels.heic", Gridded(Grid(2, 2, 640, 480), tiles: 4, (10_900, 10_900)).Build(), "too-many-pixels"),
        Refused("grid-larger-than-its-tiles.heic", Gridded(Grid(1, 1, 60_000, 60_000)).Build(), "too-many-pixels"),
        Refused("grid-with-tiles-missing.heic", Gridded(Grid(9, 9, 640, 480)).Build(), "damaged"),
        Refused("grid-of-itself.heic", new HeicBuilder { Items = [(1, "grid", Grid(1, 1, 640, 480))], Associations = new() { [1] = [2] }, References = [("dimg", 1, [1])] }.Build(), "damaged"),
        Refused("picture-outside-the-file.heic", new HeicBuilder { Shift = 1_000_000 }.Build(), "damaged"),
        Refused("picture-over-the-tables.heic", new HeicBuilder { Shift = -200 }.Build(), "damaged"),
        Refused("primary-is-metadata.heic", new HeicBuilder { Primary = 2 }.Build(), "unusual-coding"),
        Refused("primary-is-nobody.heic", new HeicBuilder { Primary = 9 }.Build(), "damaged"),
        Refused("an-item-twice.heic", new HeicBuilder { Items = [(1, "hvc1", Noise(300)), (1, "Exif", Metadata)] }.Build(), "damaged"),
        Refused("needs-what-nobody-knows.heic", new HeicBuilder { MoreProperties = [Box("evil", Metadata)], Associations = new() { [1] = [0x81, 2, 0x83] } }.Build(), "unusual-coding"),
        Refused("protected.heic", new HeicBuilder { MoreMeta = Box("ipro", new byte[20]) }.Build(), "unusual-coding"),
        Refused("not-pictures.heic", new HeicBuilder { Handler = "vide" }.Build(), "unusual-coding"),
        Refused("tables-of-a-hundred-kilobytes.heic", new HeicBuilder { MoreMeta = Box("free", new byte[100_000]) }.Build(), "too-complex"),
        Refused("box-of-four-gigabytes.heic", [.. new HeicBuilder().Build()[..24], 0xFF, 0xFF, 0xFF, 0xFF, .. "meta"u8, 0, 0, 0, 0], "damaged"),
        Refused("box-of-sixteen-exabytes.heic", [.. new HeicBuilder().Build()[..24], 0, 0, 0, 1, .. "mdat"u8, .. Number(-1, 8), 0, 0], "damaged"),
        Refused("box-of-length-nought.heic", [.. new HeicBuilder().Build()[..24], 0, 0, 0, 0, .. "meta"u8, 0, 0, 0, 0], "damaged"),
        Refused("cut.heic", new HeicBuilder().Build()[..^200], "damaged"),
        Refused("only-the-first-box.heic", new HeicBuilder().Build()[..24], "damaged"),
        Refused("script-behind-the-end.heic", [.. new HeicBuilder().Build(), .. "<script>alert(1)</script>"u8], "trailing-data"),
    ];

    private static HeicBuilder WithParts() => new()
    {
        Items = [(1, "hvc1", Noise(300)), (2, "hvc1", Noise(100)), (3, "hvc1", Noise(110)), (4, "Exif", Metadata)],
        Associations = new() { [1] = [0x81, 2], [2] = [0x81, 2], [3] = [0x81, 2] },
        References = [("thmb", 2, [1]), ("auxl", 3, [1]), ("cdsc", 4, [1])],
    };

    private static HeicBuilder Gridded(byte[] grid, int tiles = 1, (int, int)? coded = null) => new()
    {
        Items = [(1, "grid", grid), .. Enumerable.Range(2, tiles).Select(id => (id, "hvc1", Noise(300)))],
        Associations = new(Enumerable.Range(1, tiles + 1).Select(id => KeyValuePair.Create(id, (byte[])(id == 1 ? [2] : [0x81, 2])))),
        References = [("dimg", 1, [.. Enumerable.Range(2, tiles)])],
        Coded = coded ?? (640, 480),
    };

    private static HostileFile Kept(string name, byte[] bytes, params string[] removed) => new(name, "image/heic", bytes, null, removed);

    private static HostileFile Refused(string name, byte[] bytes, string code) => new(name, "image/heic", bytes, code);
}
