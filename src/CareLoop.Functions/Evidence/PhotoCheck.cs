using CareLoop.Domain.Words;

namespace CareLoop.Functions.Evidence;

/// <summary>What became of an uploaded file.</summary>
public abstract record PhotoCheck
{
    private PhotoCheck()
    {
    }

    /// <summary>A whole photo, free of what it could tell about the person who took it.</summary>
    /// <param name="Copy">How the copy to store is made.</param>
    /// <param name="MediaType">By content, such as <c>image/jpeg</c>.</param>
    /// <param name="Removed">Names of what was left out.</param>
    public sealed record Accepted(CleanCopy Copy, string MediaType, IReadOnlyList<string> Removed) : PhotoCheck;

    /// <summary>Not a photo we can keep.</summary>
    /// <param name="Code">Stable reason, such as <c>too-large</c>.</param>
    /// <param name="Reason">The same for people.</param>
    public sealed record Refused(string Code, LocalText Reason) : PhotoCheck;
}
