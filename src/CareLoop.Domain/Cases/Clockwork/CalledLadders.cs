using System.Collections.Immutable;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>
/// Ladders that severity, flags and case type call at classification (COM-ESC-02): the first rungs hear at once and must acknowledge;
/// while nobody does, the next rungs hear, one after the other (COM-TIME-13).
/// </summary>
internal static class CalledLadders
{
    private const string Prefix = "ack.";
    private const string Always = "always";

    /// <summary>Tells whoever the newly set severity, flags or type call for. The first ladder of the pack that matches is climbed.</summary>
    public static void Call(Turn turn, ImmutableArray<string> newlySet)
    {
        if (newlySet.Contains(CaseFlags.MediaRisk))
            turn.Emit(EventTypes.Escalated, [new(NoticeKinds.MediaAlert, Recipient.Role(turn.Pack.FirstRole))], ("flag", CaseFlags.MediaRisk));
        if (turn.Pack.Ladders.FirstOrDefault(l => l.CalledBy.Any(newlySet.Contains)) is not { } ladder)
            return;
        foreach (var rung in ladder.AtOnce)
            Tell(turn, ladder, rung, level: 0, turn.AcceptedAt);
    }

    /// <summary>Nobody acknowledged: the next rung hears.</summary>
    public static void Unanswered(Turn turn, Deadline deadline)
    {
        var unanswered = deadline with { Status = DeadlineStatus.Breached, EndedAt = turn.At };
        Fulfilment.Replace(turn, deadline, unanswered);
        turn.NoteEnd(unanswered);
        var (ladder, level, _) = Parse(turn, deadline);
        var next = ladder.Unanswered.ElementAtOrDefault(level);
        if (next is not null && !turn.State.Deadlines.Any(d => d.Id.StartsWith($"{Prefix}{ladder.Id}.{level + 1}.", StringComparison.Ordinal) && d.StartedAt == deadline.DueAt))
            Tell(turn, ladder, next, level + 1, deadline.DueAt);
        else
            turn.Emit(EventTypes.DeadlineBreached, [], ("deadline", deadline.Id), ("rule", deadline.RuleId));
    }

    /// <summary>Roles that may acknowledge now; empty when nothing waits for it.</summary>
    public static ImmutableArray<string> Waiting(Handbook.PolicyPack pack, CaseState state) =>
        [.. state.Deadlines.Where(d => d is { Purpose: DeadlinePurpose.Acknowledgement, Status: DeadlineStatus.Running }).SelectMany(d => RolesOf(pack, d)).Distinct()];

    /// <summary>Ends the waiting for every rung one of whose roles the actor holds.</summary>
    public static void Acknowledge(Turn turn)
    {
        foreach (var deadline in turn.State.Deadlines.Where(d => d is { Purpose: DeadlinePurpose.Acknowledgement, Status: DeadlineStatus.Running }).ToList())
        {
            if (RolesOf(turn.Pack, deadline).Any(turn.Actor.Roles.Contains))
                Fulfilment.Fulfil(turn, deadline);
        }
    }

    /// <summary>The ladder somebody must acknowledge.</summary>
    public static string LadderOf(Deadline deadline) => deadline.Id.Split('.')[1];

    private static void Tell(Turn turn, Ladder ladder, Rung rung, int level, DateTimeOffset from)
    {
        string? deadlineId = null;
        if (rung.AckMinutes is { } minutes)
        {
            var plan = new DeadlinePlan(
                $"{Prefix}{ladder.Id}.{level}.{rung.Role}", ladder.Source.RuleId, new LocalText("上报确认", "Acknowledgement"), DeadlinePurpose.Acknowledgement, new(ClockKind.Minutes, minutes), Always);
            deadlineId = turn.Add(DeadlineMaker.Make(turn, plan, from)).Id;
        }

        ImmutableArray<Notice> notices = [.. rung.Roles.Select(r => new Notice(NoticeKinds.Escalated, Recipient.Role(r), deadlineId))];
        turn.Emit(EventTypes.Escalated, notices, ("ladder", ladder.Id), ("role", rung.Role));
    }

    private static IEnumerable<string> RolesOf(Handbook.PolicyPack pack, Deadline deadline)
    {
        var role = deadline.Id.Split('#')[0].Split('.')[^1];
        var ladder = pack.Ladder(LadderOf(deadline));
        return ladder.Rungs.FirstOrDefault(r => r.Role == role)?.Roles ?? [role];
    }

    private static (Ladder Ladder, int Level, string Role) Parse(Turn turn, Deadline deadline)
    {
        var parts = deadline.Id.Split('#')[0].Split('.');
        return (turn.Pack.Ladder(parts[1]), int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture), parts[3]);
    }
}
