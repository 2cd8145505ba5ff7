using CareLoop.Functions.Tests.Evidence.Samples;
using static CareLoop.Functions.Tests.Evidence.Samples.TinyWebp;

namespace CareLoop.Functions.Tests.Evidence.HostileCorpus;

internal static class WebpFiles
{
    public static IEnumerable<HostileFile> All =>
    [
        Kept("phone-photo.webp", RealPhotos.Webp, "exif", "xmp"),
        Kept("simple-lossless.webp", RealPhotos.LosslessWebp),
        Kept("with-transparency.webp", Of(), "exif", "xmp"),
        Kept("unknown-chunk-with-a-zip.webp", Riff(Extended(0, 32, 24), Lossless(32, 24), Chunk("EVIL", [.. "PK\x03\x04"u8])), "EVIL"),
        Kept("chunk-name-with-a-comma.webp", Riff(Extended(0, 32, 24), Lossless(32, 24), Chunk("a,b\"", [.. "secret"u8])), "unknown"),
        Kept("padded-with-zeros.webp", [.. Of(), .. new byte[400]], "exif", "xmp", "after-end"),
        Refused("animated.webp", Riff(Extended(Animation, 32, 24), Chunk("ANIM", new byte[6]), Chunk("ANMF", new byte[30])), "more-than-one-picture"),
        Refused("frame-in-a-still.webp", Riff(Extended(0, 32, 24), Lossless(32, 24), Chunk("ANMF", new byte[30])), "more-than-one-picture"),
        Refused("two-pictures.webp", Riff(Extended(0, 32, 24), Lossless(32, 24), Lossy(32, 24)), "more-than-one-picture"),
        Refused("canvas-of-sixteen-million-a-side.webp", Riff(Extended(0, 1 << 24, 1 << 24), Lossless(32, 24)), "too-many-pixels"),
        Refused("lossy-bomb.webp", Riff(Lossy(16_383, 16_383)), "too-many-pixels"),
        Refused("lossless-bomb.webp", Riff(Lossless(16_384, 16_384)), "too-many-pixels"),
        Refused("canvas-larger-than-the-picture.webp", Riff(Extended(0, 4_000, 3_000), Lossless(32, 24)), "damaged"),
        Refused("container-of-four-gigabytes.webp", [.. "RIFF"u8, 0xFE, 0xFF, 0xFF, 0xFF, .. Of()[8..]], "damaged"),
        Refused("chunk-of-four-gigabytes.webp", Riff([.. "VP8L"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0x2F, 0, 0, 0, 0, 0]), "damaged"),
        Refused("cut.webp", Of()[..60], "damaged"),
        Refused("no-picture.webp", Riff(Extended(0, 32, 24)), "damaged"),
        Refused("empty-container.webp", Riff(), "damaged"),
        Refused("interframe.webp", Riff(Chunk("VP8 ", [0x11, 2, 0, 0x9D, 0x01, 0x2A, 32, 0, 24, 0, .. new byte[40]])), "damaged"),
        Refused("script-behind-the-end.webp", [.. Of(), .. "<script>alert(1)</script>!"u8], "trailing-data"),
    ];

    private static HostileFile Kept(string name, byte[] bytes, params string[] removed) => new(name, "image/webp", bytes, null, removed);

    private static HostileFile Refused(string name, byte[] bytes, string code) => new(name, "image/webp", bytes, code);
}
