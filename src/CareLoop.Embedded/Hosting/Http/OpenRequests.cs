using CareLoop.Embedded.Time;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Embedded.Hosting.Http;

/// <summary>
/// Counts every open request as work, so that the virtual clock stands still for it; except for the request that moves the clock,
/// which would wait for itself.
/// </summary>
internal sealed class OpenRequests(RequestDelegate next, WorkTracker work)
{
    public async Task InvokeAsync(HttpContext http)
    {
        // By segments, as routing sees it: a slash at the end leads to the same endpoint.
        if (http.Request.Path.StartsWithSegments(AdminEndpoints.ClockPath))
        {
            await next(http);
            return;
        }

        using (work.Begin())
        {
            await next(http);
        }
    }
}
