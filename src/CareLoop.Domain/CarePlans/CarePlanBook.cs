using System.Collections.Immutable;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Penalties;

namespace CareLoop.Domain.CarePlans;

/// <summary>The care plans of a pack: those of its own block, and follow-up plans that also start without a case (MALL-FU-01).</summary>
public static class CarePlanBook
{
    private const string Block = "carePlans";

    /// <summary>Every plan that gives somebody a task; a customer's right (mode <c>Right</c>) does not.</summary>
    public static ImmutableArray<CarePlan> Of(PolicyPack pack) =>
    [
        .. pack.Records[Block].Select(r => Read(pack, r)).Where(p => p.Mode != CareMode.Right),
        .. pack.FollowUpPlans.SelectMany(p => FromFollowUp(pack, p)),
    ];

    /// <exception cref="KeyNotFoundException">The pack has none.</exception>
    public static CarePlan Find(PolicyPack pack, string id) => TryFind(pack, id) ?? throw new KeyNotFoundException($"Pack '{pack.Reference.Id}' has no care plan '{id}'.");

    /// <summary>A plan, a duty, or the coaching that a penalty rule asks for; null when the pack has none of that id.</summary>
    public static CarePlan? TryFind(PolicyPack pack, string id) =>
        Of(pack).FirstOrDefault(p => p.Id == id) ?? CareDuties.Find(pack, id) ?? PenaltyBook.Coaching(pack, id);

    /// <summary>Keys of a record that cannot be read, for the validation of packs.</summary>
    internal static IEnumerable<(string Key, string? Value, string Remedy)> Faults(PackRecord record)
    {
        if (!Named<CareAnchor>(record.Field("anchor"), out _))
            yield return ("anchor", record.Field("anchor"), $"Use one of: {string.Join(", ", Enum.GetNames<CareAnchor>())}.");
        // Duties have a block of their own.
        if (!Named<CareMode>(record.Field("mode"), out var mode) || mode == CareMode.Duty)
            yield return ("mode", record.Field("mode"), $"Use one of: {string.Join(", ", Enum.GetNames<CareMode>().Where(m => m != nameof(CareMode.Duty)))}.");
        if (record.Field("endedBy") is { } end && !Named<CareAnchor>(end, out _))
            yield return ("endedBy", end, $"Use one of: {string.Join(", ", Enum.GetNames<CareAnchor>())}.");
        foreach (var key in new[] { "opens", "due" })
        {
            if (!CareOffset.TryParse(record.Field(key), out _))
                yield return (key, record.Field(key), "Write P10D, -P21D, -P1M, PT48H, or a time of day such as \"18:00\".");
        }
    }

    private static CarePlan Read(PolicyPack pack, PackRecord record)
    {
        var readable = Named<CareAnchor>(record.Field("anchor"), out var anchor) & Named<CareMode>(record.Field("mode"), out var mode)
            & CareOffset.TryParse(record.Field("opens"), out var opens) & CareOffset.TryParse(record.Field("due"), out var due);
        return readable
            ? new(
                record.Id,
                record.Name,
                anchor,
                opens,
                due,
                mode,
                record.Field("role") ?? pack.DefaultOwnerRole,
                record.List("checkList"),
                AttemptRule.Default,
                pack.Calendar,
                record.Source)
            {
                LeadsTo = record.Field("leadsTo"),
                EndedBy = Named<CareAnchor>(record.Field("endedBy"), out var end) ? end : null,
            }
            : throw new FormatException($"Care plan '{record.Id}' of pack '{pack.Reference.Id}' cannot be read.");
    }

    private static IEnumerable<CarePlan> FromFollowUp(PolicyPack pack, FollowUpPlan plan)
    {
        foreach (var trigger in plan.Triggers)
        {
            if (!Named<CareAnchor>(trigger, out var anchor))
                continue;
            yield return new(
                plan.Id,
                plan.Name,
                anchor,
                new(CareUnit.Days, plan.OpensDay),
                new(CareUnit.Days, plan.DueDay),
                Named<CareMode>(plan.Mode, out var mode) ? mode : CareMode.Call,
                pack.DefaultOwnerRole,
                [],
                plan.Attempts,
                plan.Calendar,
                plan.Source);
        }
    }

    // Enum.TryParse also takes numbers and other cases, which no handbook writes.
    private static bool Named<T>(string? text, out T value)
        where T : struct, Enum => Enum.TryParse(text, out value) && Enum.GetName(value) == text;
}
