using CareLoop.Domain.Penalties;
using CareLoop.Functions.Api;
using static CareLoop.Functions.Api.ProblemKind;
using static CareLoop.Functions.Operations.ApiParameters;

namespace CareLoop.Functions.Operations;

/// <summary>The part of the API's description that is about penalty proposals.</summary>
internal static class PenaltyOperations
{
    private static readonly ProblemKind[] Token = [TokenMissing, TokenInvalid, NotPermitted];
    private static readonly ProblemKind[] Body = [ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("ListPenalties", "get", "/api/penalties", new(
            "查看扣罚建议(确认人与经理看本站点的,员工看自己的),按月份", "List penalty proposals by month: those of the site for who decides and for managers, one's own for everybody"))
        {
            Parameters =
            [
                new("month", "query", false, new("月份,例如 2026-03", "Month, such as 2026-03")),
                new("site", "query", false, new("站点;负责的站点较多时必填", "Site; needed by who answers for many")),
                new("person", "query", false, new("员工编号", "Staff id")),
                Status<PenaltyStatus>(),
                Limit,
                Page,
            ],
            Answers = [("200", new("扣罚建议", "Penalty proposals"), "Penalties")],
            Problems = [.. Token, RequestInvalid],
        },
        new("DecidePenalty", "post", "/api/penalties/{penalty}/decision", new(
            "确认扣罚建议,或说明原因不予扣罚(规定的岗位,本人除外)", "Confirm a penalty proposal, or dismiss it with a reason (the role named, never the person concerned)"))
        {
            Parameters = [new("penalty", "path", true, new("扣罚建议编号", "Id of the proposal")), Key],
            Accepts = [("application/json", "PenaltyDecision")],
            Answers = [("200", new("扣罚建议", "The proposal"), "Penalty")],
            Problems = [.. Token, .. Body, NotFound, PenaltyClosed, UnknownValue, FieldMissing, ImpossibleValue, IdempotencyKeyMissing, IdempotencyKeyReused],
        },
    ];
}
