using static CareLoop.Functions.Evidence.PhotoWalk;

namespace CareLoop.Functions.Evidence.Formats;

/// <summary>What a PNG says of itself.</summary>
/// <param name="BitsPerPixel">1 to 64.</param>
internal sealed record PngHeader(int Width, int Height, int BitsPerPixel, byte ColourType, bool IsInterlaced)
{
    // Four bytes a pixel; a viewer's memory is the same however much a pixel takes in the file.
    private const long MaxRawBytes = 4 * PictureLimits.MaxPixels;

    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public bool NeedsPalette => ColourType == 3;

    public bool MayHavePalette => ColourType is 2 or 3 or 6;

    /// <summary>Rows as they follow each other once decompressed, by pass: how many, and bytes of each with its filter byte.</summary>
    public IEnumerable<(int Rows, int Bytes)> Rows() => IsInterlaced
        ? Passes
            .Select(pass => (Across: Count(Width, pass.X, pass.StepX), Down: Count(Height, pass.Y, pass.StepY)))
            .Where(pass => pass is { Across: > 0, Down: > 0 })
            .Select(pass => (pass.Down, RowBytes(pass.Across)))
        : [(Height, RowBytes(Width))];

    /// <exception cref="UnfitPhotoException">Malformed or over the limits.</exception>
    public static PngHeader Read(PhotoReader file, long offset, uint length)
    {
        Require(length == 13);
        Span<byte> fields = stackalloc byte[13];
        file.Read(offset, fields);
        long width = file.Number32(offset), height = file.Number32(offset + 4);
        var (depth, colourType) = (fields[8], fields[9]);
        var channels = colourType switch { 0 or 3 => 1, 4 => 2, 2 => 3, 6 => 4, _ => 0 };
        Require(channels > 0 && fields[10] == 0 && fields[11] == 0 && fields[12] <= 1);
        Require(depth == 8 || (depth == 16 && colourType != 3) || (depth is 1 or 2 or 4 && channels == 1));
        PictureLimits.Check(width, height);
        PngHeader header = new((int)width, (int)height, channels * depth, colourType, fields[12] == 1);
        Require(header.Rows().Sum(pass => (long)pass.Rows * pass.Bytes) <= MaxRawBytes, PhotoRefusals.TooManyPixels);
        return header;
    }

    private static int Count(int size, int first, int step) => (size - first + step - 1) / step;

    private int RowBytes(int pixels) => 1 + (int)((((long)pixels * BitsPerPixel) + 7) / 8);
}
