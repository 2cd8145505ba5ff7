using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Cases.Clockwork;

namespace CareLoop.Domain.CarePlans;

/// <summary>A contact counts when its content is recorded: the check list, or a result (EDU-QUO-01, COM-FU-05).</summary>
internal static class CareCompletion
{
    private static ImmutableArray<string> TestStates { get; } = ["NotBooked", "Booked"];

    public static Refusal? Apply(CareTurn turn, CareCommand.Complete command, Actor actor, DateTimeOffset at, CareFacts facts)
    {
        if ((Bad(turn, command, facts) ?? CareDecider.BadMode(turn, command.Mode, command.OverrideReason, at)) is { } refusal)
            return refusal;
        var settled = CareCheckList.Settled(turn.Plan, command.Items, facts);
        turn.Finish(FollowUpStatus.Completed, command.Result, command.Mode, at);
        turn.Change(t => t with { Items = command.Items, NewCase = command.NewCase, RaisedOpinion = command.RaisesOpinion });
        var leads = BirthdayCalls.File(turn, command.Lead, facts);
        turn.Emit(
            EventTypes.FollowUpCompleted,
            at,
            actor,
            [.. Posted(turn), .. leads],
            ("result", command.Result),
            ("mode", command.Mode),
            ("items", turn.Plan.CheckList.IsEmpty ? null : $"{settled.Length}/{turn.Plan.CheckList.Length}"),
            ("opinion", command.RaisesOpinion ? "Open" : null),
            ("test", command.Test),
            ("lead", command.Lead),
            ("case", command.NewCase));
        return null;
    }

    private static Refusal? Bad(CareTurn turn, CareCommand.Complete command, CareFacts facts)
    {
        var plan = turn.Plan;
        var results = FollowingUp.Results.Remove(FollowingUp.Unreachable);
        if (command.Result is { } result && !results.Contains(result))
            return new(RefusalReason.UnknownValue, "result", result, results, "COM-FU-05");
        if (command.Test is { } test && !TestStates.Contains(test))
            return new(RefusalReason.UnknownValue, "test", test, TestStates, plan.Source.RuleId);
        if (command.Items.Except(plan.CheckList).FirstOrDefault() is { } unknown)
            return new(RefusalReason.UnknownValue, "items", unknown, plan.CheckList, plan.Source.RuleId);
        if (command.Result is null && plan.CheckList.IsEmpty && plan.Mode == CareMode.Call)
            return new(RefusalReason.Missing, "result", null, results, "COM-FU-05");
        if (BirthdayCalls.Bad(plan, command.Lead) is { } unknownLead)
            return unknownLead;
        // Dissatisfaction without a case would end here and never be dealt with.
        if (command is { Result: FollowingUp.Dissatisfied, NewCase: null })
            return new(RefusalReason.Missing, "newCase", null, [], "COM-FU-04");
        var missing = command.Result == FollowingUp.Refused ? [] : CareCheckList.Missing(plan, command.Items, facts);
        return missing.IsEmpty ? null : new(RefusalReason.GateOpen, "items", null, missing, plan.Source.RuleId);
    }

    // Whoever posts the notice also sends it (DEV-WAR-01).
    private static ImmutableArray<Notice> Posted(CareTurn turn) =>
        turn.Plan is { Mode: CareMode.Notice, Anchor: CareAnchor.WarrantyEnd }
            ? [new(NoticeKinds.WarrantyExpiring, Recipient.Customer(turn.Task.CustomerKey))]
            : [];
}
