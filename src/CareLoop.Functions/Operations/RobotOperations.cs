using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Notifications.Robots;
using static CareLoop.Functions.Api.ProblemKind;
using static CareLoop.Functions.Operations.ApiParameters;

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
                Status<RobotNoticeStatus>(),
                Limit,
                Page,
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
