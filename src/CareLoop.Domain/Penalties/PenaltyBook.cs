using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Penalties;

/// <summary>The penalty rules of a pack, read from its block <c>penalties</c>.</summary>
public static partial class PenaltyBook
{
    /// <summary>The block.</summary>
    public const string Block = "penalties";

    private static readonly (string Words, PenaltyCap Cap)[] Caps = [("1 per case", PenaltyCap.PerCase), ("1 per person and month", PenaltyCap.PerPersonAndMonth)];

    public static ImmutableArray<PenaltyRule> Of(PolicyPack pack) => [.. pack.Records[Block].Select(r => Read(pack, r))];

    /// <exception cref="KeyNotFoundException">The pack has none.</exception>
    public static PenaltyRule Find(PolicyPack pack, string id) =>
        Of(pack).FirstOrDefault(r => r.Id == id) ?? throw new KeyNotFoundException($"Pack '{pack.Reference.Id}' has no penalty rule '{id}'.");

    /// <summary>For how long a mistake counts when it is made again (ECOM-PEN-02), in days; null where no rule asks.</summary>
    public static int? RepeatDays(PolicyPack pack) =>
        Of(pack).Select(r => r.When).OfType<PenaltyCondition.Repeated>().Select(r => (int?)r.WithinDays).Max();

    /// <summary>The task that follows from a confirmed proposal of coaching, as a plan; null when there is no such rule.</summary>
    internal static CarePlan? Coaching(PolicyPack pack, string id) =>
        pack.Records[Block].FirstOrDefault(r => r.Id == id) is { } record && Read(pack, record) is { CoachedWithin: { } within } rule
            ? new(
                rule.Id,
                rule.Name,
                CareAnchor.Assignment,
                new(CareUnit.Days, 0),
                within,
                CareMode.Duty,
                rule.ConfirmRole,
                [],
                AttemptRule.Default,
                pack.Calendar,
                rule.Source)
            {
                OverdueRoles = [pack.FirstRole],
            }
            : null;

    /// <summary>Keys of a record that cannot be read, for the validation of packs.</summary>
    internal static IEnumerable<(string Key, string? Value, string Remedy)> Faults(PackRecord record)
    {
        if (ConditionOf(record) is null)
            yield return ("condition", record.Field("condition"), "Write Category=StaffService, RootCause=KnowledgeGap or SameAgentAndCauseWithin90Days.");
        if (!IsKind(record, out var kind))
            yield return ("proposal", record.Field("proposal"), $"Use one of: {string.Join(", ", Enum.GetNames<PenaltyKind>())}.");
        if (record.Field("confirmRole") is null)
            yield return ("confirmRole", null, "Name the role that decides: nobody is penalised by a program.");
        if (CapOf(record) is null)
            yield return ("cap", record.Field("cap"), $"Use one of: {string.Join(", ", Caps.Select(c => c.Words))}.");
        var due = record.Field("due");
        if (kind == PenaltyKind.CoachingTask ? !CareOffset.TryParse(due, out var within) || within is not { Unit: CareUnit.Days, Amount: > 0 } : due is not null)
            yield return ("due", due, kind == PenaltyKind.CoachingTask ? "Write until when it has to be done, such as P7D." : "Delete it: only coaching has a time of its own.");
    }

    /// <summary>What a condition names besides its kind, such as a category; null when it names nothing.</summary>
    internal static string? NamedBy(PackRecord record) => ConditionOf(record) switch
    {
        PenaltyCondition.Named named => named.Category,
        PenaltyCondition.Caused caused => caused.RootCause,
        _ => null,
    };

    private static PenaltyRule Read(PolicyPack pack, PackRecord record)
    {
        var kind = default(PenaltyKind);
        return ConditionOf(record) is { } condition && IsKind(record, out kind) && CapOf(record) is { } cap && record.Field("confirmRole") is { } role
            ? new(
                record.Id,
                record.Name,
                condition,
                record.List("types"),
                kind,
                role,
                cap,
                kind == PenaltyKind.CoachingTask && CareOffset.TryParse(record.Field("due"), out var within) ? within : null,
                record.Source)
            : throw new FormatException($"Penalty rule '{record.Id}' of pack '{pack.Reference.Id}' cannot be read.");
    }

    private static PenaltyCondition? ConditionOf(PackRecord record)
    {
        var match = Condition().Match(record.Field("condition") ?? "");
        if (match.Groups["category"] is { Success: true, Value: var category })
            return new PenaltyCondition.Named(category);
        if (match.Groups["cause"] is { Success: true, Value: var cause })
            return new PenaltyCondition.Caused(cause);
        return match.Success ? new PenaltyCondition.Repeated(int.Parse(match.Groups["days"].ValueSpan, CultureInfo.InvariantCulture)) : null;
    }

    // Without a cap a case still proposes a thing once.
    private static PenaltyCap? CapOf(PackRecord record) =>
        record.Field("cap") is not { } words ? PenaltyCap.PerCase : Caps.Where(c => c.Words == words).Select(c => (PenaltyCap?)c.Cap).FirstOrDefault();

    // Enum.TryParse also takes numbers and other cases, which no handbook writes.
    private static bool IsKind(PackRecord record, out PenaltyKind kind) => Enum.TryParse(record.Field("proposal"), out kind) && kind.ToString() == record.Field("proposal");

    [GeneratedRegex(@"^(?:Category=(?<category>\w+)|RootCause=(?<cause>\w+)|SameAgentAndCauseWithin(?<days>[1-9]\d{0,3})Days)$")]
    private static partial Regex Condition();
}
