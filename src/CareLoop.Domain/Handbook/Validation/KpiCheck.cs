using System.Collections.Immutable;
using System.Globalization;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-09: targets are possible and compare with something.</summary>
internal static class KpiCheck
{
    private static readonly ImmutableArray<string> Comparators = ["=", ">", ">=", "<", "<=", "≈", "↑", "↓"];

    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        foreach (var kpi in draft.Pack.Records["kpis"])
        {
            if (!Comparators.Contains(kpi.Field("comparator") ?? ""))
                yield return draft.Error("V-09", "kpis", kpi.Id, "comparator", $"'{kpi.Id}' has no comparator.", $"Write comparator: with one of {string.Join(' ', Comparators)}.");
            var isRate = !kpi.List("denominator").IsEmpty;
            if (kpi.List("numerator").IsEmpty)
                yield return draft.Error("V-09", "kpis", kpi.Id, "numerator", $"'{kpi.Id}' counts nothing.", "Write numerator: [what is counted].");
            if (isRate && kpi.List("numerator").SequenceEqual(kpi.List("denominator")))
                yield return draft.Error("V-09", "kpis", kpi.Id, "numerator", $"'{kpi.Id}' divides a number by itself.", "The numerator is a part of the denominator.");
            if (isRate && decimal.TryParse(kpi.Field("target"), NumberStyles.Number, CultureInfo.InvariantCulture, out var target) && target is < 0 or > 1)
                yield return draft.Error("V-09", "kpis", kpi.Id, "target", $"The target {target} of the rate '{kpi.Id}' is not between 0 and 1.", "Write 98 % as 0.98.");
            if (kpi.Field("target") is null)
                yield return draft.Error("V-09", "kpis", kpi.Id, null, $"'{kpi.Id}' has no target.", "Write target: with a number, average or previous.");
        }
    }
}
