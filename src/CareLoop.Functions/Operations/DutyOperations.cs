using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Duties;
using static CareLoop.Functions.Api.ProblemKind;
using static CareLoop.Functions.Operations.ApiParameters;

namespace CareLoop.Functions.Operations;

/// <summary>The part of the API's description that is about duties (例行任务).</summary>
internal static class DutyOperations
{
    private static readonly ProblemKind[] AtSite = [TokenMissing, TokenInvalid, NotPermitted, OtherSite, NotFound];
    private static readonly ProblemKind[] Body = [ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("ListDutyTasks", "get", "/api/sites/{site}/duty-tasks", new(
            "查看某日的例行任务:待办、已完成,以及此前一个月逾期未做的", "List the duties of a day: open, done, and those of the month before that were missed"))
        {
            Parameters =
            [
                Site,
                new("day", "query", false, new("日期,默认今日", "Day; today unless given")),
                new("whose", "query", false, new("mine 自己的(默认),all 全部", "mine (unless given) or all")),
                new("person", "query", false, new("某人的,代替 whose", "Those of somebody, in place of whose")),
            ],
            Answers = [("200", new("例行任务", "Duties"), "DutyTasks")],
            Problems = [.. AtSite, RequestInvalid],
        },
        new("CompleteDutyTask", "put", "/api/sites/{site}/duty-tasks/{duty}/completion", new("完成例行任务", "Say that a duty is done"))
        {
            Parameters = [Site, new("duty", "path", true, new("例行任务编号", "Id of the duty"))],
            Accepts = [("application/json", "CompleteDutyTask")],
            Answers = [("200", new("例行任务", "The duty"), "DutyTask")],
            Problems = [.. AtSite, .. Body, FieldMissing, DutyClosed],
        },
        new("OpenDutyTask", "post", "/api/sites/{site}/duty-tasks", new("发生了须办例行任务的事件", "Say that an event has happened that brings a duty about"))
        {
            Parameters = [Site, Key],
            Accepts = [("application/json", "OpenDutyTask")],
            Answers = [("201", new("例行任务", "The duty"), "DutyTask")],
            Problems = [.. AtSite, .. Body, UnknownValue, FieldMissing, ImpossibleValue, IdempotencyKeyMissing, IdempotencyKeyReused],
        },
        new("AskShiftSwap", "post", "/api/sites/{site}/shift-swaps", new("请同事换班", "Ask a colleague to work a turn of yours"))
        {
            Parameters = [Site, Key],
            Accepts = [("application/json", "AskShiftSwap")],
            Answers = [("201", new("换班", "The exchange"), "ShiftSwap")],
            Problems = [.. AtSite, .. Body, ImpossibleValue, EntryChanged, IdempotencyKeyMissing],
        },
        new("AnswerShiftSwap", "put", "/api/sites/{site}/shift-swaps/{swap}/answer", new("同意或拒绝换班", "Agree to an exchange of a turn, or refuse it"))
        {
            Parameters = [Site, new("swap", "path", true, new("换班编号", "Id of the exchange"))],
            Accepts = [("application/json", "AnswerShiftSwap")],
            Answers = [("200", new("换班", "The exchange"), "ShiftSwap")],
            Problems = [.. AtSite, .. Body, ImpossibleValue, EntryChanged],
        },
        new("ListShiftSwaps", "get", "/api/sites/{site}/shift-swaps", new("查看换班:是否双方同意、由谁负责", "List exchanges: whether both agree, and who is responsible"))
        {
            Parameters = [Site, new("from", "query", false, new("自此日起 31 天,默认今日", "31 days from this one on; today unless given"))],
            Answers = [("200", new("换班", "Exchanges"), "ShiftSwaps")],
            Problems = [.. AtSite, RequestInvalid],
        },
    ];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas(Language language) =>
    [
        new("DutyTask", OpenApiSchemas.Of(typeof(DutyTaskView), language)),
        new("DutyTasks", Object(
            [],
            ("day", Field("string", new("日期", "Day"), language, "date")),
            ("items", new JsonObject { ["type"] = "array", ["items"] = OpenApiSchemas.Of(typeof(DutyTaskView), language), ["description"] = new LocalText("例行任务,按截止时间", "Duties in the order of their due times").In(language) }))),
        new("CompleteDutyTask", Object(
            [],
            ("text", Field("string", new("说明", "A word on it"), language)),
            ("figure", Field("integer", new("数量;手册规定了单位的必填", "How many; required where the handbook names a unit"), language)))),
        new("ShiftSwap", OpenApiSchemas.Of(typeof(ShiftSwapView), language)),
        new("ShiftSwaps", Object(
            [],
            ("items", new JsonObject { ["type"] = "array", ["items"] = OpenApiSchemas.Of(typeof(ShiftSwapView), language), ["description"] = new LocalText("换班,按日期", "Exchanges by day").In(language) }))),
        new("AskShiftSwap", Object(
            ["shift", "day", "partner"],
            ("shift", Field("string", new("班次", "The shift"), language)),
            ("day", Field("string", new("该班开始的日期", "The day it begins on"), language, "date")),
            ("partner", Field("string", new("代班同事的人员编号", "Staff id of the colleague"), language)))),
        new("AnswerShiftSwap", Object(
            ["agreed"],
            ("agreed", Field("boolean", new("同意或拒绝", "Agreed or refused"), language)))),
        new("OpenDutyTask", Object(
            ["duty", "event"],
            ("duty", Field("string", new("手册中由事件引起的例行任务", "A duty of the handbook that comes with an event"), language)),
            ("event", Field("string", new("发生了什么,如商户与商品", "What has happened, such as merchant and goods"), language)),
            ("by", Field("string", new("须在何时之前完成,如放行时间", "Before when it has to be done, such as the time of a release"), language, "date-time")))),
    ];

    private static JsonObject Field(string type, LocalText meaning, Language language, string? format = null)
    {
        var field = new JsonObject { ["type"] = type, ["description"] = meaning.In(language) };
        if (format is not null)
        {
            field["format"] = format;
        }

        return field;
    }

    private static JsonObject Object(IEnumerable<string> required, params IEnumerable<(string Name, JsonNode Schema)> fields) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
        ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Schema))),
    };
}
