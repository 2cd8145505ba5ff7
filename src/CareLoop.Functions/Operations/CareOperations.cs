using CareLoop.Domain.Cases;
using CareLoop.Functions.Api;
using static CareLoop.Functions.Api.ProblemKind;
using static CareLoop.Functions.Operations.ApiParameters;

namespace CareLoop.Functions.Operations;

/// <summary>The part of the API's description that is about care tasks.</summary>
internal static class CareOperations
{
    private static readonly ApiParameter CareTask = new("careTask", "path", true, new("关怀任务编号", "Id of the care task"));

    private static readonly ProblemKind[] AtSite = [TokenMissing, TokenInvalid, NotPermitted, OtherSite, NotFound];
    private static readonly ProblemKind[] Body = [ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge];
    private static readonly ProblemKind[] Refused = [CommandNotAllowed, GateOpen, TooLate, UnknownValue, FieldMissing, ImpossibleValue];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("ListCareTasks", "get", "/api/sites/{site}/care-tasks", new("查看未完成的关怀任务,按截止时间", "List open care tasks in the order of their due times"))
        {
            Parameters =
            [
                Site,
                new("whose", "query", false, new("mine 自己的(默认),all 全部", "mine (unless given) or all")),
                Status<FollowUpStatus>(),
                new("until", "query", false, new("截止日期不晚于此日,默认 31 天内", "Due no later than this day; 31 days ahead unless given")),
                Limit,
                Page,
            ],
            Answers = [("200", new("关怀任务", "Care tasks"), "CareTasks")],
            Problems = [.. AtSite, RequestInvalid],
        },
        new("ListBirthdays", "get", "/api/sites/{site}/birthdays", new(
            "查看生日会员表:贺卡、礼物、生日电话及其分类", "List birthdays: cards, gifts, calls and how they are filed"))
        {
            Parameters =
            [
                Site,
                new("from", "query", false, new("自此日,默认今日", "From this day; today unless given")),
                new("until", "query", false, new("至此日,默认 31 天内", "Up to this day; 31 days ahead unless given")),
                new("class", "query", false, new("Vip 或 Ordinary,分别归档", "Vip or Ordinary, which are filed apart")),
                Limit,
                Page,
            ],
            Answers = [("200", new("生日会员", "Birthdays"), "Birthdays")],
            Problems = [.. AtSite, RequestInvalid],
        },
        new("GetCareTask", "get", "/api/care-tasks/{careTask}", new("查看关怀任务:联系谁、谈什么、发生过什么", "Read a care task: whom to contact, about what, and what has happened"))
        {
            Parameters = [CareTask],
            Answers = [("200", new("关怀任务", "The care task"), "CareTask")],
            Problems = AtSite,
        },
        new("GiveCareCommand", "post", "/api/care-tasks/{careTask}/commands", new(
            "记录联系结果:未联系上、改约、完成、转交", "Record a contact: not reached, another time, done, passed on"))
        {
            Parameters = [CareTask, Key],
            Accepts = [("application/json", "CareCommand")],
            Answers = [("200", new("关怀任务", "The care task"), "CareTask")],
            Problems = [.. AtSite, .. Body, .. Refused, IdempotencyKeyMissing, IdempotencyKeyReused],
        },
        new("OpenCareCase", "post", "/api/care-tasks/{careTask}/cases", new(
            "由关怀联系新开工单:客户、标的已知", "Open a case from a care contact; customer and subject are known"))
        {
            Parameters = [CareTask, Key],
            Accepts = [("application/json", "CareCase")],
            Answers =
            [
                ("201", new("已受理", "Accepted"), "Case"),
                ("200", new("同一提交此前已受理", "The same submission was accepted before"), "Case"),
                ("202", new("已收到,尚在受理", "Received, still being registered"), null),
            ],
            Problems = [.. AtSite, .. Body, IdempotencyKeyMissing, IdempotencyKeyReused, ImpossibleValue, CommandNotAllowed],
        },
        new("AnswerSurvey", "post", "/api/surveys", new("客户:凭问卷链接作答", "Customers: answer the survey of a link"))
        {
            Accepts = [("application/json", "SurveyAnswer")],
            Answers = [("204", new("已收到,谢谢", "Received, thank you"), null), ("202", new("已收到,正在登记", "Received, being recorded"), null)],
            Problems = [.. Body, TokenInvalid, .. Refused],
            NeedsToken = false,
        },
    ];
}
