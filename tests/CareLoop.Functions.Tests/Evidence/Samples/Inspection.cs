using CareLoop.Domain.Handbook;
using CareLoop.Functions.Evidence;

namespace CareLoop.Functions.Tests.Evidence.Samples;

/// <summary>Inspects bytes by the rules of the base handbook.</summary>
internal static class Inspection
{
    public static IntakeRules Rules { get; } = new(
        MaxPhotos: 9,
        MaxPhotoBytes: 10 * 1024 * 1024,
        PhotoTypes: ["image/jpeg", "image/png", "image/heic", "image/webp"],
        MaxTextLength: 10_000,
        ReopenDays: 30,
        RepeatDays: 30);

    public static PhotoCheck Of(byte[] bytes, string? name = null, string? type = null)
    {
        using MemoryStream file = new(bytes, writable: false);
        return PhotoInspector.Inspect(name, type, file, Rules);
    }

    /// <summary>The copy that would be stored.</summary>
    public static byte[] Clean(byte[] bytes, string? name = null, string? type = null) =>
        CopyOf(Assert.IsType<PhotoCheck.Accepted>(Of(bytes, name, type)), bytes);

    public static byte[] CopyOf(PhotoCheck.Accepted accepted, byte[] bytes)
    {
        using MemoryStream file = new(bytes, writable: false);
        using var copy = accepted.Copy.Open(file);
        using MemoryStream stored = new();
        copy.CopyTo(stored);
        Assert.Equal(accepted.Copy.Length, stored.Length);
        return stored.ToArray();
    }
}
