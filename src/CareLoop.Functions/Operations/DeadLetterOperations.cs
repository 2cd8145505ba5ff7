using CareLoop.Functions.Api;
using static CareLoop.Functions.Api.ProblemKind;
using static CareLoop.Functions.Operations.ApiParameters;

namespace CareLoop.Functions.Operations;

/// <summary>The operators' part of the API's description.</summary>
internal static class DeadLetterOperations
{
    private static readonly ApiParameter Entity = new("entity", "query", true, new(
        "队列,或主题与订阅,如 deliveries、case-events/customer", "Queue, or topic and subscription, such as deliveries or case-events/customer"));

    private static readonly ProblemKind[] Token = [TokenMissing, TokenInvalid, NotPermitted];

    private static readonly ProblemKind[] Deciding =
    [
        .. Token, IdempotencyKeyMissing, IdempotencyKeyReused, ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge, UnknownValue,
        NotFound, DeadLetterBusy,
    ];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("ListDeadLetters", "get", "/api/operations/dead-letters", new("运维:查看死信", "Operators: list dead letters"))
        {
            Parameters = [Entity, Page],
            Answers = [("200", new("死信,只含编号", "Dead letters, ids only"), "DeadLetters")],
            Problems = [.. Token, UnknownValue, RequestInvalid],
        },
        new("ReplayDeadLetter", "post", "/api/operations/dead-letters/replay", new("运维:重新投递一条死信", "Operators: send a dead letter again"))
        {
            Parameters = [Key],
            Accepts = [("application/json", "DeadLetterReplay")],
            Answers = [("200", new("已重新投递到原处", "Sent again to where it came from"), "DeadLetterOutcome")],
            Problems = Deciding,
        },
        new("DiscardDeadLetter", "post", "/api/operations/dead-letters/discard", new("运维:说明原因并丢弃一条死信", "Operators: discard a dead letter with a reason"))
        {
            Parameters = [Key],
            Accepts = [("application/json", "DeadLetterDiscard")],
            Answers = [("200", new("已丢弃", "Discarded"), "DeadLetterOutcome")],
            Problems = Deciding,
        },
    ];
}
