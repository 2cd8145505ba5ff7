using System.Collections.Immutable;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Penalties;

/// <summary>Why a proposal is not decided, in words.</summary>
internal static class PenaltyProblems
{
    public const string Confirm = "confirm";

    public static ImmutableArray<string> Decisions { get; } = [Confirm, "dismiss"];

    public static ApiProblem Of(PenaltyRefusal refusal, PenaltyProposal proposal, PenaltyRule rule, string? reason) => refusal switch
    {
        PenaltyRefusal.AboutYourself => Denied(proposal, rule, new("不能处理针对本人的扣罚建议。", "Nobody decides about himself.")),
        PenaltyRefusal.NotYourRole => Denied(proposal, rule, new("只有规定的岗位可以确认或驳回。", "Only the role named decides.")),
        PenaltyRefusal.Decided => Closed(rule, new("该建议已有结论,不能再次处理。", "It was decided before, and is not decided again.")),
        PenaltyRefusal.Withdrawn => Closed(rule, new("工单已改,该建议已撤回。", "The case was changed, and the proposal withdrawn.")),
        PenaltyRefusal.ReasonMissing => new ApiProblem(ProblemKind.FieldMissing)
        {
            Errors = [new FieldError("reason", new("不予扣罚须说明原因。", "A dismissal says why."))],
            Allowed = PenaltyDecider.DismissReasons,
        },
        PenaltyRefusal.ReasonNotAsked => new ApiProblem(ProblemKind.ImpossibleValue)
        {
            Errors = [new FieldError("reason", new("确认时不填原因,请删除此字段。", "A confirmation has no reason of its own; leave the field out."))],
        },
        PenaltyRefusal.ReasonUnknown => Unknown("reason", reason!, PenaltyDecider.DismissReasons),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
    };

    public static ApiProblem Unknown(string field, string value, ImmutableArray<string> known) => new(ProblemKind.UnknownValue)
    {
        Errors = [new FieldError(field, new($"不认识“{value}”。", $"'{value}' is not known."))],
        Allowed = known,
    };

    private static ApiProblem Denied(PenaltyProposal proposal, PenaltyRule rule, LocalText detail) => new(ProblemKind.NotPermitted)
    {
        Denied = new(proposal.Site, proposal.RaisedBy.CaseId),
        RuleId = rule.Source.RuleId,
        Allowed = [rule.ConfirmRole],
        Detail = detail,
    };

    private static ApiProblem Closed(PenaltyRule rule, LocalText detail) => new(ProblemKind.PenaltyClosed) { RuleId = rule.Source.RuleId, Detail = detail };
}
