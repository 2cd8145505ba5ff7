using System.Text;
using CareLoop.Functions.Tests.Evidence.Samples;

namespace CareLoop.Functions.Tests.Evidence.HostileCorpus;

/// <summary>Files that are not what they are called.</summary>
internal static class Impostors
{
    public static IEnumerable<HostileFile> All =>
    [
        new("png-called-jpg.jpg", "image/jpeg", TinyPng.Of(), "name-differs-from-content"),
        new("jpeg-declared-as-png", "image/png", TinyJpeg.Of(), "name-differs-from-content"),
        new("heic-called-png.png", "image/png", new HeicBuilder().Build(), "name-differs-from-content"),
        new("script.jpg", "image/jpeg", Text("<script>alert(1)</script>"), "not-a-photo"),
        new("drawing.svg", "image/svg+xml", Text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"), "not-a-photo"),
        new("animation.gif", "image/gif", Text("GIF89a\x01\0\x01\0\0\0\0;"), "not-a-photo"),
        new("document.jpg", "image/jpeg", Text("%PDF-1.7\n%\u00E2\u00E3\n1 0 obj"), "not-a-photo"),
        new("programme.jpg", "image/jpeg", [.. Text("MZ"), .. new byte[200]], "not-a-photo"),
        new("archive.png", "image/png", Text("PK\x03\x04 and so on"), "not-a-photo"),
        new("av1-picture.avif", "image/avif", new HeicBuilder { Brand = "avif", Compatible = ["avif", "mif1"] }.Build(), "not-a-photo"),
        new("film.mp4", "video/mp4", new HeicBuilder { Brand = "isom", Compatible = ["mp42"] }.Build(), "not-a-photo"),
        new("empty.jpg", "image/jpeg", [], "not-a-photo"),
        new("one-byte.jpg", "image/jpeg", [0xFF], "not-a-photo"),
        new("a-byte-too-much.jpg", "image/jpeg", TinyJpeg.OfSize((10 * 1024 * 1024) + 1, seed: 1), "too-large"),
    ];

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);
}
