using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using static CareLoop.Functions.Api.ProblemKind;

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
    private static readonly ApiParameter CaseNumber = new("caseNumber", "path", true, new("工单编号", "Case number"));
    private static readonly ApiParameter Key = new(IdempotencyKey.Header, "header", true, new("每次新提交的唯一值,重试时不变", "Unique for every new submission, the same when retried"));
    private static readonly ApiParameter IfMatch = new("If-Match", "header", false, new("读取工单时得到的 ETag", "The ETag the case was read with"));
    private static readonly ApiParameter Prefer = new("Prefer", "header", false, new("respond-async:不等待处理结果;wait=秒数:最多多等这么久", "respond-async: do not wait for the outcome; wait=seconds: wait up to that much longer"));

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
            Parameters = [CaseNumber],
            Accepts = [("multipart/form-data", "Photos")],
            Answers = [("201", new("已保存", "Stored"), "EvidenceList")],
            Problems = [.. Reading, ContentTypeUnsupported, RequestInvalid, BodyTooLarge, EvidenceRefused],
        },
        new("GetEvidence", "get", "/api/cases/{caseNumber}/evidence/{hash}", new("查看凭证照片", "Fetch an evidence photo"))
        {
            Parameters = [CaseNumber, new("hash", "path", true, new("照片的 SHA-256", "SHA-256 of the photo"))],
            Produces = "image/*",
            Answers = [("200", new("照片", "The photo"), null)],
            Problems = [.. Reading, NotFound],
        },
        new("GetInbox", "get", "/api/inbox", new("查看我的通知", "Read my notices"))
        {
            Parameters = [new("cursor", "query", false, new("上一页给出的游标", "Cursor of the page before"))],
            Answers = [("200", new("通知", "Notices"), "Inbox")],
            Problems = [TokenMissing, TokenInvalid, RequestInvalid],
        },
        new("GetOpenApi", "get", "/api/openapi.json", new("本文档", "This document"))
        {
            Answers = [("200", new("OpenAPI 文档", "The OpenAPI document"), null)],
            NeedsToken = false,
        },
    ];
}
