using CareLoop.Domain.Cases;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;

namespace CareLoop.Domain.CarePlans;

/// <summary>What the passing of time does to a care task.</summary>
internal static class CarePassing
{
    /// <summary>Everything that is due until an instant, in order; catching up after a pause does nothing twice.</summary>
    /// <param name="turn">The task.</param>
    /// <param name="until">The present instant.</param>
    /// <param name="command">A command follows at that instant: a warning at the same instant may be needless then.</param>
    /// <param name="onDuty">Staff id of whoever is on duty when the task opens, for one that names nobody.</param>
    public static void Apply(CareTurn turn, DateTimeOffset until, bool command, string? onDuty = null)
    {
        while (Next(turn.Task, until, command) is { } next)
            Apply(turn, next.Deadline, next.At, next.Kind, onDuty);
    }

    private static (Deadline Deadline, DateTimeOffset At, MomentKind Kind)? Next(CareTask task, DateTimeOffset until, bool command)
    {
        (Deadline Deadline, DateTimeOffset At, MomentKind Kind)? first = null;
        foreach (var deadline in task.Deadlines)
        {
            if (deadline.NextMoment is not { } next || next.At > until || (command && next.Kind == MomentKind.Warn && next.At == until))
                continue;
            if (first is not { } best || next.At < best.At || (next.At == best.At && next.Kind < best.Kind))
                first = (deadline, next.At, next.Kind);
        }

        return first;
    }

    private static void Apply(CareTurn turn, Deadline deadline, DateTimeOffset at, MomentKind kind, string? onDuty)
    {
        switch (kind)
        {
            case MomentKind.Open:
                turn.Replace(deadline, deadline with { Status = DeadlineStatus.Reached, EndedAt = deadline.DueAt });
                // A missed contact stays missed when the time agreed with the customer comes.
                turn.Contact(c => c with { Status = c.Status == FollowUpStatus.Missed ? c.Status : FollowUpStatus.Due, Caller = c.Caller ?? onDuty });
                turn.Emit(EventTypes.FollowUpOpened, at, Actor.System, [new(turn.DueKind, turn.Task.Caller, deadline.Id)]);
                break;
            case MomentKind.Warn:
                turn.Replace(deadline, deadline with { Warned = true });
                Notice warning = new(NoticeKinds.SlaWarning, turn.Task.Caller, deadline.Id);
                turn.Emit(EventTypes.DeadlineWarned, at, Actor.System, [warning], ("deadline", deadline.Id), ("rule", deadline.RuleId));
                break;
            default:
                WindowOver(turn, deadline, at);
                break;
        }
    }

    /// <summary>Never tried is missed, tried in vain is unreachable (COM-FU-03).</summary>
    private static void WindowOver(CareTurn turn, Deadline due, DateTimeOffset at)
    {
        if (!turn.Task.Contact.Attempts.IsEmpty)
        {
            turn.GiveUp(turn.Task.Contact.Mode, at, Actor.System);
            return;
        }

        turn.Replace(due, due with { Status = DeadlineStatus.Breached });
        var again = turn.Task.Contact.Status == FollowUpStatus.Missed;
        turn.Contact(c => c with { Status = FollowUpStatus.Missed });
        if (turn.Plan.Mode == CareMode.Duty)
        {
            // A duty stays open until it is done; whoever answers for it is told, and those it came from (EDU-DATA-01).
            turn.Emit(
                EventTypes.FollowUpMissed,
                at,
                Actor.System,
                [.. turn.Plan.OverdueRoles.Select(role => new Notice(NoticeKinds.DutyOverdue, Recipient.Role(role), due.Id))],
                ("deadline", due.Id),
                ("rule", due.RuleId));
            return;
        }

        if (!again)
            turn.Change(t => t with { Deadlines = t.Deadlines.Add(FollowingUp.NextDay(turn.Pack, turn.Plan, turn.Plan.Calendar, due)) });
        Notice[] notices = [new(NoticeKinds.FollowUpMissed, Recipient.Role(turn.Pack.FirstRole), due.Id)];
        turn.Emit(EventTypes.FollowUpMissed, at, Actor.System, [.. notices], ("deadline", due.Id), ("rule", due.RuleId));
    }
}
