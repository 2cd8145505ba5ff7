using System.Text;
using CareLoop.Functions.Tests.Evidence.Samples;
using CareLoop.Functions.Tests.Support;
using static CareLoop.Functions.Tests.Evidence.Samples.TinyJpeg;

namespace CareLoop.Functions.Tests.Evidence.HostileCorpus;

internal static class JpegFiles
{
    private static readonly byte[] Zip = [.. "PK\x03\x04"u8, .. new byte[26], .. "PK\x05\x06"u8, .. new byte[18]];

    public static IEnumerable<HostileFile> All =>
    [
        Kept("phone-photo-with-gps.jpg", SamplePhotos.Jpeg("sofa-1"), "exif", "comment"),
        Kept("comment-with-script.jpg", Of(more: Segment(0xFE, [.. "<script>alert(1)</script>"u8])), "comment"),
        Kept("zip-in-app13.jpg", Of(more: Segment(0xED, Zip)), "app13"),
        Kept("zip-called-colour-profile.jpg", Of(more: Segment(0xE2, [.. "ICC_PROFILE\0\x01\x01"u8, .. Zip])), "app2"),
        Kept("exif-in-circles.jpg", Of(more: Segment(0xE1, [.. "Exif\0\0MM\0*\0\0\0\x08"u8, 255, 255, .. new byte[40]])), "exif"),
        Kept("exif-pointing-outside.jpg", Of(more: Segment(0xE1, [.. "Exif\0\0II*\0"u8, 255, 255, 255, 255, .. new byte[40]])), "exif"),
        Kept("thumbnail-of-what-was-cut-away.jpg", [.. Start, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9]), .. Of()[20..]], "thumbnail"),
        Kept("padded-with-zeros.jpg", [.. Of(), .. new byte[5_000]], "after-end"),
        Kept("burst-announced-by-mpf.jpg", [.. Of(more: Segment(0xE2, [.. "MPF\0"u8, .. new byte[40]])), .. Of()], "mpf", "after-end"),
        Kept("motion-photo-announced-by-xmp.jpg", [.. Of(more: Xmp("<x:xmpmeta GCamera:MotionPhoto='1'/>")), .. "\0\0\0\x18ftypmp42 and a film"u8], "xmp", "after-end"),
        Kept("samsung-trailer.jpg", [.. Of(), .. "secret of a depth map"u8, .. "SEFH\x6A\0\0\0"u8, 8, 0, 0, 0, .. "SEFT"u8], "after-end"),
        Kept("fill-bytes-between-markers.jpg", [.. Start, 0xFF, 0xFF, 0xFF, .. Of()[2..]]),
        Refused("script-behind-the-end.jpg", [.. Of(), .. "<script>alert(1)</script>"u8], "trailing-data"),
        Refused("zip-behind-the-end.jpg", [.. Of(), .. Zip], "trailing-data"),
        Refused("second-photo-nobody-announced.jpg", [.. Of(), .. Of()], "trailing-data"),
        Refused("false-samsung-trailer.jpg", [.. Of(), .. Zip, 255, 255, 255, 255, .. "SEFT"u8], "trailing-data"),
        Refused("two-frames.jpg", [.. Start, .. Tables, .. Frame(64, 48), .. Frame(64, 48), .. Scan(Grey(64, 48)), .. End], "more-than-one-picture"),
        Refused("hierarchical.jpg", [.. Start, .. Tables, .. Segment(0xDE, [8, 0, 48, 0, 64, 1, 1, 0x11, 0]), .. Of()[20..]], "more-than-one-picture"),
        Refused("arithmetic-coding.jpg", [.. Start, .. Tables, .. Frame(64, 48, 0xC9), .. Scan(Grey(64, 48)), .. End], "unusual-coding"),
        Refused("lossless-coding.jpg", [.. Start, .. Tables, .. Frame(64, 48, 0xC3), .. Scan(Grey(64, 48)), .. End], "unusual-coding"),
        Refused("sixty-thousand-pixels-a-side.jpg", [.. Start, .. Tables, .. Frame(65_535, 65_535), .. Scan(Grey(64, 48)), .. End], "too-many-pixels"),
        Refused("hundred-megapixels-in-forty-bytes.jpg", [.. Start, .. Tables, .. Frame(10_000, 10_000), .. Scan(Grey(64, 48)), .. End], "damaged"),
        Refused("no-height.jpg", [.. Start, .. Tables, .. Frame(64, 0), .. Scan(Grey(64, 48)), .. End], "damaged"),
        Refused("a-thousand-scans.jpg", [.. Start, .. Tables, .. Frame(64, 48, 0xC2), .. Enumerable.Repeat(Scan(Grey(64, 48)), 1_000).SelectMany(scan => scan), .. End], "too-complex"),
        Refused("thousands-of-comments.jpg", Of(more: [.. Enumerable.Repeat((byte[])[.. Segment(0xFE, []), .. Segment(0xDD, [0, 0])], 5_000).SelectMany(part => part)]), "too-complex"),
        Refused("scan-before-frame.jpg", [.. Start, .. Tables, .. Scan(Grey(64, 48)), .. Frame(64, 48), .. End], "damaged"),
        Refused("scan-of-an-unknown-component.jpg", [.. Start, .. Tables, .. Frame(64, 48), .. Segment(0xDA, [1, 7, 0, 0, 63, 0]), .. Grey(64, 48), .. End], "damaged"),
        Refused("no-picture-at-all.jpg", [.. Start, .. Jfif, .. Tables, .. End], "damaged"),
        Refused("cut-in-the-scan.jpg", SamplePhotos.Jpeg("sofa-2")[..9_000], "damaged"),
        Refused("cut-in-a-segment.jpg", Of()[..30], "damaged"),
        Refused("segment-longer-than-the-file.jpg", [.. Start, 0xFF, 0xE1, 0xFF, 0xFF, .. "Exif"u8], "damaged"),
        Refused("segment-of-length-nought.jpg", [.. Start, 0xFF, 0xFE, 0, 0, .. Of()[2..]], "damaged"),
        Refused("huffman-table-with-a-passenger.jpg", [.. Start, .. Segment(0xC4, [0, 1, .. new byte[15], 0, .. Encoding.ASCII.GetBytes("secret")]), .. Of()[2..]], "damaged"),
        Refused("only-the-first-three-bytes.jpg", [0xFF, 0xD8, 0xFF], "damaged"),
    ];

    private static HostileFile Kept(string name, byte[] bytes, params string[] removed) => new(name, "image/jpeg", bytes, null, removed);

    private static HostileFile Refused(string name, byte[] bytes, string code) => new(name, "image/jpeg", bytes, code);
}
