using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Tests.Support;

/// <summary>The handbooks as they are shipped.</summary>
public static class Packs
{
    private static readonly Lazy<PackLibrary> Loaded = new(() => PackLibrary.Load(Files));

    public static IEnumerable<(string FileName, string Text)> Files =>
        System.IO.Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Handbooks"), "*.yaml")
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileName(path), File.ReadAllText(path)));

    public static PackLibrary Library => Loaded.Value;

    public static PolicyPack Of(string pack, string? profile = null) => Library.InForce(pack, profile, At.China("2026-03-01 00:00"));

    public static PolicyPack Mall => Library.InForce("furniture-mall", null, At.China("2026-03-01 00:00"));
}
