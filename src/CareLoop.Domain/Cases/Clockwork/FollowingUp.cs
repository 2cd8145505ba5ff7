using System.Collections.Immutable;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>The follow-up task of a case: planned with the feedback, opened and closed by time (COM-FU-01, COM-FU-03).</summary>
internal static class FollowingUp
{
    public const string Satisfied = nameof(Satisfied);
    public const string Acceptable = nameof(Acceptable);
    public const string Dissatisfied = nameof(Dissatisfied);
    public const string Unreachable = nameof(Unreachable);
    public const string Refused = nameof(Refused);
    private const string SecondDissatisfied = nameof(SecondDissatisfied);

    /// <summary>Whoever asks the customer: the owner, or the pool.</summary>
    public static Recipient Caller(Turn turn) => turn.State.FollowUp?.Caller is { } caller ? Recipient.Person(caller) : turn.Owner;

    /// <summary>Plans the contact after the feedback, when the case type has a plan.</summary>
    public static void Plan(Turn turn)
    {
        if (turn.Pack.Type(turn.State.Type).FollowUpPlan is not { } planId)
            return;
        var plan = turn.Pack.Plan(planId);
        var opens = turn.Add(DeadlineMaker.Make(turn, Deadline(plan, "opens", DeadlinePurpose.Opening, new(ClockKind.OpenDay, plan.OpensDay)), turn.At));
        var due = turn.Add(DeadlineMaker.Make(turn, Deadline(plan, "due", DeadlinePurpose.FollowUp, new(ClockKind.Days, plan.DueDay)), turn.At));
        var mode = Mode(plan, turn.State);
        turn.Change(s => s with
        {
            FollowUp = new(plan.Id, opens.DueAt, due.DueAt, FollowUpStatus.Scheduled, s.Owner, mode),
        });
        turn.Emit(EventTypes.FollowUpPlanned, CaseStatus.FollowUpPending, [], ("plan", plan.Id), ("mode", mode));
    }

    public static void Opened(Turn turn, Deadline opening)
    {
        turn.Change(s => s with { FollowUp = s.FollowUp! with { Status = FollowUpStatus.Due } });
        turn.Emit(EventTypes.FollowUpOpened, [new(NoticeKinds.FollowUpDue, Caller(turn), opening.Id)], ("plan", turn.State.FollowUp!.PlanId));
    }

    /// <summary>The window closed: never tried is missed, tried in vain is unreachable.</summary>
    public static void WindowOver(Turn turn, Deadline due)
    {
        if (!turn.State.FollowUp!.Attempts.IsEmpty)
        {
            Complete(turn, Unreachable, turn.State.FollowUp.Mode);
            return;
        }

        Fulfilment.Replace(turn, due, due with { Status = DeadlineStatus.Breached });
        turn.Change(s => s with { FollowUp = s.FollowUp! with { Status = FollowUpStatus.Missed } });
        Notice[] notices = [new(NoticeKinds.FollowUpMissed, Recipient.Role(turn.Pack.FirstRole), due.Id)];
        turn.Emit(EventTypes.FollowUpMissed, [.. notices], ("plan", turn.State.FollowUp!.PlanId), ("deadline", due.Id), ("rule", due.RuleId));
    }

    /// <summary>The customer was asked, or cannot be: the case may be archived.</summary>
    public static void Complete(Turn turn, string result, string mode)
    {
        Finish(turn, result);
        ImmutableArray<Notice> notices =
            result == Unreachable ? [new(NoticeKinds.FollowUpSurvey, turn.Customer)] : [];
        turn.Emit(EventTypes.FollowUpCompleted, CaseStatus.FollowUpCompleted, notices, ("result", result), ("mode", mode));
    }

    /// <summary>Records the result and stops the window's clocks.</summary>
    public static void Finish(Turn turn, string result)
    {
        foreach (var opening in turn.State.Deadlines.Where(d => d.Purpose == DeadlinePurpose.Opening && Fulfilment.IsOpen(d)).ToList())
            Fulfilment.Cancel(turn, opening);
        if (result == Unreachable)
            FinishUnreached(turn);
        else
            Fulfilment.FulfilAll(turn, DeadlinePurpose.FollowUp);
        turn.Change(s => s with
        {
            FollowUp = s.FollowUp! with
            {
                Result = result,
                CompletedAt = turn.AcceptedAt,
                Status = result == Unreachable ? FollowUpStatus.Unreachable : FollowUpStatus.Completed,
            },
        });
    }

    // Time itself may end the window, and then the limit counts as kept although its instant has come.
    private static void FinishUnreached(Turn turn)
    {
        foreach (var due in turn.State.Deadlines.Where(d => d.Purpose == DeadlinePurpose.FollowUp && d.Status == DeadlineStatus.Running).ToList())
        {
            var met = due with { Status = DeadlineStatus.Met, EndedAt = turn.AcceptedAt < due.DueAt ? turn.AcceptedAt : due.DueAt };
            Fulfilment.Replace(turn, due, met);
            turn.NoteEnd(met);
        }

        Fulfilment.FulfilAll(turn, DeadlinePurpose.FollowUp);
    }

    private static DeadlinePlan Deadline(FollowUpPlan plan, string part, DeadlinePurpose purpose, Clock clock)
    {
        var name = part == "opens"
            ? new LocalText(plan.Name.Zh + "开始", plan.Name.En + " opens")
            : new LocalText(plan.Name.Zh + "截止", plan.Name.En + " due");
        return new($"{plan.Id}.{part}", plan.Source.RuleId, name, purpose, clock, plan.Calendar);
    }

    private static string Mode(FollowUpPlan plan, CaseState state)
    {
        var found = plan.Overrides.FirstOrDefault(o => o.When.Any(w =>
            w == state.Severity || state.Flags.Contains(w) || (w == SecondDissatisfied && state.Dissatisfied >= 2)));
        return found?.Mode ?? plan.Mode;
    }
}
