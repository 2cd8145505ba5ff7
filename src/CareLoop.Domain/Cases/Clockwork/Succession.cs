using System.Collections.Immutable;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>
/// A case goes on by another handbook: a new version, or one mall's own hours. Used time stays, remaining time moves, what is missed
/// stays missed; limits the new handbook no longer has end, and those it adds run from the receipt as after a change of type.
/// </summary>
internal static class Succession
{
    private const string Rule = "COM-TIME-14";

    /// <summary>Why this case cannot go on by that handbook: it lacks something the case is in the middle of.</summary>
    public static Refusal? Refuse(PolicyPack to, CaseState state) =>
        Lacking(to, state).FirstOrDefault() is { } lacking ? new(RefusalReason.Impossible, "pack", lacking, [], Rule) : null;

    public static void Apply(Turn turn, PolicyPack from)
    {
        var before = turn.State.Deadlines.Where(Fulfilment.IsOpen).ToList();
        foreach (var deadline in before)
            Move(turn, deadline, from);
        turn.Emit(
            EventTypes.HandbookChanged,
            [],
            ("from", $"{from.Reference.Id}@{from.Reference.Version}"),
            ("to", $"{turn.Pack.Reference.Id}@{turn.Pack.Reference.Version}"),
            ("moved", Rebasing.Joined(turn, before)));
        Limits.Reconcile(turn, provisional: false);
    }

    private static void Move(Turn turn, Deadline deadline, PolicyPack from)
    {
        if (deadline.Purpose != DeadlinePurpose.Sla)
            Rebasing.Replace(turn, deadline, Stamp(turn, Rebasing.Move(deadline, from, turn.Pack, turn.At)));
        else if (Limits.Find(turn.Pack, deadline) is { } sla)
            Rebasing.Replace(turn, deadline, Stamp(turn, Follow(turn, deadline, sla, from)));
        else
            Fulfilment.Cancel(turn, deadline);
    }

    // A missed limit keeps what it was missed by; only its handbook's name changes with the ladder that goes on above it.
    private static Deadline Follow(Turn turn, Deadline deadline, Sla sla, PolicyPack from)
    {
        if (deadline.Status == DeadlineStatus.Breached)
            return deadline;
        var named = deadline with { Name = sla.Name, Exclusive = sla.Exclusive };
        var clock = Clock.Parse(deadline.Clock);
        // A date somebody promised in its place stands whatever the handbook says (PROP-SLA-01).
        if (clock == Clock.Fixed || (clock == sla.Clock && deadline.Calendar == sla.Calendar))
            return Rebasing.Move(named, from, turn.Pack, turn.At);
        if (DeadlineClock.HaveCommonUnit(clock, sla.Clock) && deadline.Calendar == sla.Calendar)
            return DeadlineClock.Lengthen(Rebasing.Move(named, from, turn.Pack, turn.At), sla.Clock, turn.Pack.Time(sla.Calendar), turn.At);
        return Anew(turn, named, sla);
    }

    // Another way of counting has no used time to keep: it is counted from its start with its pauses, and never due before now.
    private static Deadline Anew(Turn turn, Deadline deadline, Sla sla)
    {
        var time = turn.Pack.Time(sla.Calendar);
        var plan = new DeadlinePlan(sla.Id, deadline.RuleId, sla.Name, deadline.Purpose, sla.Clock, sla.Calendar, sla.Exclusive);
        var fresh = DeadlineMaker.Make(turn, plan, deadline.StartedAt) with { Id = deadline.Id, Warned = deadline.Warned };
        foreach (var pause in deadline.Paused)
        {
            fresh = DeadlineClock.Pause(fresh, time, pause.From);
            if (pause.To is { } to)
                fresh = DeadlineClock.Resume(fresh, time, to);
        }

        return fresh.Status == DeadlineStatus.Running && fresh.DueAt < turn.At ? fresh with { DueAt = ChinaTime.Local(turn.At), WarnAt = null } : fresh;
    }

    private static Deadline Stamp(Turn turn, Deadline deadline) => deadline with { PackVersion = turn.Pack.Reference.Version };

    private static IEnumerable<string> Lacking(PolicyPack to, CaseState state)
    {
        var set = CaseFlags.OfRules;
        (IEnumerable<string?> Used, IEnumerable<string> Known)[] uses =
        [
            ([state.Type], to.CaseTypes),
            ([state.Channel], to.Channels),
            ([state.Category], to.Categories),
            ([state.Severity], to.Severities),
            (state.Flags.Concat(state.SuggestedFlags).Except(set), to.Flags),
            ([state.OwnerRole], to.Roles.Select(r => r.Id)),
            ([state.Solution?.Kind], to.SolutionKinds.Select(k => k.Id)),
            ([state.FollowUp?.PlanId], to.FollowUpPlans.Select(p => p.Id)),
            ([state.Approval?.Id], to.Approvals.Where(a => a.Steps.Any(s => s.Order == state.Approval?.Step)).Select(a => a.Id)),
            (state.Deadlines.Where(Fulfilment.IsOpen).Where(d => d.Purpose != DeadlinePurpose.Sla).Select(d => d.Calendar), to.Calendars.Keys),
            (state.Deadlines.Where(d => d.Purpose == DeadlinePurpose.Acknowledgement && Fulfilment.IsOpen(d)).Select(CalledLadders.LadderOf), to.Ladders.Select(l => l.Id)),
        ];
        return uses.SelectMany(u => u.Used.OfType<string>().Except(u.Known));
    }
}
