using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using static CareLoop.Functions.Api.ProblemKind;
using static CareLoop.Functions.Operations.ApiParameters;

namespace CareLoop.Functions.Operations;

/// <summary>One HTTP function as the API's description shows it.</summary>
internal sealed record ApiOperation(string Function, string Method, string Path, LocalText Summary)
{
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    public IReadOnlyList<(string MediaType, string Schema)> Accepts { get; init; } = [];

    public string Produces { get; init; } = "application/json";

    public required IReadOnlyList<(string Status, LocalText Meaning, string? Schema)> Answers { get; init; }

    public IReadOnlyList<ProblemKind> Problems { get; init; } = [];

    public bool NeedsToken { get; init; } = true;

    /// <summary>For machine callers: a function key in place of a token.</summary>
    public bool NeedsKey { get; init; }
}

/// <summary>A parameter in path, query or header.</summary>
internal sealed record ApiParameter(string Name, string In, bool Required, LocalText Meaning)
{
    public JsonObject ToJson(Language language) => new()
    {
        ["name"] = Name,
        ["in"] = In,
        ["required"] = Required,
        ["description"] = Meaning.In(language),
        ["schema"] = new JsonObject { ["type"] = "string" },
    };
}

/// <summary>Every HTTP function. A test compares this list with the functions themselves.</summary>
internal static class ApiOperations
{
    private static readonly ApiParameter IfMatch = new("If-Match", "header", false, new("读取工单时得到的 ETag", "The ETag the case was read with"));
    private static readonly ApiParameter Prefer = new("Prefer", "header", false, new("respond-async:不等待处理结果;wait=秒数:最多多等这么久", "respond-async: do not wait for the outcome; wait=seconds: wait up to that much longer"));

    private static readonly ApiParameter PhotoHash = new("hash", "path", true, new("照片的 SHA-256", "SHA-256 of the photo"));
    private static readonly ApiParameter Range = new("Range", "header", false, new("只取一段字节,如 bytes=0-65535", "Some of its bytes only, such as bytes=0-65535"));
    private static readonly ApiParameter IfRange = new("If-Range", "header", false, new("先前得到的 ETag;照片不同则返回全部", "The ETag received before; a different photo is sent whole"));
    private static readonly ApiParameter Phase = new("phase", "query", false, new(
        "单张直接上传时:Before 处理前,After 处理后;表单中为同名字段", "With a single photo as the body: Before or After the work; in a form it is a field"));


    private static readonly ProblemKind[] Reading = [TokenMissing, TokenInvalid, CaseNotFound, OtherSite];
    private static readonly ProblemKind[] Writing = [IdempotencyKeyMissing, IdempotencyKeyReused, ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("OpenCase", "post", "/api/cases", new("受理:新建工单,可附照片", "Open a case, with photos if you have them"))
        {
            Parameters = [Key, Prefer],
            Accepts = [("application/json", "Intake"), ("multipart/form-data", "IntakeWithPhotos")],
            Answers =
            [
                ("201", new("已受理;refusedFiles 列出未接收的照片", "Opened; refusedFiles lists photos that were not kept"), "Case"),
                ("200", new("相同的提交此前已受理", "The same submission was opened before"), "Case"),
                ("202", new("已接收,稍后可查结果", "Accepted; look at the link later"), null),
            ],
            Problems = [TokenMissing, TokenInvalid, OtherSite, .. Writing],
        },
        new("GetMyCases", "get", "/api/cases", new("客户:查看我的工单", "Customers: list my cases"))
        {
            Parameters = [Limit, Page],
            Answers = [("200", new("本人的工单,新的在前", "Your cases, newest first"), "CustomerCases")],
            Problems = [TokenMissing, TokenInvalid, NotPermitted, RequestInvalid],
        },
        new("GetWorklist", "get", "/api/worklists/{worklist}", new("查看工作列表", "Read a worklist"))
        {
            Parameters =
            [
                new("worklist", "path", true, new(
                    "mine 我负责或代班的,open 本站点未结,unassigned 无人负责,overdue 已超时,closed 某月已结",
                    "mine, open (of the site), unassigned, overdue, or closed (in a month)")),
                new("site", "query", false, new("站点;只负责一个站点时可省略", "Site; may be left out by somebody who works for one only")),
                new("status", "query", false, new("状态", "Status")),
                new("type", "query", false, new("类型", "Case type")),
                new("category", "query", false, new("分类", "Category")),
                new("severity", "query", false, new("级别", "Severity")),
                new("counterparty", "query", false, new("商户或承包方编号", "Counterparty id")),
                new("owner", "query", false, new("首问责任人编号", "Staff id of the owner")),
                new("month", "query", false, new("closed 的月份,如 2026-03,默认本月", "Month of closed, such as 2026-03; this month unless given")),
                Limit,
                Page,
            ],
            Answers = [("200", new("一页工单;未结的按最近时限排列,已结的新的在前", "A page of cases: open ones by their nearest limit, closed ones newest first"), "Worklist")],
            Problems = [TokenMissing, TokenInvalid, NotPermitted, OtherSite, NotFound, RequestInvalid],
        },
        new("FindCases", "post", "/api/cases/search", new("按工单编号或客户电话查找", "Find cases by number or by the customer's phone"))
        {
            Parameters = [Limit, Page],
            Accepts = [("application/json", "Search")],
            Answers = [("200", new("找到的工单,新的在前", "The cases found, newest first"), "Worklist")],
            Problems = [TokenMissing, TokenInvalid, NotPermitted, ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge],
        },
        new("GetCustomerCases", "get", "/api/cases/{caseNumber}/customer-cases", new("查看同一客户的全部工单", "List every case of the same customer"))
        {
            Parameters = [CaseNumber, Limit, Page],
            Answers = [("200", new("该客户在您站点的工单,新的在前", "The customer's cases at your sites, newest first"), "Worklist")],
            Problems = [NotPermitted, RequestInvalid, .. Reading],
        },
        new("GetGroupCases", "get", "/api/cases/{caseNumber}/group-cases", new("查看该群体事件的全部工单", "List the cases of the group this case leads"))
        {
            Parameters = [CaseNumber, Limit, Page],
            Answers = [("200", new("并入该事件的工单,按编号排列", "The cases that joined it, by number"), "Worklist")],
            Problems = [NotPermitted, RequestInvalid, .. Reading],
        },
        new("GetFollowingCases", "get", "/api/cases/{caseNumber}/following-cases", new("查看由该工单引出的工单", "List the cases that follow from this one"))
        {
            Parameters = [CaseNumber, Limit, Page],
            Answers = [("200", new("跟进个案,按编号排列", "The linked cases, by number"), "Worklist")],
            Problems = [NotPermitted, RequestInvalid, .. Reading],
        },
        new("GetCase", "get", "/api/cases/{caseNumber}", new("查看工单", "Read a case"))
        {
            Parameters = [CaseNumber],
            Answers = [("200", new("工单", "The case"), "Case")],
            Problems = Reading,
        },
        new("GetTimeline", "get", "/api/cases/{caseNumber}/timeline", new("查看处理过程", "Read what happened"))
        {
            Parameters = [CaseNumber],
            Answers = [("200", new("按时间排列的记录", "Everything in the order of time"), "Timeline")],
            Problems = Reading,
        },
        new("GetClocks", "get", "/api/cases/{caseNumber}/clocks", new("查看时限", "Read the deadlines"))
        {
            Parameters = [CaseNumber],
            Answers = [("200", new("全部时限及结果", "Every deadline and its result"), "Clocks")],
            Problems = [NotPermitted, .. Reading],
        },
        new("GiveCommand", "post", "/api/cases/{caseNumber}/commands", new("处理工单:执行一项操作", "Give the case a command"))
        {
            Parameters = [CaseNumber, Key, IfMatch, Prefer],
            Accepts = [("application/json", "Command")],
            Answers =
            [
                ("200", new("已执行", "Done"), "Case"),
                ("202", new("已接收,稍后可查结果", "Accepted; look at the link later"), null),
            ],
            Problems =
            [
                .. Reading, NotPermitted, .. Writing, CommandNotAllowed, GateOpen, TooLate, StaleVersion, UnknownValue, FieldMissing, ImpossibleValue,
            ],
        },
        new("GetCommand", "get", "/api/cases/{caseNumber}/commands/{commandId}", new("查看操作结果", "Read what became of a command"))
        {
            Parameters = [CaseNumber, new("commandId", "path", true, new("操作编号", "Command id"))],
            Answers = [("200", new("已执行", "Done"), null), ("202", new("处理中", "Waiting"), null)],
            Problems = [.. Reading, NotFound, NotPermitted, CommandNotAllowed, GateOpen, TooLate, StaleVersion, UnknownValue, FieldMissing, ImpossibleValue],
        },
        new("AddEvidence", "post", "/api/cases/{caseNumber}/evidence", new("上传凭证照片", "Add evidence photos"))
        {
            Parameters = [CaseNumber, Phase],
            Accepts = [("multipart/form-data", "Photos"), ("image/*", "Photo")],
            Answers = [("201", new("已保存", "Stored"), "EvidenceList")],
            Problems = [.. Reading, ContentTypeUnsupported, RequestInvalid, BodyTooLarge, UnknownValue, EvidenceRefused],
        },
        new("GetEvidence", "get", "/api/cases/{caseNumber}/evidence/{hash}", new("查看凭证照片", "Fetch an evidence photo"))
        {
            Parameters = [CaseNumber, PhotoHash, Range, IfRange],
            Produces = "image/*",
            Answers = [("200", new("照片", "The photo"), null), ("206", new("照片的一部分", "A part of the photo"), null)],
            Problems = [.. Reading, NotFound, RangeNotSatisfiable],
        },
        new("GetEvidence", "head", "/api/cases/{caseNumber}/evidence/{hash}", new("查看凭证照片的大小与类型", "Size and type of an evidence photo"))
        {
            Parameters = [CaseNumber, PhotoHash],
            Produces = "image/*",
            Answers = [("200", new("只有响应头", "Headers only"), null)],
            Problems = [.. Reading, NotFound],
        },
        new("GetInbox", "get", "/api/inbox", new("查看我的通知", "Read my notices"))
        {
            Parameters = [Limit, Page],
            Answers = [("200", new("通知,新的在前", "Notices, newest first"), "Inbox")],
            Problems = [TokenMissing, TokenInvalid, RequestInvalid],
        },
        .. DirectoryOperations.All,
        .. CareOperations.All,
        .. PenaltyOperations.All,
        .. DutyOperations.All,
        new("OpenProfile", "post", "/api/cases/{caseNumber}/profile", new("授权调用:查看客户的完整联系方式", "Authorized access: the customer's contact in full"))
        {
            Parameters = [CaseNumber],
            Accepts = [("application/json", "ProfileRequest")],
            Answers = [("200", new("完整联系方式;每次调用都有审计记录", "The contact; every access is on the audit record"), "Profile")],
            Problems = [.. Reading, ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge, UnknownValue],
        },
        new("EraseCustomer", "post", "/api/cases/{caseNumber}/erasure", new("应客户要求删除其资料(经理):销毁密钥,各工单匿名化", "Erase the customer of a case who asked for it (managers): the key is destroyed, all their cases become anonymous"))
        {
            Parameters = [CaseNumber],
            Accepts = [("application/json", "ErasureRequest")],
            Answers =
            [
                ("200", new("已删除;重复提交结果相同", "Erased; asking again says the same"), "Erasure"),
                ("202", new("正在删除,稍后再次提交查看", "Under way; ask again"), "Erasure"),
            ],
            Problems = [.. Reading, ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge, UnknownValue, NotPermitted, OtherSite, ErasureBarred],
        },
        new("IssueTrackingToken", "post", "/api/cases/{caseNumber}/tracking-tokens", new("生成工单进度查询令牌", "Give a tracking token for the case"))
        {
            Parameters = [CaseNumber, Key],
            Answers = [("201", new("令牌只显示这一次", "The token, shown this once"), "TrackingToken")],
            Problems = [.. Reading, IdempotencyKeyMissing],
        },
        new("ListTrackingTokens", "get", "/api/cases/{caseNumber}/tracking-tokens", new("查看已生成的进度查询令牌", "List the case's tracking tokens"))
        {
            Parameters = [CaseNumber],
            Answers = [("200", new("令牌编号与有效期,不含令牌本身", "Ids and times, never the tokens"), "TrackingTokens")],
            Problems = Reading,
        },
        new("RevokeTrackingToken", "delete", "/api/cases/{caseNumber}/tracking-tokens/{tokenId}", new("撤销进度查询令牌", "Revoke a tracking token"))
        {
            Parameters = [CaseNumber, new("tokenId", "path", true, new("令牌编号", "Id of the token"))],
            Answers = [("204", new("已撤销", "Revoked"), null)],
            Problems = [.. Reading, NotFound],
        },
        new("IssueCustomerToken", "post", "/api/customer-tokens", new("合作系统:为已登录的客户换取令牌", "Partner systems: a token for a customer they have signed in"))
        {
            Accepts = [("application/json", "CustomerSignIn")],
            Answers = [("200", new("30 分钟有效的客户令牌", "A token of that customer for 30 minutes"), "CustomerToken")],
            Problems = [ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge],
            NeedsToken = false,
            NeedsKey = true,
        },
        new("SignInWithWeChat", "post", "/api/channels/wechat/{account}/sessions", new("小程序用户登录", "Sign a mini-program's user in"))
        {
            Parameters = [new("account", "path", true, new("渠道账号", "Channel account"))],
            Accepts = [("application/json", "WeChatSignIn")],
            Answers = [("200", new("30 分钟有效的客户令牌", "A token of that customer for 30 minutes"), "CustomerToken")],
            Problems = [NotFound, ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge, SignInCodeRefused, NotPermitted, PlatformUnavailable],
            NeedsToken = false,
        },
        new("GetAudit", "get", "/api/audit", new("查看审计记录", "Read the audit record"))
        {
            Parameters =
            [
                new("site", "query", false, new("站点;省略则查看不属于任何站点的记录", "Site; without it what belongs to no site")),
                new("day", "query", false, new("日期,如 2026-03-04,默认今天", "Day such as 2026-03-04; today unless given")),
                Limit,
                Page,
            ],
            Answers = [("200", new("当日记录,按时间先后", "The day's entries in the order of time"), "Audit")],
            Problems = [TokenMissing, TokenInvalid, OtherSite, RequestInvalid],
        },
        .. DeadLetterOperations.All,
        .. WebhookOperations.All,
        .. DeliveryOperations.All,
        .. RobotOperations.All,
        .. ConversationOperations.All,
        new("GetOpenApi", "get", "/api/openapi.json", new("本文档", "This document"))
        {
            Answers = [("200", new("OpenAPI 文档", "The OpenAPI document"), null)],
            NeedsToken = false,
        },
    ];
}
