using System.Collections.Immutable;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>Who is told when a limit is missed, and who later (COM-ESC-01).</summary>
internal static class Ladders
{
    private const string RungSeparator = ".L";
    private const string Rule = "COM-ESC-01";

    public static Ladder Of(Turn turn, Deadline deadline) => turn.Pack.Ladder(deadline.Purpose switch
    {
        DeadlinePurpose.Sla => Limits.Find(turn.Pack, deadline)?.Ladder,
        DeadlinePurpose.Authority => turn.Pack.Authority?.Ladder,
        _ => null,
    } ?? turn.Pack.DefaultLadder);

    /// <summary>Id of the missed deadline a rung belongs to.</summary>
    public static string RungOf(Deadline rung) => rung.Id[..rung.Id.LastIndexOf(RungSeparator, StringComparison.Ordinal)];

    /// <summary>
    /// The owner and L1 hear of a missed limit; what is above them waits its time. A change of shift takes nothing from the owner
    /// (COM-OWN-03): he hears as well as who acts for him.
    /// </summary>
    public static ImmutableArray<Notice> Breached(Turn turn, Deadline deadline)
    {
        var ladder = Of(turn, deadline);
        var notices = ImmutableArray.CreateBuilder<Notice>();
        if (ladder.TellOwner)
            notices.AddRange(turn.OwnerAndHandler.Select(person => new Notice(NoticeKinds.SlaBreached, person, deadline.Id)));
        foreach (var rung in ladder.Rungs.Where(r => r.At == RungTime.Due))
            notices.Add(new(NoticeKinds.SlaBreached, Recipient.Role(rung.Role), deadline.Id));
        return notices.ToImmutable();
    }

    public static void StartRungs(Turn turn, Deadline deadline)
    {
        var level = 1;
        foreach (var rung in Of(turn, deadline).Above)
        {
            level++;
            var clock = new Clock(ClockKind.Minutes, (int)rung.After.TotalMinutes);
            if (rung.After.Minutes == 0)
                clock = new(ClockKind.Hours, (int)rung.After.TotalHours);
            var plan = new DeadlinePlan(
                $"{deadline.Id}{RungSeparator}{level}", Rule, new($"第{level}级上报", $"Escalation to level {level}"), DeadlinePurpose.Escalation, clock, deadline.Calendar);
            turn.Add(DeadlineMaker.Make(turn, plan, deadline.DueAt, deadline.DueAt + rung.After));
        }
    }

    /// <summary>The role behind a rung that was started by <see cref="StartRungs"/>.</summary>
    public static string RoleAt(Turn turn, Deadline rung)
    {
        var level = int.Parse(rung.Id[(rung.Id.LastIndexOf(RungSeparator, StringComparison.Ordinal) + RungSeparator.Length)..].Split('#')[0], System.Globalization.CultureInfo.InvariantCulture);
        var missed = turn.State.Deadlines.First(d => d.Id == RungOf(rung));
        // Another handbook may have shorter ladders than the one that started the rung.
        return Of(turn, missed).Above.ElementAtOrDefault(level - 2)?.Role ?? turn.Pack.FirstRole;
    }
}
