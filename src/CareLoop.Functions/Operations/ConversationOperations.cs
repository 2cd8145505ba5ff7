using CareLoop.Functions.Api;
using static CareLoop.Functions.Api.ProblemKind;
using static CareLoop.Functions.Operations.ApiParameters;

namespace CareLoop.Functions.Operations;

/// <summary>The part of the API's description about channels and conversations.</summary>
internal static class ConversationOperations
{
    private static readonly ApiParameter Conversation = new("conversation", "path", true, new("对话编号", "Conversation"));
    private static readonly ApiParameter[] Account =
    [
        new("platform", "path", true, new("平台,如 wechat、webhook", "Platform, such as wechat or webhook")),
        new("account", "path", true, new("我方账号的名称", "Our name for the account")),
    ];

    private static readonly ProblemKind[] Reading = [TokenMissing, TokenInvalid, NotPermitted, OtherSite, NotFound, RequestInvalid];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        Receiving("get", new("平台核验回调地址", "A platform checks its callback address")),
        Receiving("post", new("平台推送消息;签名即认证,先存后答", "A platform delivers messages; its signature is the authentication, and what is answered is stored")),
        new("ListConversations", "get", "/api/sites/{site}/conversations", new("需要人工或正由人工接待的对话", "Conversations that need a person or have one"))
        {
            Parameters = [Site, Limit, Page],
            Answers = [("200", new("对话", "Conversations"), "Conversations")],
            Problems = [TokenMissing, TokenInvalid, NotPermitted, OtherSite, RequestInvalid],
        },
        new("GetConversation", "get", "/api/conversations/{conversation}", new("查看对话的消息", "Read a conversation's messages"))
        {
            Parameters = [Conversation, Limit, Page],
            Answers = [("200", new("消息,按先后", "Messages, oldest first"), "ConversationMessages")],
            Problems = Reading,
        },
        new("GiveConversationOrder", "post", "/api/conversations/{conversation}/commands", new(
            "接待、交回、另立一案或移到其他工单", "Take over, hand back, split messages off or move them to a case"))
        {
            Parameters = [Conversation, Key],
            Accepts = [("application/json", "ConversationOrder")],
            Answers =
            [
                ("200", new("已执行", "Carried out"), "Conversation"),
                ("202", new("已接收,稍后执行", "Taken in, carried out in a moment"), "Conversation"),
            ],
            Problems =
            [
                .. Reading, CaseNotFound, IdempotencyKeyMissing, IdempotencyKeyReused, ContentTypeUnsupported, JsonMalformed, BodyTooLarge, UnknownValue,
                ImpossibleValue, ConversationTaken,
            ],
        },
    ];

    private static ApiOperation Receiving(string method, Domain.Words.LocalText summary) => new("ReceivePush", method, "/api/channels/{platform}/{account}", summary)
    {
        Parameters = Account,
        Answers = [("200", new("平台所要求的确认", "The acknowledgement the platform asks for"), null)],
        Problems = [NotFound, RequestInvalid, BodyTooLarge, TooManyRequests],
        NeedsToken = false,
    };
}
