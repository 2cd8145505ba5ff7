using CareLoop.Domain.Cases;

namespace CareLoop.Domain.Handbook;

/// <summary>All published handbooks and holiday calendars of a deployment.</summary>
public sealed class PackLibrary
{
    private PackLibrary()
    {
    }

    /// <summary>Reads packs and holiday calendars from YAML (or the canonical JSON, which is YAML too).</summary>
    /// <exception cref="HandbookException">Lists every error with file, line, column and remedy.</exception>
    public static PackLibrary Load(IEnumerable<(string FileName, string Text)> files) => throw new NotImplementedException();

    /// <summary>The newest published pack whose effective date is not after <paramref name="at"/>.</summary>
    public PolicyPack InForce(string packId, string? profile, DateTimeOffset at) => throw new NotImplementedException();

    /// <summary>The exact pack a case was registered under.</summary>
    public PolicyPack Pinned(PackReference reference) => throw new NotImplementedException();
}
