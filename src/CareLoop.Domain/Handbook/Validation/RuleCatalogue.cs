using System.Collections.Frozen;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>The numbers of all rules, and the limits the handbooks state themselves (origin S).</summary>
public static class RuleCatalogue
{
    /// <summary>Every rule id.</summary>
    public static FrozenSet<string> Ids { get; } = Read().ToFrozenSet();

    /// <summary>Limits stated in the handbooks: a pack that marks another value as stated must give a reason (V-14).</summary>
    public static FrozenDictionary<string, Clock> Stated { get; } = new Dictionary<string, Clock>
    {
        ["MALL-SLA-01"] = new(ClockKind.Hours, 24),
        ["COM-CHAT-01"] = new(ClockKind.BusinessMinutes, 1),
        ["EDU-SLA-01"] = Clock.SameDay,
        ["PROP-SLA-01"] = new(ClockKind.Hours, 24),
        ["ECOM-SLA-01"] = new(ClockKind.Hours, 24),
        ["TOB-SLA-01"] = new(ClockKind.Hours, 24),
        ["TOB-SLA-03"] = new(ClockKind.BusinessDays, 1),
        ["TOB-SLA-04"] = new(ClockKind.BusinessDays, 1),
        ["NET-SLA-01"] = new(ClockKind.Hours, 2),
        ["PROJ-SLA-01"] = new(ClockKind.BusinessHours, 4),
        ["PROJ-SLA-02"] = new(ClockKind.Hours, 1),
        ["CTR-SLA-01"] = new(ClockKind.Hours, 48),
        ["CTR-FU-01"] = new(ClockKind.Hours, 48),
        ["CTR-FU-02"] = new(ClockKind.Hours, 48),
        ["DEV-SLA-01"] = new(ClockKind.Hours, 24),
        ["DEV-SLA-02"] = new(ClockKind.BusinessDays, 1),
    }.ToFrozenDictionary();

    private static string[] Read()
    {
        using var stream = typeof(RuleCatalogue).Assembly.GetManifestResourceStream("rule-ids.txt")
            ?? throw new InvalidOperationException("The list of rule ids is not part of the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
