using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>Starts, fulfils and cancels the limits of the pack as events happen.</summary>
internal static class Limits
{
    private const string ReopenRule = "COM-FU-04";

    /// <summary>The limit of the pack a deadline was made from.</summary>
    public static string SlaId(Deadline deadline) => deadline.Id.Split('#')[0];

    /// <summary>The same, or null when the handbook the case goes on by no longer has it.</summary>
    public static Sla? Find(PolicyPack pack, Deadline deadline) => pack.Slas.FirstOrDefault(s => s.Id == SlaId(deadline));

    /// <summary>Lets the limits follow an event: first those it fulfils, then those it starts.</summary>
    public static void Follow(Turn turn, string type)
    {
        foreach (var deadline in turn.State.Deadlines.Where(d => d.Purpose == DeadlinePurpose.Sla && Fulfilment.IsOpen(d)).ToList())
        {
            var sla = turn.Pack.Sla(SlaId(deadline));
            if (sla.Stop.Contains(type) || sla.SatisfiedBy == type)
                Fulfilment.Fulfil(turn, deadline);
        }

        foreach (var sla in turn.Pack.Slas.Where(s => s.Start == type && s.AppliesTo(turn.State)))
        {
            if (!turn.State.Deadlines.Any(d => SlaId(d) == sla.Id && Fulfilment.IsOpen(d)))
                Begin(turn, sla, turn.AcceptedAt);
        }
    }

    /// <summary>
    /// Type, severity or flags changed: limits that no longer apply are cancelled, new ones run from the receipt (COM-INT-13)
    /// less the waiting so far. A limit that was missed stays missed and does not start again.
    /// </summary>
    /// <param name="turn">The decision.</param>
    /// <param name="provisional">The type was only assumed so far: what it started leaves no trace.</param>
    public static void Reconcile(Turn turn, bool provisional)
    {
        foreach (var deadline in turn.State.Deadlines.Where(d => d.Purpose == DeadlinePurpose.Sla && Fulfilment.IsOpen(d)).ToList())
        {
            if (turn.Pack.Sla(SlaId(deadline)).AppliesTo(turn.State))
                continue;
            if (provisional && deadline.Status != DeadlineStatus.Breached)
                turn.Change(s => s with { Deadlines = s.Deadlines.Remove(deadline) });
            else
                Fulfilment.Cancel(turn, deadline);
        }

        Overdue.Refresh(turn);
        foreach (var sla in turn.Pack.Slas.Where(s => RunsFromStart(s, turn.State) && s.AppliesTo(turn.State)))
        {
            // By milestones, not by the limit itself: an ended one may have given way to the state's size.
            if (sla.Stop.Any(turn.State.Milestones.Contains) || (sla.SatisfiedBy is { } other && turn.State.Milestones.Contains(other)))
                continue;
            var start = turn.State.ReopenedAt ?? turn.State.ReceivedAt;
            var former = turn.State.Deadlines.FirstOrDefault(d => SlaId(d) == sla.Id && d.StartedAt == start);
            if (former is null || former.Status == DeadlineStatus.Cancelled)
                Begin(turn, sla, start, former?.Warned ?? false);
        }
    }

    /// <summary>The answer clock of a reopened case runs anew from the reopening (COM-FU-04).</summary>
    public static void Reopen(Turn turn)
    {
        foreach (var sla in turn.Pack.Slas.Where(s => s.ReopenClock && s.AppliesTo(turn.State)))
            Begin(turn, sla, turn.State.ReopenedAt!.Value);
    }

    /// <summary>What an event had fulfilled is open again: its limits run anew from now.</summary>
    public static void Restart(Turn turn, string undone)
    {
        foreach (var sla in turn.Pack.Slas.Where(s => s.Stop.Contains(undone) && s.Start != EventTypes.CaseReceived && s.AppliesTo(turn.State)))
        {
            if (!turn.State.Deadlines.Any(d => SlaId(d) == sla.Id && Fulfilment.IsOpen(d)))
                Begin(turn, sla, turn.AcceptedAt);
        }
    }

    /// <summary>
    /// An exception from a limit (PROP-SLA-01): somebody of the role the handbook names promises a later time before it is due, with
    /// the reason; that time is the limit from then on. Returns the ids of the limits it replaced, or null.
    /// </summary>
    public static string? Extend(Turn turn, DateTimeOffset to)
    {
        var extended = turn.State.Deadlines.Where(d => d.Purpose == DeadlinePurpose.Sla
            && d.Status is DeadlineStatus.Running or DeadlineStatus.Paused
            && to > d.DueAt
            && Find(turn.Pack, d)?.ExtendableBy is { } role && turn.Actor.Roles.Contains(role)).ToList();
        foreach (var deadline in extended)
        {
            Fulfilment.Replace(turn, deadline, DeadlineClock.Resume(deadline, turn.Pack.Time(deadline.Calendar), turn.At) with
            {
                Clock = Clock.Fixed.ToString(),
                DueAt = ChinaTime.Local(to),
                WarnAt = null,
            });
        }

        return extended.Count == 0 ? null : string.Join(',', extended.Select(d => d.Id));
    }

    private static bool RunsFromStart(Sla sla, CaseState state) =>
        state.ReopenedAt is null ? sla.Start == EventTypes.CaseReceived : sla.ReopenClock;

    private static void Begin(Turn turn, Sla sla, DateTimeOffset start, bool warned = false)
    {
        // A limit that was cancelled when the type changed and applies again takes its old place.
        turn.Change(s => s with { Deadlines = s.Deadlines.RemoveAll(d => SlaId(d) == sla.Id && d.Status == DeadlineStatus.Cancelled && d.StartedAt == start) });
        var plan = new DeadlinePlan(sla.Id, turn.State.ReopenedAt is null ? sla.Source.RuleId : ReopenRule, sla.Name, DeadlinePurpose.Sla, sla.Clock, sla.Calendar, sla.Exclusive);
        var fresh = DeadlineMaker.Make(turn, plan, start) with { Warned = warned };
        fresh = Waiting.Replay(turn, fresh, sla.PauseIn);
        // Begun when it is over already: it is missed at once, and a warning would come too late.
        turn.Add(fresh.Status == DeadlineStatus.Running && fresh.MissedAt <= turn.AcceptedAt ? fresh with { Warned = true } : fresh);
    }
}
