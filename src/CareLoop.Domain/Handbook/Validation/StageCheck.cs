using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-03, V-04, V-10: every case type can be worked to its end, and nothing leads astray.</summary>
internal static class StageCheck
{
    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        var pack = draft.Pack;
        foreach (var key in pack.RemovedTransitions.Where(k => !Stages.All.Any(t => t.Key == k)))
            yield return draft.Error("V-04", "transitions", null, null, $"The stage model has no transition {key} to remove.", "Check the statuses against the stage model.");
        foreach (var type in pack.TypeRules)
        {
            foreach (var error in CheckType(draft, type))
                yield return error;
        }
    }

    private static IEnumerable<HandbookError> CheckType(PackDraft draft, CaseTypeRule type)
    {
        var pack = draft.Pack;
        if (!pack.Slas.Any(s => IsAnswer(s) && (s.Types.IsEmpty || s.Types.Contains(type.Id))))
            yield return draft.Error("V-03", "caseTypes", type.Id, null, $"No limit answers '{type.Id}'.", "Add it to types: of a limit that starts with CaseReceived and is not only a first reply.");
        if (type.Takes(CasePath.PreApproval) && !pack.Approvals.Any(a => a.Types.Contains(type.Id)))
            yield return draft.Error("V-03", "caseTypes", type.Id, "paths", $"'{type.Id}' needs approval first, but no approval is for it.", "Add it to types: of an approval.");
        // An undo leads back, not on.
        var transitions = Stages.Of(pack, type.Id).Where(t => t.Event != EventTypes.PaymentReturned).ToList();
        var ending = Closure(CaseStatus.Archived, status => transitions.Where(t => t.To == status).Select(t => t.From));
        var reached = Closure(CaseStatus.Received, status => transitions.Where(t => t.From == status).Select(t => t.To));
        foreach (var status in reached.Where(s => !ending.Contains(s) && !Stages.Terminal.Contains(s)))
            yield return draft.Error("V-04", "transitions", null, null, $"From {status} a '{type.Id}' can never be archived.", "Keep one of the transitions that lead on from there.");
        if (type.Id == "Complaint" && !type.RequiresRootCause)
            yield return draft.Error("V-10", "caseTypes", type.Id, "requiresRootCause", "Complaints need a root cause before they are archived.", "Write requiresRootCause: true.");
        if (type.Id == "Complaint" && type.FollowUpPlan is null)
            yield return draft.Error("V-10", "caseTypes", type.Id, "followUpPlan", "Complaints need a follow-up before they are archived.", "Write followUpPlan: with one of the plans.");
    }

    private static bool IsAnswer(Sla sla) =>
        sla.Start == EventTypes.CaseReceived && sla.AnyFlags.IsEmpty && sla.Severities.IsEmpty && !sla.Types.IsEmpty && !sla.Stop.Contains(EventTypes.FirstReplied)
        || (sla.Start == EventTypes.CaseReceived && !sla.Types.IsEmpty && sla.AnyFlags.IsEmpty && sla.ReopenClock);

    private static HashSet<CaseStatus> Closure(CaseStatus start, Func<CaseStatus, IEnumerable<CaseStatus>> next)
    {
        var found = new HashSet<CaseStatus> { start };
        var open = new Queue<CaseStatus>([start]);
        while (open.TryDequeue(out var status))
        {
            foreach (var other in next(status).Where(found.Add))
                open.Enqueue(other);
        }

        return found;
    }
}
