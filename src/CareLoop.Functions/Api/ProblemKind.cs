using CareLoop.Domain.Words;
namespace CareLoop.Functions.Api;

/// <summary>One entry of the problem catalogue (RFC 9457): stable code, HTTP status, what it means, and what to do.</summary>
public sealed record ProblemKind(string Code, int Status, LocalText Title, LocalText Remedy)
{
    public static readonly ProblemKind TokenMissing = new("token-missing", 401,
        new("需要登录令牌", "A token is required"),
        new("请在 Authorization 请求头中携带 Bearer 令牌。", "Send an Authorization header with a Bearer token."));

    public static readonly ProblemKind TokenInvalid = new("token-invalid", 401,
        new("令牌无效或已过期", "The token is invalid or has expired"),
        new("请重新登录以获取新的令牌。", "Sign in again to get a new token."));

    public static readonly ProblemKind NotPermitted = new("not-permitted", 403,
        new("您无权执行此操作", "You may not do this"),
        new("请由具备所列角色的同事办理。", "Ask a colleague who holds one of the listed roles."));

    public static readonly ProblemKind OtherSite = new("other-site", 403,
        new("该工单不属于您负责的站点", "The case belongs to another site"),
        new("请联系该站点的负责人。", "Contact the people in charge of that site."));

    public static readonly ProblemKind OwnRequest = new("own-request", 403,
        new("不能审批自己提交的申请", "You may not decide a request of your own"),
        new("请由另一位具备该审批权限的同事办理。", "Ask another colleague who may decide this step."));

    public static readonly ProblemKind CaseNotFound = new("case-not-found", 404,
        new("没有找到该工单", "There is no such case"),
        new("请核对工单编号。", "Check the case number."));

    public static readonly ProblemKind NotFound = new("not-found", 404,
        new("没有找到所请求的内容", "What you asked for does not exist"),
        new("请核对地址。", "Check the address."));

    public static readonly ProblemKind ContentTypeUnsupported = new("content-type-unsupported", 415,
        new("不支持的内容类型", "The content type is not supported"),
        new("请使用所列的 Content-Type。", "Use one of the listed content types."));

    public static readonly ProblemKind JsonMalformed = new("json-malformed", 400,
        new("JSON 格式错误", "The JSON is malformed"),
        new("请修正所指位置的内容后重新提交。", "Correct the text at the position named and send it again."));

    public static readonly ProblemKind RequestInvalid = new("request-invalid", 400,
        new("提交的内容有误", "The request is not complete or not valid"),
        new("请按 errors 中的提示逐项修改。", "Correct each field listed in errors."));

    public static readonly ProblemKind BodyTooLarge = new("body-too-large", 413,
        new("提交的内容过大", "The request is too large"),
        new("请减少照片数量,或逐张上传。", "Send fewer photos, or send them one by one."));

    public static readonly ProblemKind IdempotencyKeyMissing = new("idempotency-key-missing", 400,
        new("缺少 Idempotency-Key 请求头", "The Idempotency-Key header is missing"),
        new("请为每次新提交生成一个唯一值;重试时使用同一个值。", "Send a fresh unique value with every new submission and the same value when you retry it."));

    public static readonly ProblemKind IdempotencyKeyReused = new("idempotency-key-reused", 422,
        new("该 Idempotency-Key 已用于不同的内容", "This Idempotency-Key was used for different content"),
        new("内容不同的提交请换用新的值。", "Use a new value for a submission with other content."));

    public static readonly ProblemKind ErasureBarred = new("erasure-barred", 409,
        new("该客户的资料目前还不能删除", "The customer's data cannot be erased yet"),
        new("请按 errors 中每一单所列的办法先行处理,再重新提交。", "Do what errors names for each case first, and ask again."));

    public static readonly ProblemKind CommandNotAllowed = new("command-not-allowed", 409,
        new("当前状态下不能执行此操作", "The case's status does not allow this"),
        new("可执行的操作见 allowed。", "The commands listed under allowed are possible now."));

    public static readonly ProblemKind GateOpen = new("gate-open", 409,
        new("工单尚不满足归档条件", "The case cannot be closed yet"),
        new("请先补齐 allowed 中列出的事项。", "Complete what is listed under allowed first."));

    public static readonly ProblemKind TooLate = new("too-late", 409,
        new("已超过可重开的期限", "The reopening window is over"),
        new("请新建工单,系统会关联原工单。", "Open a new case; it will be linked to this one."));

    public static readonly ProblemKind StaleVersion = new("stale-version", 412,
        new("工单已被他人更新", "Somebody else has changed the case"),
        new("请重新读取工单,确认后再提交。", "Read the case again, check it, and send your change with the new ETag."));

    public static readonly ProblemKind UnknownValue = new("unknown-value", 422,
        new("取值不在手册范围内", "The handbook does not know this value"),
        new("可用的取值见 allowed。", "Use one of the values listed under allowed."));

    public static readonly ProblemKind FieldMissing = new("field-missing", 422,
        new("缺少此步骤必填的内容", "This step needs a field that is missing"),
        new("请补充 errors 中列出的字段。", "Add the field listed in errors."));

    public static readonly ProblemKind ImpossibleValue = new("impossible-value", 422,
        new("取值不可能成立", "The value cannot be"),
        new("请修改 errors 中列出的字段。", "Correct the field listed in errors."));

    public static readonly ProblemKind IfMatchMissing = new("if-match-missing", 428,
        new("缺少 If-Match 请求头", "The If-Match header is missing"),
        new("请先读取条目,再以得到的 ETag 作为 If-Match 提交。", "Read the entry first and send its ETag as If-Match."));

    public static readonly ProblemKind EntryChanged = new("entry-changed", 412,
        new("该条目已被他人修改", "Somebody else has changed the entry"),
        new("请重新读取,确认后再提交。", "Read it again, check it, and send your change with the new ETag."));

    public static readonly ProblemKind EntryInUse = new("entry-in-use", 409,
        new("该条目仍被引用", "Other entries still name this one"),
        new("请先修改 allowed 中列出的条目。", "Change the entries listed under allowed first."));

    public static readonly ProblemKind CasesWithoutOwner = new("cases-without-owner", 409,
        new("此变更会使未结工单无人负责", "The change would leave open cases without anybody in charge"),
        new("请先交接 allowed 中列出的工单。", "Hand over the cases listed under allowed first."));

    public static readonly ProblemKind CasesUnexplained = new("cases-unexplained", 409,
        new("仍有未说明的未结工单,班次不能关闭", "Open cases are not explained; the shift cannot be closed"),
        new("请为 allowed 中列出的工单逐项填写说明。", "Explain each case listed under allowed."));

    public static readonly ProblemKind HandoverClosed = new("handover-closed", 409,
        new("现在不能接此班", "This handover cannot be taken over or changed now"),
        new("请按 detail 的说明处理,或联系主管。", "Do as the detail says, or ask a supervisor."));

    public static readonly ProblemKind DutyClosed = new("duty-closed", 409,
        new("现在不能完成此例行任务", "This duty cannot be done now"),
        new("请按 detail 的说明处理,或重新读取任务列表。", "Do as the detail says, or read the list of duties again."));

    public static readonly ProblemKind EvidenceRefused = new("evidence-refused", 422,
        new("照片未被接收", "The photo was not accepted"),
        new("请按说明更换照片后重新上传。", "Replace the photo as described and upload it again."));

    public static readonly ProblemKind RangeNotSatisfiable = new("range-not-satisfiable", 416,
        new("所请求的字节范围不存在", "There are no such bytes"),
        new("Content-Range 给出照片的总字节数,请在其中取范围,或去掉 Range。", "Content-Range gives the size of the photo: ask for bytes within it, or leave Range out."));

    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429,
        new("请求过于频繁", "There are too many requests"),
        new("请在 Retry-After 指明的秒数之后重试。", "Try again after the seconds named in Retry-After."));

    public static readonly ProblemKind SignInUnavailable = new("sign-in-unavailable", 503,
        new("暂时无法核验登录令牌", "Tokens cannot be checked at the moment"),
        new("登录服务暂不可用,请在 Retry-After 指明的秒数之后重试。", "The sign-in service cannot be reached; try again after the seconds named in Retry-After."));

    public static readonly ProblemKind SignInCodeRefused = new("sign-in-code-refused", 401,
        new("登录凭证无效或已使用", "The sign-in code is invalid or was used before"),
        new("请重新调用 wx.login 获取新的 code 后再登录。", "Call wx.login again and sign in with the new code."));

    public static readonly ProblemKind PlatformUnavailable = new("platform-unavailable", 503,
        new("渠道平台暂时无法使用", "The channel's platform cannot be used at the moment"),
        new("请在 Retry-After 指明的秒数之后重试;若持续如此,请联系管理员。", "Try again after the seconds named in Retry-After; if it goes on, tell an operator."));

    public static readonly ProblemKind AuditUnavailable = new("audit-unavailable", 503,
        new("暂时无法写入审计记录", "The audit record cannot be written at the moment"),
        new("没有审计记录就不提供个人信息、也不接收操作,请稍后用同一 Idempotency-Key 重试。", "Nothing personal is shown and nothing accepted without a record of it; try again later with the same Idempotency-Key."));

    public static readonly ProblemKind DeadLetterBusy = new("dead-letter-busy", 409,
        new("暂时取不到该死信", "The dead letter cannot be taken right now"),
        new("另一位同事可能正在处理,或前面的死信过多:请先处理较早的,或一分钟后用同一 Idempotency-Key 重试。",
            "Somebody else may be at it, or too many are older: work off the oldest first, or retry in a minute with the same Idempotency-Key."));

    public static readonly ProblemKind TooManyEndpoints = new("too-many-endpoints", 409,
        new("推送地址已达上限", "There are as many webhook endpoints as there may be"),
        new("请先删除不再使用的推送地址。", "Delete one that is not used any more first."));

    public static readonly ProblemKind EndpointDisabled = new("endpoint-disabled", 409,
        new("该推送地址已停用", "The webhook endpoint is disabled"),
        new("请先将 enabled 改为 true 启用,再重新推送。", "Enable it first, by changing enabled to true."));

    public static readonly ProblemKind ConversationTaken = new("conversation-taken", 409,
        new("对话的接待状态不允许此操作", "Who answers this conversation does not allow it"),
        new("请先查看由谁接待;需要时请对方交回。", "See who answers it, and ask them to hand it back if need be."));

    public static readonly ProblemKind PenaltyClosed = new("penalty-closed", 409,
        new("该扣罚建议不能再处理", "The penalty proposal cannot be decided any more"),
        new("请按 detail 的说明查看现在的结论。", "See what was decided, as the detail says."));

    public static readonly ProblemKind InternalError = new("internal-error", 500,
        new("系统出现内部错误", "Something went wrong on our side"),
        new("请稍后用同一 Idempotency-Key 重试;若仍失败,请把 traceId 告知管理员。", "Retry later with the same Idempotency-Key; if it fails again, give the traceId to an operator."));

    /// <summary>The whole catalogue, for the documentation and its test.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        TokenMissing, TokenInvalid, NotPermitted, OtherSite, OwnRequest, CaseNotFound, NotFound, ContentTypeUnsupported, JsonMalformed,
        RequestInvalid, BodyTooLarge, IdempotencyKeyMissing, IdempotencyKeyReused, CommandNotAllowed, GateOpen, TooLate,
        StaleVersion, UnknownValue, FieldMissing, ImpossibleValue, IfMatchMissing, EntryChanged, EntryInUse,
        CasesWithoutOwner, CasesUnexplained, HandoverClosed, DutyClosed, ConversationTaken, PenaltyClosed, ErasureBarred, EvidenceRefused, RangeNotSatisfiable, DeadLetterBusy, TooManyEndpoints, EndpointDisabled, TooManyRequests,
        SignInUnavailable, SignInCodeRefused, PlatformUnavailable, AuditUnavailable, InternalError,
    ];
}
