using CareLoop.Domain.Handbook;
using CareLoop.Functions.Evidence.Formats;

namespace CareLoop.Functions.Evidence;

/// <summary>Judges a file by its content, never by its name alone (COM-INT-09).</summary>
public static class PhotoInspector
{
    /// <param name="fileName">As the sender named it; only its extension is looked at.</param>
    /// <param name="declaredType">Content type the sender gave, or null.</param>
    /// <param name="file">The whole file, seekable; read through a window, so its size costs no memory.</param>
    /// <param name="rules">What the handbook accepts.</param>
    public static PhotoCheck Inspect(string? fileName, string? declaredType, Stream file, IntakeRules rules)
    {
        if (file.Length > rules.MaxPhotoBytes)
        {
            return PhotoRefusals.TooLarge(rules);
        }

        using PhotoReader reader = new(file);
        Span<byte> head = stackalloc byte[PhotoFormat.HeadSize];
        head = head[..reader.ReadUpTo(0, head)];
        if (Recognise(head) is not { } format || !rules.PhotoTypes.Contains(format.MediaType))
        {
            return PhotoRefusals.NotAPhoto(rules);
        }

        if (PhotoFormat.Claimed(fileName, declaredType) is { } claimed && claimed != format.MediaType)
        {
            return PhotoRefusals.NameDiffers(claimed, format.MediaType);
        }

        PhotoWalk walk = new(reader);
        try
        {
            format.Walk(walk);
        }
        catch (UnfitPhotoException unfit)
        {
            return unfit.Refusal;
        }

        return new PhotoCheck.Accepted(walk.Copy, format.MediaType, walk.Removed);
    }

    private static PhotoFormat? Recognise(ReadOnlySpan<byte> head)
    {
        foreach (var format in PhotoFormat.All)
        {
            if (format.Looks(head))
            {
                return format;
            }
        }

        return null;
    }
}
