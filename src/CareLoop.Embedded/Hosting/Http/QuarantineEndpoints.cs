using CareLoop.Embedded.DurableTask;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.Hosting.Http;

/// <summary>Shows an operator which durable instances are held back and why, and releases them one by one.</summary>
internal sealed partial class QuarantineEndpoints(DurableEngine engine, ILogger<QuarantineEndpoints> logger)
{
    private const int PageSize = 100;

    /// <param name="admin">The group of pages that want the master key.</param>
    public void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/durable/quarantine", (string? after) => Results.Ok(Read(after)));
        admin.MapPost("/durable/quarantine/{instanceId}/release", (string instanceId) => ReleaseAsync(instanceId));
    }

    private object Read(string? after)
    {
        var found = engine.ReadQuarantined(after, PageSize + 1);
        var page = found.Take(PageSize).ToList();
        return new { instances = page, next = found.Count > PageSize ? page[^1].InstanceId : null };
    }

    private async Task<IResult> ReleaseAsync(string instanceId)
    {
        if (!await engine.ReleaseAsync(instanceId))
        {
            return Results.Problem(
                "No instance of this id is quarantined. GET /admin/durable/quarantine lists those that are.",
                statusCode: StatusCodes.Status404NotFound);
        }

        LogReleased(logger, instanceId);
        return Results.NoContent();
    }

    [LoggerMessage(LogLevel.Information, "An operator released instance {InstanceId} from quarantine")]
    private static partial void LogReleased(ILogger logger, string instanceId);
}
