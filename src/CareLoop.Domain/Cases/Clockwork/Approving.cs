using System.Collections.Immutable;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>Approvals step by step; time tells the next person but never approves (MALL-AC-03).</summary>
internal static class Approving
{
    /// <summary>The approval a case needs for its solution or its type, or null.</summary>
    public static Approval? For(PolicyPack pack, CaseState state) =>
        pack.Approvals.FirstOrDefault(a =>
            state.Solution is { } solution ? a.SolutionKinds.Contains(solution.Kind) : a.Types.Contains(state.Type));

    public static ApprovalStep? Current(PolicyPack pack, CaseState state) =>
        state.Approval is { } running ? Find(pack, running.Id).Steps.First(s => s.Order == running.Step) : null;

    /// <summary>Asks the next approver; false when there is none left.</summary>
    public static Notice? Request(Turn turn, int after)
    {
        var running = turn.State.Approval!;
        var approval = Find(turn.Pack, running.Id);
        var next = approval.StepsFor(turn.State.Solution?.AmountInFen).Where(s => s.Order > after).MinBy(s => s.Order);
        if (next is null)
            return null;
        turn.Change(s => s with { Approval = running with { Step = next.Order } });
        var plan = new DeadlinePlan(
            $"approval.{approval.Id}", Rule(approval), new LocalText($"审批第{next.Order}步", $"Approval step {next.Order}"), DeadlinePurpose.Approval, approval.StepClock, approval.Calendar);
        var deadline = OwnLimit(turn, approval) ?? turn.Add(DeadlineMaker.Make(turn, plan, turn.AcceptedAt));
        return new(NoticeKinds.ApprovalRequested, Recipient.Role(next.Role), deadline.Id);
    }

    // What is asked for by nothing but the approval has a limit for it from the start (TOB-REPL-01): one matter, one clock.
    private static Deadline? OwnLimit(Turn turn, Approval approval) => turn.State.Deadlines.FirstOrDefault(d =>
        d is { Purpose: DeadlinePurpose.Sla, Status: DeadlineStatus.Running } && d.RuleId == Rule(approval) && Limits.Find(turn.Pack, d)?.Stop.Contains(EventTypes.ApprovalDecided) == true);

    /// <summary>The step was not decided in time: its approver and the rung above hear.</summary>
    public static void TimedOut(Turn turn, Deadline deadline)
    {
        Fulfilment.Replace(turn, deadline, deadline with { Status = DeadlineStatus.Breached });
        Overdue.Refresh(turn);
        var role = Current(turn.Pack, turn.State)!.Role;
        var above = turn.Pack.Ladder(turn.Pack.DefaultLadder).Rungs.SkipWhile(r => r.Role != role).Skip(1).Select(r => r.Role).FirstOrDefault() ?? turn.Pack.FirstRole;
        ImmutableArray<string> roles = [.. new[] { role, above }.Distinct()];
        turn.Emit(
            EventTypes.DeadlineBreached,
            [.. roles.Select(r => new Notice(NoticeKinds.SlaBreached, Recipient.Role(r), deadline.Id))],
            ("deadline", deadline.Id),
            ("rule", deadline.RuleId));
    }

    // The rule of the amounts and steps stands last, after that of the form.
    private static string Rule(Approval approval) => approval.Source.RuleIds[^1];

    private static Approval Find(PolicyPack pack, string id) => pack.Approvals.First(a => a.Id == id);
}
