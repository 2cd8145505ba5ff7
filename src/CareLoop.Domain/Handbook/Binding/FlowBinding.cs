using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook.Binding;

/// <summary>Approvals, follow-ups and what a pack takes out of the stage model.</summary>
internal static class FlowBinding
{
    public static Approval Approval(NodeReader node)
    {
        var approval = new Approval(
            node.Text("id"),
            node.Local("name"),
            node.Texts("solutionKind"),
            node.Texts("types"),
            node.OptionalText("form"),
            node.List("steps", Step),
            node.Clock("stepClock", "stepAmount"),
            node.Text("calendar"),
            node.Texts("reasons"),
            node.Source());
        if (node.OptionalText("onTimeout") is { } timeout and not "notifyNext")
            node.Report(node.PlaceOf("onTimeout"), $"'onTimeout: {timeout}' is not allowed: time never approves.", "Write onTimeout: notifyNext.", "V-07");
        if (node.OptionalText("onReject") is { } reject and not "Investigating")
            node.Report(node.PlaceOf("onReject"), $"'onReject: {reject}' is not allowed.", "Write onReject: Investigating.", "V-07");
        return approval;
    }

    public static FollowUpPlan Plan(NodeReader node)
    {
        var attempts = node.Object("attempts");
        var plan = new FollowUpPlan(
            node.Text("id"),
            node.Local("name"),
            node.Texts("trigger"),
            node.Int("opensDay"),
            node.Int("dueDay"),
            node.Text("mode"),
            node.List("modeOverrides", o => new ModeOverride(o.Texts("when"), o.Text("mode"), o.OptionalText("rule"))),
            node.Decimal("coverage"),
            attempts is null ? AttemptRule.Default : new(attempts.Int("max"), attempts.Int("minGapBusinessHours"), attempts.Int("minDates")),
            node.Int("maxQuestions"),
            node.Text("calendar"),
            node.Source());
        attempts?.Done();
        return plan;
    }

    /// <summary>A transition the pack does without, as <c>From&gt;To</c>.</summary>
    public static string RemovedTransition(NodeReader node)
    {
        var key = $"{node.Text("from")}>{node.Text("to")}";
        if (!node.Bool("remove", fallback: false))
            node.Report(node.Place, $"The transition {key} is not marked remove: a pack may only take transitions away.", "Add remove: true, or delete the entry.");
        node.Source();
        return key;
    }

    private static ApprovalStep Step(NodeReader node) =>
        new(node.Int("order"), node.Text("role"), (long)(node.Decimal("fromExclusive") * 100));
}
