using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-05 and V-17: limits can start and stop, pause where they may, and the stricter of two drives the breach.</summary>
internal static class LimitCheck
{
    public static IEnumerable<HandbookError> Find(PackDraft draft) => draft.Pack.Slas.SelectMany(s => CheckOne(draft, s)).Concat(Softer(draft));

    private static IEnumerable<HandbookError> CheckOne(PackDraft draft, Sla sla)
    {
        if (sla.Stop.IsEmpty)
            yield return draft.Error("V-05", "slas", sla.Id, "stop", $"Nothing ever stops '{sla.Id}'.", "Add stop: with the events that fulfil it.");
        if (sla.Stop.Contains(sla.Start))
            yield return draft.Error("V-05", "slas", sla.Id, "stop", $"'{sla.Id}' stops with the event that starts it.", "Take the start event out of stop:.");
        if (sla.PauseIn.Contains(CaseStatus.WaitingThirdParty))
            yield return draft.Error("V-05", "slas", sla.Id, "pauseIn", $"'{sla.Id}' pauses while a third party is waited for; it must run on (COM-TIME-10).", "Take WaitingThirdParty out of pauseIn:.");
        if (Stages.All.Any(t => t.Event == sla.Start && sla.PauseIn.Contains(t.To)))
            yield return draft.Error("V-05", "slas", sla.Id, "pauseIn", $"'{sla.Id}' pauses in the status its start event leads to, so it never counts.", "Choose another start event, or pause elsewhere.");
        if (!sla.PauseIn.IsEmpty && !sla.Clock.CanPause)
            yield return draft.Error("V-05", "slas", sla.Id, "pauseIn", $"{sla.Clock} cannot pause.", "Delete pauseIn:, or use a clock that counts working time.");
        if (sla.Clock.Kind is ClockKind.Fixed or ClockKind.OpenDay)
            yield return draft.Error("V-05", "slas", sla.Id, "clock", $"{sla.Clock.Kind} is a date, not a limit.", "Use Hours, BusinessHours, Days, BusinessDays, SameDay or RightDays.");
        var types = sla.Types.IsEmpty ? draft.Pack.CaseTypes : [.. sla.Types.Where(draft.Pack.CaseTypes.Contains)];
        if (!types.IsEmpty && (!types.Any(t => CanHappen(draft.Pack, t, [sla.Start])) || !CanBeApproved(draft.Pack, sla)))
            yield return draft.Error("V-05", "slas", sla.Id, "start", $"The start event {sla.Start} of '{sla.Id}' can never happen in its case types.", "Choose an event that can, or add what leads to it.");
        if (sla.Types.Any() && sla.Types.All(t => draft.Pack.CaseTypes.Contains(t) && !CanHappen(draft.Pack, t, sla.Stop)))
            yield return draft.Error("V-05", "slas", sla.Id, "stop", $"No stop event of '{sla.Id}' can happen in its case types.", "Add an event that can, such as FeedbackGiven.");
    }

    // Events that are not steps of the stage model can always be recorded.
    private static bool CanHappen(PolicyPack pack, string type, IEnumerable<string> events)
    {
        var transitions = Stages.Of(pack, type);
        return events.Any(e => !Stages.All.Any(t => t.Event == e) || transitions.Any(t => t.Event == e));
    }

    private static bool CanBeApproved(PolicyPack pack, Sla sla) =>
        sla.Start != EventTypes.Approved
        || pack.Approvals.Any(a => (sla.SolutionKinds.IsEmpty && sla.Types.IsEmpty) || a.SolutionKinds.Intersect(sla.SolutionKinds).Any() || a.Types.Intersect(sla.Types).Any());

    private static IEnumerable<HandbookError> Softer(PackDraft draft)
    {
        var slas = draft.Pack.Slas;
        foreach (var (first, second) in slas.SelectMany((a, i) => slas.Skip(i + 1).Select(b => (a, b))))
        {
            if (first.Start != second.Start || !first.Stop.SequenceEqual(second.Stop) || !first.Types.SequenceEqual(second.Types) || first.Types.IsEmpty)
                continue;
            if (!first.Channels.SequenceEqual(second.Channels) || !first.AnyFlags.SequenceEqual(second.AnyFlags))
                continue;
            yield return draft.Warning(
                "V-17", "slas", second.Id, null, $"'{first.Id}' ({first.Clock}) and '{second.Id}' ({second.Clock}) limit the same.", "The stricter one must have the ladder; let the softer one only count in a KPI.");
        }
    }
}
