using CareLoop.Functions.Development;

namespace CareLoop.Functions.Tests.Support;

/// <summary>Photos with EXIF and GPS as phones make them, and broken ones.</summary>
internal static class SamplePhotos
{
    /// <summary>A 1 × 1 PNG with a text chunk.</summary>
    public static byte[] Png { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAEHRFWHRDb21tZW50AHNlY3JldCEhLmfaPAAAAA1JREFUeJxj+N/A8B8ABoACfxBMG+EAAAAASUVORK5CYII=");

    public static byte[] Jpeg(string name) => File.ReadAllBytes(Path.Combine(Places.Photos, $"{name}.jpg"));
}
