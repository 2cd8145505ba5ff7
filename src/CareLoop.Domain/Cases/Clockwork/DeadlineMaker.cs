using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>What a deadline is before it has a start.</summary>
internal readonly record struct DeadlinePlan(
    string Id, string RuleId, LocalText Name, DeadlinePurpose Purpose, Clock Clock, string Calendar, bool Exclusive = false);

/// <summary>Computes deadlines and gives them ids that are unique in the case.</summary>
internal static class DeadlineMaker
{
    public static Deadline Make(Turn turn, DeadlinePlan plan, DateTimeOffset start)
    {
        var reckoning = ClockMath.Start(plan.Clock, turn.Pack.Time(plan.Calendar), start);
        return At(turn, plan, start, reckoning);
    }

    /// <summary>A deadline on a given date, which does not warn (COM-TIME-11).</summary>
    public static Deadline Make(Turn turn, DeadlinePlan plan, DateTimeOffset start, DateTimeOffset due) => At(turn, plan, start, new(due, null, false));

    /// <summary>Adds it to the case.</summary>
    public static Deadline Add(this Turn turn, Deadline deadline)
    {
        turn.Change(s => s with { Deadlines = s.Deadlines.Add(deadline) });
        return deadline;
    }

    /// <summary>A running deadline with the plan's own id.</summary>
    public static Deadline At(PolicyPack pack, DeadlinePlan plan, DateTimeOffset start, Reckoning reckoning) => new()
    {
        Id = plan.Id,
        RuleId = plan.RuleId,
        Name = plan.Name,
        Purpose = plan.Purpose,
        Clock = plan.Clock.ToString(),
        Calendar = plan.Calendar,
        Exclusive = plan.Exclusive,
        StartedAt = ChinaTime.Local(start),
        WarnAt = reckoning.WarnAt,
        DueAt = ChinaTime.Local(reckoning.DueAt),
        Status = DeadlineStatus.Running,
        PackVersion = pack.Reference.Version,
        CalendarVersion = pack.Time(plan.Calendar).Holidays.VersionOf(ChinaTime.Date(start), ChinaTime.Date(reckoning.DueAt)),
        Provisional = reckoning.Provisional,
    };

    private static Deadline At(Turn turn, DeadlinePlan plan, DateTimeOffset start, Reckoning reckoning) =>
        Unique(turn.State, At(turn.Pack, plan, start, reckoning));

    /// <summary>The deadline under an id that no other of the case has or had.</summary>
    public static Deadline Unique(CaseState state, Deadline deadline) => deadline with { Id = UniqueId(state, deadline.Id) };

    private static string UniqueId(CaseState state, string id)
    {
        var taken = state.Forgotten.GetValueOrDefault(id);
        var candidate = taken == 0 ? id : $"{id}#{taken + 1}";
        for (var n = taken + 2; state.Deadlines.Any(d => d.Id == candidate); n++)
            candidate = $"{id}#{n}";
        return candidate;
    }
}
