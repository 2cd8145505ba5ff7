using CareLoop.Functions.Api;
using CareLoop.Functions.Notifications.Webhooks;
using static CareLoop.Functions.Api.ProblemKind;
using static CareLoop.Functions.Operations.ApiParameters;

namespace CareLoop.Functions.Operations;

/// <summary>The part of the API's description that is about partners' endpoints.</summary>
internal static class WebhookOperations
{
    private static readonly ApiParameter Webhook = new("webhook", "path", true, new("推送地址编号", "Id of the endpoint"));

    private static readonly ApiParameter IfMatch = new("If-Match", "header", true, new(
        "读取推送地址时得到的 ETag", "The ETag the endpoint was read with"));

    private static readonly ProblemKind[] Token = [TokenMissing, TokenInvalid, NotPermitted];
    private static readonly ProblemKind[] One = [.. Token, NotFound, OtherSite];
    private static readonly ProblemKind[] Body = [ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("CreateWebhook", "post", "/api/webhooks", new("登记推送地址(经理、运维);密钥只在此时给出", "Add an endpoint (managers, operators); its secret is given now and never again"))
        {
            Parameters = [Key],
            Accepts = [("application/json", "WebhookNew")],
            Answers =
            [
                ("201", new("已登记,附密钥", "Added, with its secret"), "Webhook"),
                ("200", new("相同的提交此前已登记", "The same submission added it before"), "Webhook"),
            ],
            Problems = [.. Token, OtherSite, .. Body, IdempotencyKeyMissing, IdempotencyKeyReused, TooManyEndpoints],
        },
        new("ListWebhooks", "get", "/api/webhooks", new("查看推送地址", "List endpoints"))
        {
            Answers = [("200", new("推送地址,先登记的在前", "Endpoints, the oldest first"), "Webhooks")],
            Problems = Token,
        },
        new("GetWebhook", "get", "/api/webhooks/{webhook}", new("查看一个推送地址", "Read an endpoint"))
        {
            Parameters = [Webhook],
            Answers = [("200", new("推送地址", "The endpoint"), "Webhook")],
            Problems = [.. Token, NotFound],
        },
        new("ChangeWebhook", "put", "/api/webhooks/{webhook}", new("修改、停用或启用推送地址", "Change, disable or enable an endpoint"))
        {
            Parameters = [Webhook, IfMatch],
            Accepts = [("application/json", "WebhookChange")],
            Answers = [("200", new("已修改", "Changed"), "Webhook")],
            Problems = [.. One, .. Body, IfMatchMissing, EntryChanged],
        },
        new("RotateWebhookSecret", "post", "/api/webhooks/{webhook}/secret", new(
            "更换密钥;旧密钥 24 小时内同时签名", "Change the secret; the old one signs beside it for 24 hours"))
        {
            Parameters = [Webhook, Key],
            Answers = [("200", new("推送地址,附新密钥", "The endpoint with its new secret"), "Webhook")],
            Problems = [.. One, IdempotencyKeyMissing, EntryChanged],
        },
        new("DeleteWebhook", "delete", "/api/webhooks/{webhook}", new("删除推送地址", "Delete an endpoint"))
        {
            Parameters = [Webhook, IfMatch],
            Answers = [("204", new("已删除", "Deleted"), null)],
            Problems = [.. One, IfMatchMissing, EntryChanged],
        },
        new("ListWebhookDeliveries", "get", "/api/webhooks/{webhook}/deliveries", new("查看推送记录", "Read the delivery log of an endpoint"))
        {
            Parameters =
            [
                Webhook,
                Status<DeliveryStatus>(),
                Limit,
                Page,
            ],
            Answers = [("200", new("推送记录,新的事件在前", "Deliveries, the newest event first"), "WebhookDeliveries")],
            Problems = [.. Token, NotFound, RequestInvalid],
        },
        new("ReplayWebhookDelivery", "post", "/api/webhooks/{webhook}/deliveries/{delivery}/replay", new("重新推送一个事件", "Send one event again"))
        {
            Parameters = [Webhook, new("delivery", "path", true, new("推送记录编号", "Id of the delivery")), Key],
            Answers = [("202", new("将重新推送", "It will be sent again"), null)],
            Problems = [.. One, IdempotencyKeyMissing, EndpointDisabled],
        },
        new("ReplayFailedWebhookDeliveries", "post", "/api/webhooks/{webhook}/replay-failed", new(
            "重新推送全部失败的事件", "Send again everything that was given up"))
        {
            Parameters = [Webhook, Key],
            Answers = [("202", new("将重新推送", "They will be sent again"), null)],
            Problems = [.. One, IdempotencyKeyMissing, EndpointDisabled],
        },
    ];
}
