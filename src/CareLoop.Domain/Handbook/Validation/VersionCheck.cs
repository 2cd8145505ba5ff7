using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-18: what a newer version changes; running cases keep the version they were registered under.</summary>
internal static class VersionCheck
{
    public static IEnumerable<HandbookError> Changes(IEnumerable<PolicyPack> packs)
    {
        foreach (var versions in packs.GroupBy(p => (p.Reference.Id, p.Reference.Profile, p.Organisation)))
        {
            var ordered = versions.OrderBy(p => p.EffectiveFrom).ThenBy(p => p.Reference.Version, StringComparer.Ordinal).ToList();
            foreach (var (older, newer) in ordered.Zip(ordered.Skip(1)))
            {
                foreach (var change in Compare(older, newer))
                {
                    yield return new Place($"{newer.Reference.Id}@{newer.Reference.Version}", 1, 1)
                        .Error("V-18", change, newer.MovesRunningCases ? "Running cases go on by it." : "Cases registered before keep the older value.") with
                    { Kind = FindingKind.Info };
                }
            }
        }
    }

    private static IEnumerable<string> Compare(PolicyPack older, PolicyPack newer)
    {
        foreach (var sla in newer.Slas)
        {
            var before = older.Slas.FirstOrDefault(s => s.Id == sla.Id);
            if (before is null)
                yield return $"New limit '{sla.Id}': {sla.Clock}.";
            else if (before.Clock != sla.Clock || before.Exclusive != sla.Exclusive)
                yield return $"Limit '{sla.Id}' changes from {before.Clock} to {sla.Clock}.";
        }

        foreach (var gone in older.Slas.Where(s => !newer.Slas.Any(n => n.Id == s.Id)))
            yield return $"Limit '{gone.Id}' is gone.";
    }
}
