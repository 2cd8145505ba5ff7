using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Cases;

/// <summary>Turns the domain's refusals into problems.</summary>
internal static class Refusals
{
    public static void ThrowIfRefused(CommandOutcome outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            throw ToProblem(refusal);
        }
    }

    public static ApiProblem ToProblem(Refusal refusal) => new(KindOf(refusal.Reason))
    {
        Allowed = refusal.Allowed,
        RuleId = refusal.RuleId,
        Errors = refusal.Field is { } field ? [new FieldError(field, DetailOf(refusal))] : ImmutableArray<FieldError>.Empty,
    };

    private static ProblemKind KindOf(RefusalReason reason) => reason switch
    {
        RefusalReason.NotInThisStatus => ProblemKind.CommandNotAllowed,
        RefusalReason.NotYourRole => ProblemKind.NotPermitted,
        RefusalReason.OwnRequest => ProblemKind.OwnRequest,
        RefusalReason.Stale => ProblemKind.StaleVersion,
        RefusalReason.Missing => ProblemKind.FieldMissing,
        RefusalReason.UnknownValue => ProblemKind.UnknownValue,
        RefusalReason.Impossible => ProblemKind.ImpossibleValue,
        RefusalReason.GateOpen => ProblemKind.GateOpen,
        RefusalReason.TooLate => ProblemKind.TooLate,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    private static LocalText DetailOf(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.Missing => new("此步骤必填。", "Required at this step."),
        RefusalReason.UnknownValue => new($"“{refusal.Value}”不在手册范围内。", $"The handbook does not know '{refusal.Value}'."),
        RefusalReason.Impossible => new($"“{refusal.Value}”不可能成立。", $"'{refusal.Value}' cannot be."),
        RefusalReason.NotYourRole => new($"“{refusal.Value}”须由有权的岗位设定或改回。", $"'{refusal.Value}' is set and taken back by the roles allowed to."),
        _ => new("请检查此字段。", "Check this field."),
    };
}
