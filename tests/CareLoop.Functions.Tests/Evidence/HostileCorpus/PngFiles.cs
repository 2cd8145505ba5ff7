using System.Text;
using CareLoop.Functions.Tests.Support;
using static CareLoop.Functions.Tests.Evidence.Samples.TinyPng;

namespace CareLoop.Functions.Tests.Evidence.HostileCorpus;

internal static class PngFiles
{
    public static IEnumerable<HostileFile> All =>
    [
        Kept("texts-and-times.png", Of(more: [.. Chunk("tEXt", Text("Author\0secret")), .. Chunk("tIME", new byte[7]), .. Chunk("eXIf", Text("MM GPS"))]), "tEXt", "tIME", "eXIf"),
        Kept("screenshot-with-a-comment.png", SamplePhotos.Png, "tEXt"),
        Kept("private-chunk-with-a-zip.png", Of(more: Chunk("zzZz", Text("PK\x03\x04"))), "zzZz"),
        Kept("colour-profile-that-is-a-bomb.png", Of(more: Chunk("iCCP", [.. Text("icc\0\0"), .. Compressed(new byte[64 * 1024 * 1024])])), "iCCP"),
        Kept("gamma-of-a-strange-size.png", Of(more: Chunk("gAMA", Text("secret text"))), "gAMA"),
        Kept("interlaced.png", [.. Signature, .. Header(9, 9, interlace: 1), .. Chunk("IDAT", Compressed(new byte[14 + 8 + 10 + 21 + 32 + 65 + 112])), .. End]),
        Kept("padded-with-zeros.png", [.. Of(), .. new byte[300]], "after-end"),
        Refused("animated.png", Of(more: Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0])), "more-than-one-picture"),
        Refused("four-gigapixels.png", [.. Signature, .. Header(65_535, 65_535), .. Chunk("IDAT", Compressed(new byte[1_000])), .. End], "too-many-pixels"),
        Refused("four-gigabytes-a-row.png", [.. Signature, .. Header(int.MaxValue, 1), .. Chunk("IDAT", Compressed(new byte[1_000])), .. End], "too-many-pixels"),
        Refused("sixteen-bits-beyond-memory.png", [.. Signature, .. Header(10_000, 10_000, depth: 16, colours: 6), .. Chunk("IDAT", Compressed(new byte[1_000])), .. End], "too-many-pixels"),
        Refused("decompression-bomb.png", [.. Signature, .. Header(16, 12), .. Chunk("IDAT", Compressed(new byte[64 * 1024 * 1024])), .. End], "damaged"),
        Refused("less-picture-than-announced.png", [.. Signature, .. Header(4_000, 3_000), .. Chunk("IDAT", Compressed(new byte[1_000])), .. End], "damaged"),
        Refused("zip-behind-the-compressed-data.png", [.. Signature, .. Header(16, 12), .. Chunk("IDAT", [.. Compressed(Rows(16, 12)), .. Text("PK\x03\x04 and more")]), .. End], "trailing-data"),
        Refused("script-behind-the-end.png", [.. Of(), .. Text("<script>alert(1)</script>")], "trailing-data"),
        Refused("second-file-behind-the-end.png", [.. Of(), .. Of()], "trailing-data"),
        Refused("wrong-checksum.png", Changed(Of(), 30), "damaged"),
        Refused("unknown-filter.png", [.. Signature, .. Header(16, 12), .. Chunk("IDAT", Compressed([9, .. Rows(16, 12)[1..]])), .. End], "damaged"),
        Refused("palette-missing.png", [.. Signature, .. Header(16, 12, colours: 3), .. Chunk("IDAT", Compressed(Rows(16, 12, 1))), .. End], "damaged"),
        Refused("data-in-two-places.png", [.. Signature, .. Header(16, 12), .. Chunk("IDAT", Compressed(Rows(16, 12))), .. Chunk("tEXt", Text("a\0b")), .. Chunk("IDAT", []), .. End], "damaged"),
        Refused("two-headers.png", Of(more: Header(16, 12)), "damaged"),
        Refused("unknown-critical-chunk.png", Of(more: Chunk("EVIL", Text("secret"))), "damaged"),
        Refused("chunk-of-two-gigabytes.png", [.. Signature, .. Header(16, 12), 0x7F, 0xFF, 0xFF, 0xFF, .. Text("IDAT"), 1, 2, 3, 4], "damaged"),
        Refused("chunk-of-four-gigabytes.png", [.. Signature, .. Header(16, 12), 0xFF, 0xFF, 0xFF, 0xFF, .. Text("IDAT"), 1, 2, 3, 4], "damaged"),
        Refused("chunk-name-with-a-line-break.png", Of(more: Chunk("a\nBc", [])), "damaged"),
        Refused("compressed-with-a-dictionary.png", [.. Signature, .. Header(16, 12), .. Chunk("IDAT", [0x78, 0xBB, 1, 2, 3, 4, .. Compressed(Rows(16, 12))[2..]]), .. End], "damaged"),
        Refused("no-end.png", Of()[..^12], "damaged"),
        Refused("no-picture.png", [.. Signature, .. Header(16, 12), .. End], "damaged"),
        Refused("only-the-signature.png", Signature, "damaged"),
    ];

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Changed(byte[] bytes, int at)
    {
        bytes[at] ^= 1;
        return bytes;
    }

    private static HostileFile Kept(string name, byte[] bytes, params string[] removed) => new(name, "image/png", bytes, null, removed);

    private static HostileFile Refused(string name, byte[] bytes, string code) => new(name, "image/png", bytes, code);
}
