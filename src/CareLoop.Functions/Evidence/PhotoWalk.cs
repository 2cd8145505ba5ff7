using System.Diagnostics.CodeAnalysis;

namespace CareLoop.Functions.Evidence;

/// <summary>One file on its way from the first to the last byte: what is read, what goes over, what stays behind.</summary>
internal sealed class PhotoWalk(PhotoReader file)
{
    private const int MaxNames = 64;

    private readonly List<string> removed = [];

    public PhotoReader File { get; } = file;

    public CleanCopy Copy { get; } = new();

    /// <summary>Names of the parts that stay behind, each once.</summary>
    public IReadOnlyList<string> Removed => removed;

    /// <summary>Notes a part that stays behind. A name out of the file itself is only repeated if it is letters and digits.</summary>
    public void Remove(string name)
    {
        var known = name.Trim();
        known = known.Length > 0 && known.All(character => char.IsAsciiLetterOrDigit(character) || character == '-') ? known : "unknown";
        if (removed.Contains(known))
        {
            return;
        }

        Require(removed.Count < MaxNames, PhotoRefusals.TooComplex);
        removed.Add(known);
    }

    /// <summary>Judges what follows the end: nothing and padding are fine, and so is what the picture itself has announced; it stays behind.</summary>
    /// <exception cref="UnfitPhotoException">Something nobody announced.</exception>
    public void EndAt(long end, bool moreIsAnnounced = false)
    {
        if (end >= File.Length)
        {
            return;
        }

        Require(moreIsAnnounced || File.IsZero(end, File.Length), PhotoRefusals.TrailingData);
        Remove("after-end");
    }

    /// <exception cref="UnfitPhotoException">It does not hold.</exception>
    public static void Require([DoesNotReturnIf(false)] bool holds, PhotoCheck.Refused? otherwise = null)
    {
        if (!holds)
        {
            throw new UnfitPhotoException(otherwise ?? PhotoRefusals.Damaged);
        }
    }
}
