using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.CarePlans;

/// <summary>All rules of care tasks as pure functions of handbook, task, command and time.</summary>
public static class CareDecider
{
    private const string AttemptRule = "COM-FU-03";
    private const string AgreedTimeRule = CarePlanning.AgreedTimeRule;
    private const string ResultRule = "COM-FU-05";

    /// <summary>What time alone has changed until <paramref name="now"/>.</summary>
    public static CareDecision.Applied Pass(PolicyPack pack, CareTask task, DateTimeOffset now, CareFacts? facts = null)
    {
        var turn = new CareTurn(pack, task);
        CarePassing.Apply(turn, now, command: false, facts?.OnDuty);
        return turn.Done();
    }

    /// <summary>The first line of a task's timeline.</summary>
    public static CareDecision.Applied Planned(PolicyPack pack, CareTask task, Actor actor, DateTimeOffset at)
    {
        var turn = new CareTurn(pack, task);
        turn.Emit(EventTypes.FollowUpPlanned, at, actor, [], ("mode", task.Contact.Mode));
        return turn.Done();
    }

    /// <summary>The customer is not to be contacted any more.</summary>
    public static CareDecision.Applied Cancel(PolicyPack pack, CareTask task, Actor actor, DateTimeOffset at)
    {
        var turn = new CareTurn(pack, task);
        turn.Finish(FollowUpStatus.Cancelled, result: null, mode: null, at);
        turn.Change(t => t with { Deadlines = [.. t.Deadlines.Select(d => d.Status == DeadlineStatus.Met && d.EndedAt == at ? d with { Status = DeadlineStatus.Cancelled } : d)] });
        turn.Emit(EventTypes.CareCancelled, at, actor, []);
        return turn.Done();
    }

    /// <summary>The date a task counts from was corrected: its window moves, what was tried stays. A finished task is left as it is.</summary>
    /// <param name="pack">The handbook of the task.</param>
    /// <param name="task">The task as it is.</param>
    /// <param name="anew">The same task planned from the corrected date.</param>
    /// <param name="actor">Who corrected it.</param>
    /// <param name="at">When.</param>
    public static CareDecision.Applied Move(PolicyPack pack, CareTask task, CareTask anew, Actor actor, DateTimeOffset at)
    {
        var turn = new CareTurn(pack, task);
        if (!task.IsOpen)
            return turn.Done();
        turn.Change(t => t with { Deadlines = anew.Deadlines });
        turn.Contact(c => c with { OpensAt = anew.Contact.OpensAt, DueAt = anew.Contact.DueAt, Status = FollowUpStatus.Scheduled });
        turn.Emit(EventTypes.FollowUpRescheduled, at, actor, [], ("at", anew.Contact.OpensAt.ToString("O")));
        return turn.Done();
    }

    /// <summary>What a command does, after everything that was due before it.</summary>
    /// <param name="pack">The handbook of the task.</param>
    /// <param name="task">The task.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="at">When it was accepted; commands come in the order of their acceptance.</param>
    /// <param name="facts">What is known about the member.</param>
    public static CareDecision Decide(PolicyPack pack, CareTask task, CareCommand command, Actor actor, DateTimeOffset at, CareFacts? facts = null)
    {
        var turn = new CareTurn(pack, task);
        CarePassing.Apply(turn, at, command: true, facts?.OnDuty);
        var refusal = MayNot(turn, command, actor, at) ?? Apply(turn, command, actor, at, facts ?? new());
        return refusal is null ? turn.Done() : new CareDecision.Refused(refusal);
    }

    private static Refusal? Apply(CareTurn turn, CareCommand command, Actor actor, DateTimeOffset at, CareFacts facts) => command switch
    {
        CareCommand.Attempt attempt => Attempt(turn, attempt, actor, at),
        CareCommand.Reschedule reschedule => Reschedule(turn, reschedule, actor, at),
        CareCommand.Link link => Link(turn, link, actor, at),
        CareCommand.RecordCard card => BirthdayCalls.RecordCard(turn, card, actor, at),
        CareCommand.PassOn passOn => PassOn(turn, passOn, actor, at),
        CareCommand.Complete complete => CareCompletion.Apply(turn, complete, actor, at, facts),
        CareCommand.AnswerSurvey answer => AnswerSurvey(turn, answer, actor, at),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private static Refusal? MayNot(CareTurn turn, CareCommand command, Actor actor, DateTimeOffset at)
    {
        var survey = command is CareCommand.AnswerSurvey;
        var mayNot = actor.Kind switch
        {
            ActorKind.Customer => !survey,
            // What is recorded elsewhere can be the very thing a duty asked for.
            ActorKind.System => false,
            _ => !turn.Pack.May(actor, Right.FollowUp),
        };
        if (mayNot)
            return new(RefusalReason.NotYourRole, null, null, turn.Pack.RolesThat(Right.FollowUp), ResultRule);
        var task = turn.Task;
        // Whoever was called at noon may get his card in the afternoon.
        if (command is CareCommand.RecordCard && task.Contact.Status is not FollowUpStatus.Cancelled)
            return null;
        // A case may come of a contact while it lasts and after it.
        if (command is CareCommand.Link && task.Contact.Status is not (FollowUpStatus.Cancelled or FollowUpStatus.Scheduled))
            return null;
        if (survey ? task.Contact.Status != FollowUpStatus.Unreachable : !task.IsOpen)
            return new(RefusalReason.NotInThisStatus, null, task.Contact.Status.ToString(), Possible(task));
        // Work can be passed on before its day comes, and a card is made before the birthday.
        return command is not (CareCommand.PassOn or CareCommand.RecordCard) && at < task.Contact.OpensAt ? Impossible("at", task.Contact.OpensAt.ToString("O"), turn.Plan.Source.RuleId) : null;
    }

    private static ImmutableArray<string> Possible(CareTask task) => task switch
    {
        { IsOpen: true } => [nameof(CareCommand.Attempt), nameof(CareCommand.Reschedule), nameof(CareCommand.Complete), nameof(CareCommand.PassOn)],
        { Contact.Status: FollowUpStatus.Unreachable } => [nameof(CareCommand.AnswerSurvey)],
        _ => [],
    };

    private static Refusal? Attempt(CareTurn turn, CareCommand.Attempt command, Actor actor, DateTimeOffset at)
    {
        if (BadMode(turn, command.Mode, command.OverrideReason, at) is { } refusal)
            return refusal;
        var rule = turn.Plan.Attempts;
        if (rule.NextFrom(turn.Pack.Time(turn.Plan.Calendar), turn.Task.Contact.Attempts) is { } next && at < next)
            return Impossible("at", next.ToString("O"), AttemptRule);
        turn.Contact(c => c with { Attempts = c.Attempts.Add(at) });
        var attempts = turn.Task.Contact.Attempts;
        if (rule.AreInVain(attempts))
            turn.GiveUp(command.Mode, at, actor);
        else
            turn.Emit(EventTypes.FollowUpAttempted, at, actor, [], ("attempt", attempts.Length.ToString()), ("mode", command.Mode));
        return null;
    }

    private static Refusal? Reschedule(CareTurn turn, CareCommand.Reschedule command, Actor actor, DateTimeOffset at)
    {
        if (command.At <= at || !CallingHours.Contain(turn.Pack.Time(turn.Plan.Calendar), command.At))
            return Impossible("at", null, AgreedTimeRule);
        var before = turn.Task.Deadlines.Where(d => d.RuleId == AgreedTimeRule).ToList();
        foreach (var agreed in before.Where(Fulfilment.IsOpen))
            turn.Replace(agreed, agreed with { Status = DeadlineStatus.Cancelled, EndedAt = at });
        var callback = CarePlanning.Callback(turn.Pack, turn.Plan, before.Count + 1, at, command.At);
        turn.Change(t => t with { Deadlines = t.Deadlines.Add(callback) });
        turn.Contact(c => c with { Status = c.Status == FollowUpStatus.Missed ? c.Status : FollowUpStatus.Rescheduled });
        turn.Emit(EventTypes.FollowUpRescheduled, at, actor, [], ("at", command.At.ToString("O")));
        return null;
    }

    private static Refusal? Link(CareTurn turn, CareCommand.Link command, Actor actor, DateTimeOffset at)
    {
        if (turn.Task.NewCase is { } other && other != command.Case)
            return Impossible("case", other, ResultRule);
        turn.Change(t => t with { NewCase = command.Case });
        turn.Emit(EventTypes.CaseRegistered, at, actor, [], ("case", command.Case));
        return null;
    }

    private static Refusal? PassOn(CareTurn turn, CareCommand.PassOn command, Actor actor, DateTimeOffset at)
    {
        if (turn.Task.Contact.Caller == command.To)
            return Impossible("to", command.To, turn.Plan.Source.RuleId);
        turn.Contact(c => c with { Caller = command.To });
        // Whoever takes over something that has opened hears of it; the others when it opens.
        ImmutableArray<Notice> notices = turn.Task.Contact.Status == FollowUpStatus.Scheduled ? [] : [new(turn.DueKind, turn.Task.Caller)];
        turn.Emit(EventTypes.OwnerTransferred, at, actor, notices, ("to", command.To));
        return null;
    }

    // A survey answer before the due time replaces "unreachable" (COM-FU-03); the clocks stay as they ended.
    private static Refusal? AnswerSurvey(CareTurn turn, CareCommand.AnswerSurvey command, Actor actor, DateTimeOffset at)
    {
        if (at > turn.Task.Until)
            return new(RefusalReason.TooLate, "at", null, [], AttemptRule);
        if (command.Result == FollowingUp.Unreachable || !FollowingUp.Results.Contains(command.Result))
            return new(RefusalReason.UnknownValue, "result", command.Result, FollowingUp.Results.Remove(FollowingUp.Unreachable), ResultRule);
        turn.Finish(FollowUpStatus.Completed, command.Result, FollowingUp.Survey, at);
        turn.Emit(EventTypes.FollowUpCompleted, at, actor, [], ("result", command.Result), ("mode", FollowingUp.Survey));
        return null;
    }

    /// <summary>The way of asking is known, and calls are made in calling hours or with a reason (COM-TIME-12).</summary>
    internal static Refusal? BadMode(CareTurn turn, string mode, string? overrideReason, DateTimeOffset at)
    {
        var modes = FollowingUp.Modes.Remove(FollowingUp.Survey).AddRange(nameof(CareMode.Notice), nameof(CareMode.Duty));
        if (!modes.Contains(mode))
            return new(RefusalReason.UnknownValue, "mode", mode, modes);
        var late = mode == FollowingUp.Call && overrideReason is null && !CallingHours.Contain(turn.Pack.Time(turn.Plan.Calendar), at);
        return late ? Impossible("mode", mode, "COM-TIME-12") : null;
    }

    internal static Refusal Impossible(string field, string? value, string rule) => new(RefusalReason.Impossible, field, value, [], rule);
}
