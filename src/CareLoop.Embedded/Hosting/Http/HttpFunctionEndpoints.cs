using CareLoop.Embedded.Hosting.Catalog;
using CareLoop.Embedded.Hosting.Configuration;
using CareLoop.Embedded.Hosting.Invocation;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CareLoop.Embedded.Hosting.Http;

/// <summary>An endpoint for each HTTP function.</summary>
internal sealed class HttpFunctionEndpoints(FunctionInvoker invoker, FunctionKeys keys, DrainSignal drain)
{
    public void Map(IEndpointRouteBuilder routes, FunctionCatalog catalog, HostJson hostJson)
    {
        foreach (var function in catalog.Of(TriggerKind.Http))
        {
            var route = HttpRoute.Of(function, hostJson);
            RequestDelegate handler = http => HandleAsync(function, (HttpTriggerAttribute)function.Trigger, http);
            var endpoint = route.Methods is null
                ? routes.Map(route.Pattern, handler)
                : routes.MapMethods(route.Pattern, route.Methods, handler);
            endpoint.WithDisplayName($"Function {function.Name}");
        }
    }

    private async Task HandleAsync(FunctionDescriptor function, HttpTriggerAttribute trigger, HttpContext http)
    {
        if (!keys.Allow(trigger.AuthLevel, http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, drain.Token);
        try
        {
            await invoker.InvokeAsync(function, HttpTriggerData.Of(http), cancellation.Token);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening any more.
        }
        catch (Exception) when (!http.Response.HasStarted)
        {
            // The invoker has logged it; the caller learns no details.
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }
}
