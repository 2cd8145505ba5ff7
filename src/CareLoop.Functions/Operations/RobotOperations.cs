using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Notifications.Robots;
using static CareLoop.Functions.Api.ProblemKind;

namespace CareLoop.Functions.Operations;

/// <summary>The part of the API's description that is about group robots.</summary>
internal static class RobotOperations
{
    private static readonly ProblemKind[] Token = [TokenMissing, TokenInvalid, NotPermitted];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("ListRobots", "get", "/api/operations/robots", new("运维:查看群机器人", "Operators: list group robots"))
        {
            Answers = [("200", new("群机器人及其积压、最近的错误", "Robots, what waits for them and what they complained of"), "Robots")],
            Problems = Token,
        },
        new("ListRobotNotices", "get", "/api/operations/robots/{robot}/notices", new("运维:查看群机器人的通知", "Operators: list a robot's notices"))
        {
            Parameters =
            [
                new("robot", "path", true, new("机器人名", "Name of the robot")),
                new("status", "query", false, new(
                    $"状态:{string.Join("、", Enum.GetNames<RobotNoticeStatus>())}", $"Status: {string.Join(", ", Enum.GetNames<RobotNoticeStatus>())}")),
                new("limit", "query", false, new("每页条数,1 至 100", "Entries per page, 1 to 100")),
                new("cursor", "query", false, new("上一页给出的游标", "Cursor of the page before")),
            ],
            Answers = [("200", new("通知,新的在前", "Notices, newest first"), "RobotNotices")],
            Problems = [.. Token, NotFound, RequestInvalid],
        },
    ];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas(Language language)
    {
        var list = OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(RobotView), language), language);
        list["properties"]!.AsObject().Remove("next");
        return
        [
            new("Robots", list),
            new("RobotNotices", OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(RobotNoticeView), language), language)),
        ];
    }
}
