using CareLoop.Functions.Api;
using static CareLoop.Functions.Api.ProblemKind;
using static CareLoop.Functions.Operations.ApiParameters;

namespace CareLoop.Functions.Operations;

/// <summary>What operators and customers can ask about notices on their way to customers.</summary>
internal static class DeliveryOperations
{
    private static readonly ProblemKind[] Token = [TokenMissing, TokenInvalid, NotPermitted];
    private static readonly ProblemKind[] Body = [ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("ListDeliveries", "get", "/api/operations/deliveries", new("运维:查看结果不明或未送达的客户通知", "Operators: list notices that did not, or may not have, reached the customer"))
        {
            Parameters = [Limit, Page],
            Answers = [("200", new("通知,只含编号", "Notices, ids only"), "Deliveries")],
            Problems = [.. Token, RequestInvalid],
        },
        new("ReplayDelivery", "post", "/api/operations/deliveries/replay", new("运维:重新发送一条客户通知", "Operators: send a notice to its customer again"))
        {
            Accepts = [("application/json", "DeliveryReplay")],
            Answers = [("200", new("将从首选方式重新发送", "It is tried again from the first way on"), "Delivery")],
            Problems = [.. Token, .. Body, NotFound],
        },
        new("DiscardDelivery", "post", "/api/operations/deliveries/discard", new("运维:说明原因并了结一条客户通知", "Operators: settle a notice with a reason"))
        {
            Accepts = [("application/json", "DeliveryDiscard")],
            Answers = [("200", new("已了结", "Settled"), "Delivery")],
            Problems = [.. Token, .. Body, UnknownValue, NotFound],
        },
        new("GetConsents", "get", "/api/consents", new("客户:可订阅的微信消息及剩余次数", "Customers: WeChat messages to subscribe to, and how many are left"))
        {
            Answers = [("200", new("可订阅的消息", "Messages to subscribe to"), "Consents")],
            Problems = Token,
        },
        new("GiveConsents", "post", "/api/consents", new("客户:登记已同意接收的微信订阅消息", "Customers: record consents to WeChat subscription messages"))
        {
            Parameters = [Key],
            Accepts = [("application/json", "ConsentsGiven")],
            Answers = [("200", new("可订阅的消息", "Messages to subscribe to"), "Consents")],
            Problems = [.. Token, .. Body, IdempotencyKeyMissing, UnknownValue],
        },
    ];
}
