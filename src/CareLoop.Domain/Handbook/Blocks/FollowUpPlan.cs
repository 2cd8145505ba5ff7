using System.Collections.Immutable;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>How customers are asked whether they are satisfied (回访计划, COM-FU-01).</summary>
/// <param name="Id">Such as <c>fu-7d</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Triggers">Events that start it.</param>
/// <param name="OpensDay">Day on which the task opens.</param>
/// <param name="DueDay">Day by which it must be done.</param>
/// <param name="Mode">How, such as <c>Call</c>.</param>
/// <param name="Overrides">Other modes for some cases.</param>
/// <param name="Coverage">Share of cases that are asked, 0 to 1.</param>
/// <param name="Attempts">When a customer counts as unreachable.</param>
/// <param name="MaxQuestions">Most questions (COM-FU-02).</param>
/// <param name="Calendar">Calendar of opening and due.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record FollowUpPlan(
    string Id,
    LocalText Name,
    ImmutableArray<string> Triggers,
    int OpensDay,
    int DueDay,
    string Mode,
    ImmutableArray<ModeOverride> Overrides,
    decimal Coverage,
    AttemptRule Attempts,
    int MaxQuestions,
    string Calendar,
    Provenance Source) : IPackObject
{
    /// <summary>The ways to ask that it may choose.</summary>
    public IEnumerable<string> Modes => Overrides.Select(o => o.Mode).Prepend(Mode);

    /// <summary>The rule that chooses a way to ask.</summary>
    public string RuleOf(string mode) => Overrides.FirstOrDefault(o => o.Mode == mode)?.RuleId ?? Source.RuleId;
}

/// <param name="When">Severities, flags, or <c>SecondDissatisfied</c>: any of them.</param>
/// <param name="Mode">The mode then.</param>
/// <param name="RuleId">The rule that asks for it, or null: the plan's.</param>
public sealed record ModeOverride(ImmutableArray<string> When, string Mode, string? RuleId);

/// <summary>Three attempts, two working hours apart, on two dates (COM-FU-03).</summary>
public sealed record AttemptRule(int Max, int MinGapBusinessHours, int MinDates)
{
    /// <summary>What holds where a pack says nothing else.</summary>
    public static AttemptRule Default { get; } = new(3, 2, 2);

    /// <summary>The first instant at which another failed attempt counts, or null before the first one.</summary>
    public DateTimeOffset? NextFrom(WorkingTime time, ImmutableArray<DateTimeOffset> attempts) =>
        attempts.IsEmpty ? null : time.Add(attempts[^1], TimeSpan.FromHours(MinGapBusinessHours));

    /// <summary>Whether the customer counts as unreachable after these attempts.</summary>
    public bool AreInVain(ImmutableArray<DateTimeOffset> attempts) =>
        attempts.Length >= Max && attempts.Select(ChinaTime.Date).Distinct().Count() >= MinDates;
}
