namespace CareLoop.Functions.Evidence;

/// <summary>
/// How large a picture may claim to be. Few bytes can announce a picture that needs gigabytes once it is decoded; whoever opens it, on a
/// phone or at the service desk, would pay for it. 108-megapixel phones stay within the limit.
/// </summary>
internal static class PictureLimits
{
    /// <summary>Pixels of the longer side.</summary>
    public const int MaxSide = 20_000;

    /// <summary>Pixels in all.</summary>
    public const long MaxPixels = 120_000_000;

    /// <exception cref="UnfitPhotoException">Over the limit, or empty.</exception>
    public static void Check(long width, long height)
    {
        if (width == 0 || height == 0)
        {
            throw new UnfitPhotoException(PhotoRefusals.Damaged);
        }

        if (width > MaxSide || height > MaxSide || width * height > MaxPixels)
        {
            throw new UnfitPhotoException(PhotoRefusals.TooManyPixels);
        }
    }
}
