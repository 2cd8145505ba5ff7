using System.Collections.Immutable;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>The follow-up task of a case: planned with the feedback, opened and closed by time (COM-FU-01, COM-FU-03).</summary>
internal static class FollowingUp
{
    public const string Satisfied = nameof(Satisfied);
    public const string Acceptable = nameof(Acceptable);
    public const string Dissatisfied = nameof(Dissatisfied);
    public const string Unreachable = nameof(Unreachable);
    public const string Refused = nameof(Refused);
    public const string Call = nameof(Call);
    public const string Survey = nameof(Survey);
    public const string HomeVisit = nameof(HomeVisit);
    private const string MissedRule = "COM-FU-01";
    public const string SecondDissatisfied = nameof(SecondDissatisfied);

    /// <summary>Results of a follow-up (COM-FU-05).</summary>
    public static ImmutableArray<string> Results { get; } = [Satisfied, Acceptable, Dissatisfied, Unreachable, Refused];

    /// <summary>Ways to ask (COM-FU-06).</summary>
    public static ImmutableArray<string> Modes { get; } = [Call, HomeVisit, "Message", "Chat", "Email", "Sms", Survey];

    /// <summary>Whoever asks the customer: the owner or who acts for him in this shift (COM-OWN-03), or the pool.</summary>
    public static Recipient Caller(Turn turn) =>
        turn.State.FollowUp?.Caller is { } caller && caller != turn.State.Owner ? Recipient.Person(caller) : turn.Owner;

    /// <summary>Plans the contact after the feedback, when the case type has a plan.</summary>
    public static void Plan(Turn turn)
    {
        if (turn.Pack.Type(turn.State.Type).FollowUpPlan is not { } planId)
            return;
        var plan = turn.Pack.Plan(planId);
        var opens = turn.Add(DeadlineMaker.Make(turn, Window(plan, plan.Calendar, DeadlinePurpose.Opening, new(ClockKind.OpenDay, plan.OpensDay)), turn.At));
        var due = turn.Add(DeadlineMaker.Make(turn, Window(plan, plan.Calendar, DeadlinePurpose.FollowUp, new(ClockKind.Days, plan.DueDay)), turn.At));
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
        var plan = turn.Pack.Plan(turn.State.FollowUp!.PlanId);
        if (turn.State.FollowUp.Status != FollowUpStatus.Missed)
            turn.Add(DeadlineMaker.Unique(turn.State, NextDay(turn.Pack, plan, plan.Calendar, due)));
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

    /// <summary>What was missed must be done on the next open day (COM-FU-01).</summary>
    public static Deadline NextDay(PolicyPack pack, IPackObject plan, string calendar, Deadline missed)
    {
        var clock = new Clock(ClockKind.BusinessDays, 1);
        var duty = Window(plan, calendar, DeadlinePurpose.FollowUp, clock) with { Id = $"{plan.Id}.next-day", RuleId = MissedRule, Name = new(plan.Name.Zh + "补访", plan.Name.En + " made up for") };
        return DeadlineMaker.At(pack, duty, missed.DueAt, ClockMath.Start(clock, pack.Time(calendar), missed.DueAt));
    }

    /// <summary>The opening or the end of a window in which a customer is to be asked.</summary>
    public static DeadlinePlan Window(IPackObject plan, string calendar, DeadlinePurpose purpose, Clock clock)
    {
        var (part, zh, en) = purpose == DeadlinePurpose.Opening ? ("opens", "开始", " opens") : ("due", "截止", " due");
        return new($"{plan.Id}.{part}", plan.Source.RuleId, new(plan.Name.Zh + zh, plan.Name.En + en), purpose, clock, calendar);
    }

    private static string Mode(FollowUpPlan plan, CaseState state)
    {
        var found = plan.Overrides.FirstOrDefault(o => o.When.Any(w =>
            w == state.Severity || state.Flags.Contains(w) || (w == SecondDissatisfied && state.Dissatisfied >= 2)));
        return found?.Mode ?? plan.Mode;
    }
}
