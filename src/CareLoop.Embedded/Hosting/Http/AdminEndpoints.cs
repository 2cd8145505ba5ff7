using System.Reflection;
using System.Text.Json;
using CareLoop.Embedded.Hosting.Catalog;
using CareLoop.Embedded.Hosting.Clock;
using CareLoop.Embedded.Hosting.Invocation;
using CareLoop.Embedded.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CareLoop.Embedded.Hosting.Http;

/// <summary>The host's own pages, for whoever holds the master key.</summary>
internal sealed class AdminEndpoints(
    FunctionKeys keys, FunctionCatalog catalog, HostClock clock, DrainSignal drain, QuarantineEndpoints quarantine)
{
    public const string ClockPath = "/admin/clock";

    public void Map(IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin").AddEndpointFilter(async (context, next) =>
            keys.HeaderIsMaster(context.HttpContext.Request) ? await next(context) : Results.StatusCode(StatusCodes.Status401Unauthorized));
        admin.MapGet("/host/status", () => Results.Ok(Status()));
        quarantine.Map(admin);
        if (clock.Virtual is { } virtualClock)
        {
            admin.MapGet("/clock", () => Results.Ok(Now(virtualClock)));

            // A delegate of its own type: a lambda would pass for a RequestDelegate, whose result nobody executes.
            Func<HttpContext, Task<IResult>> advance = http => AdvanceAsync(virtualClock, http);
            admin.MapPost("/clock", advance);
        }
    }

    private static object Now(VirtualClock clock) => new { now = clock.GetUtcNow() };

    /// <summary>Answers when the system is quiet again at the target; a target in the past moves nothing.</summary>
    private async Task<IResult> AdvanceAsync(VirtualClock clock, HttpContext http)
    {
        ClockRequest? request;
        try
        {
            request = await http.Request.ReadFromJsonAsync<ClockRequest>(http.RequestAborted);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            request = null;
        }

        if (request?.AdvanceTo is not { } target)
        {
            return Results.Problem("""Send {"advanceTo": "2026-03-01T09:00:00+08:00"}.""", statusCode: StatusCodes.Status400BadRequest);
        }

        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, drain.Token);
        try
        {
            await clock.AdvanceToAsync(target, cancellation.Token);
            return Results.Ok(Now(clock));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Results.Problem("The clock did not get there: the host stops, or nobody waits.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private object Status() => new
    {
        state = "Running",
        version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3),
        now = clock.Time.GetUtcNow(),
        virtualClock = clock.Virtual is not null,
        functions = catalog.All.Select(function => new { name = function.Name, trigger = function.Kind.ToString(), entryPoint = function.EntryPoint }),
    };

    private sealed record ClockRequest(DateTimeOffset? AdvanceTo);
}
