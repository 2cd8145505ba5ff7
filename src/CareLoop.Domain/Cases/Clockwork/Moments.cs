using System.Collections.Immutable;
using CareLoop.Domain.Deadlines;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>What the passing of time does to a case.</summary>
internal static class Moments
{
    public static void Apply(Turn turn, Deadline deadline, MomentKind kind)
    {
        switch (kind)
        {
            case MomentKind.Warn:
                Warn(turn, deadline);
                break;
            case MomentKind.Open:
                Open(turn, deadline);
                break;
            case MomentKind.Due when deadline.Purpose == DeadlinePurpose.Escalation:
                Escalate(turn, deadline);
                break;
            case MomentKind.Due when deadline.Purpose == DeadlinePurpose.FollowUp:
                FollowingUp.WindowOver(turn, deadline);
                break;
            case MomentKind.Due when deadline.Purpose == DeadlinePurpose.Acknowledgement:
                CalledLadders.Unanswered(turn, deadline);
                break;
            case MomentKind.Due when deadline.Purpose == DeadlinePurpose.Approval:
                Approving.TimedOut(turn, deadline);
                break;
            case MomentKind.Due when deadline.Purpose == DeadlinePurpose.Reminder:
                Reminders.Remind(turn, deadline);
                break;
            case MomentKind.Due when deadline.Purpose == DeadlinePurpose.NoReply:
                Reminders.Lapse(turn);
                break;
            case MomentKind.Due when deadline.Purpose == DeadlinePurpose.NextStep:
                NextSteps.Remind(turn, deadline);
                break;
            default:
                Breach(turn, deadline);
                break;
        }
    }

    private static void Warn(Turn turn, Deadline deadline)
    {
        Fulfilment.Replace(turn, deadline, deadline with { Warned = true });
        var to = deadline.Purpose switch
        {
            DeadlinePurpose.FollowUp => FollowingUp.Caller(turn),
            DeadlinePurpose.Approval => Recipient.Role(Approving.Current(turn.Pack, turn.State)!.Role),
            _ => turn.Owner,
        };
        turn.Emit(EventTypes.DeadlineWarned, [new(NoticeKinds.SlaWarning, to, deadline.Id)], Data(deadline));
    }

    private static void Open(Turn turn, Deadline deadline)
    {
        Fulfilment.Replace(turn, deadline, deadline with { Status = DeadlineStatus.Reached, EndedAt = deadline.DueAt });
        FollowingUp.Opened(turn, deadline);
    }

    private static void Breach(Turn turn, Deadline deadline)
    {
        Fulfilment.Replace(turn, deadline, deadline with { Status = DeadlineStatus.Breached });
        Ladders.StartRungs(turn, deadline);
        Overdue.Refresh(turn);
        turn.Emit(EventTypes.DeadlineBreached, Ladders.Breached(turn, deadline), Data(deadline));
    }

    private static void Escalate(Turn turn, Deadline rung)
    {
        var role = Ladders.RoleAt(turn, rung);
        Fulfilment.Replace(turn, rung, rung with { Status = DeadlineStatus.Reached, EndedAt = rung.DueAt });
        ImmutableArray<Notice> notices = [new(NoticeKinds.Escalated, Recipient.Role(role), Ladders.RungOf(rung))];
        turn.Emit(EventTypes.Escalated, notices, ("deadline", Ladders.RungOf(rung)), ("rule", rung.RuleId), ("role", role));
    }

    private static (string, string?)[] Data(Deadline deadline) => [("deadline", deadline.Id), ("rule", deadline.RuleId)];
}
