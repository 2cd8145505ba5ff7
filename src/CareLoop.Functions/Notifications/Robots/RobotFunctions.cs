using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>A robot as operators see it; neither its address nor its secret.</summary>
/// <param name="Id">Its name in the settings.</param>
/// <param name="Platform">wecom, dingtalk or feishu.</param>
/// <param name="Site">Whose notices it tells.</param>
/// <param name="Kinds">Which kinds; empty for all.</param>
/// <param name="Waiting">Notices that wait.</param>
/// <param name="BlockedUntil">The platform will not listen before.</param>
/// <param name="Failures">Calls in a row the platform was not able to take.</param>
/// <param name="LastError">The platform's last complaint.</param>
/// <param name="LastErrorAt">When.</param>
/// <param name="SpokeAt">When it last said something.</param>
public sealed record RobotView(
    string Id,
    string Platform,
    string Site,
    IReadOnlyCollection<string> Kinds,
    int Waiting,
    DateTimeOffset? BlockedUntil,
    int Failures,
    string? LastError,
    DateTimeOffset? LastErrorAt,
    DateTimeOffset? SpokeAt);

/// <summary>The robots for operators: what waits, what was refused and why.</summary>
public sealed class RobotFunctions(CallerTokens tokens, RobotSettings robots, RobotTable table, TimeProvider time)
{
    [Function("ListRobots")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "operations/robots")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        List<RobotView> views = [];
        foreach (var robot in robots.All.OrderBy(robot => robot.Id, StringComparer.Ordinal))
        {
            var desk = await table.ReadAsync(caller.Organisation, robot.Id, cancellation);
            views.Add(new RobotView(
                robot.Id,
                robot.Platform,
                robot.Site,
                robot.Kinds,
                desk.Waiting.Count,
                desk.BlockedUntil > time.GetUtcNow() ? desk.BlockedUntil : null,
                desk.Failures,
                desk.LastError,
                desk.LastErrorAt,
                desk.SpokeAt));
        }

        return Results.Json(new { Items = views }, ApiJson.Options);
    }

    [Function("ListRobotNotices")]
    public async Task<IResult> ListNotices(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "operations/robots/{robot}/notices")] HttpRequest request,
        string robot,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var query = new QueryReader(request);
        var status = query.OneOf<RobotNoticeStatus>("status");
        var size = query.PageSize();
        query.ThrowIfInvalid();
        if (robots.Find(robot) is not var (found, _))
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        var (notices, continuation) = await table.ListAsync(caller.Organisation, found.Id, status, Cursor.Read(request), size, cancellation);
        return Paging.Answer(request, notices, continuation);
    }
}
