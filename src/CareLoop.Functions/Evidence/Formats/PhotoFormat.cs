using CareLoop.Functions.Evidence.Formats.Heic;

namespace CareLoop.Functions.Evidence.Formats;

/// <summary>A kind of picture we can walk.</summary>
/// <param name="MediaType">What it is stored and served as.</param>
/// <param name="Extension">For file names.</param>
/// <param name="Looks">By its first bytes (<see cref="HeadSize"/>).</param>
/// <param name="Walk">From first to last byte; an <see cref="UnfitPhotoException"/> says why it is not kept.</param>
internal sealed record PhotoFormat(string MediaType, string Extension, PhotoFormat.Recognition Looks, Action<PhotoWalk> Walk)
{
    public const int HeadSize = 16;

    private static readonly Dictionary<string, string> TypeByName = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = JpegFile.MediaType,
        [".jpeg"] = JpegFile.MediaType,
        [".png"] = PngFile.MediaType,
        [".webp"] = WebpFile.MediaType,
        [".heic"] = HeicFile.MediaType,
        [".heif"] = HeicFile.MediaType,
        [".hif"] = HeicFile.MediaType,
        ["image/jpg"] = JpegFile.MediaType,
        ["image/pjpeg"] = JpegFile.MediaType,
        ["image/heif"] = HeicFile.MediaType,
    };

    public delegate bool Recognition(ReadOnlySpan<byte> head);

    public static IReadOnlyList<PhotoFormat> All { get; } =
    [
        new(JpegFile.MediaType, ".jpg", JpegFile.Looks, JpegFile.Walk),
        new(PngFile.MediaType, ".png", PngFile.Looks, PngFile.Walk),
        new(WebpFile.MediaType, ".webp", WebpFile.Looks, WebpFile.Walk),
        new(HeicFile.MediaType, ".heic", HeicFile.Looks, HeicFile.Walk),
    ];

    /// <summary>The type a sender claims by the name or, failing that, the content type; null if neither says it is a picture.</summary>
    public static string? Claimed(string? fileName, string? declaredType)
    {
        var declared = declaredType?.Split(';')[0].Trim().ToLowerInvariant();
        return TypeByName.GetValueOrDefault(Path.GetExtension(fileName ?? string.Empty))
            ?? TypeByName.GetValueOrDefault(declared ?? string.Empty)
            ?? (declared?.StartsWith("image/", StringComparison.Ordinal) == true ? declared : null);
    }

    /// <summary>The ending of a file of this type.</summary>
    public static string ExtensionOf(string mediaType) => All.Single(format => format.MediaType == mediaType).Extension;
}
