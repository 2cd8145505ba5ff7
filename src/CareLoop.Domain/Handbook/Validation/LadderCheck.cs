using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-06: ladders lead upward, in order of time, to somebody else than the owner.</summary>
internal static class LadderCheck
{
    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        var pack = draft.Pack;
        foreach (var ladder in pack.Ladders)
        {
            var rungs = ladder.Rungs;
            if (rungs.IsEmpty && (ladder.Id == pack.DefaultLadder || ladder.MarksOverdue))
                yield return draft.Error("V-06", "ladders", ladder.Id, "rungs", $"Nobody fills a rung of '{ladder.Id}'.", "Add rungs, or marksOverdue: false where a limit only counts in a KPI.");
            if (!rungs.IsEmpty && rungs[0].At == RungTime.Due && rungs[0].Role == pack.DefaultOwnerRole)
                yield return draft.Error("V-06", "ladders", ladder.Id, "rungs", $"The first rung of '{ladder.Id}' is the owner's own role '{rungs[0].Role}'.", "Report to the superior first.");
            if (rungs.Zip(rungs.Skip(1)).Any(p => p.Second.At == RungTime.AfterDue && p.First.At == RungTime.AfterDue && p.Second.After <= p.First.After))
                yield return draft.Error("V-06", "ladders", ladder.Id, "rungs", $"The times of '{ladder.Id}' do not rise.", "Order the rungs by their distance from the due instant.");
            foreach (var rung in rungs.Where(r => r.AckMinutes is not null && !r.Roles.Any(role => pack.Roles.Any(x => x.Id == role && x.Can.Contains(Blocks.Right.Comment)))))
                yield return draft.Error("V-06", "ladders", ladder.Id, "rungs", $"Nobody fills the rung '{rung.Role}' of '{ladder.Id}': the role may not acknowledge.", "Add Comment to can: of that role, or report to another.");
            if (rungs.Any(r => r.AckMinutes <= 0))
                yield return draft.Error("V-06", "ladders", ladder.Id, "rungs", $"'{ladder.Id}' gives no time to acknowledge.", "Write ackMinutes: with a positive number, or delete it.");
            if (rungs.Any(r => r.At == RungTime.NoAck) && !rungs.Any(r => r.At == RungTime.Immediate && r.AckMinutes is not null))
                yield return draft.Error("V-06", "ladders", ladder.Id, "rungs", $"No rung of '{ladder.Id}' has to acknowledge, so noAck never comes.", "Give the first rung ackMinutes:.");
        }
    }
}
