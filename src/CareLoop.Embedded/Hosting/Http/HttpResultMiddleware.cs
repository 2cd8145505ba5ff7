using CareLoop.Embedded.Hosting.Invocation;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;

namespace CareLoop.Embedded.Hosting.Http;

/// <summary>Shows the request to the middleware inside it, and executes the result after that middleware has had its say.</summary>
internal static class HttpResultMiddleware
{
    public static async Task InvokeAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (((EmbeddedFunctionContext)context).Trigger.Http is not { } http)
        {
            await next(context);
            return;
        }

        context.Items[EmbeddedFunctionContext.HttpContextItem] = http;
        await next(context);
        await ExecuteAsync(http, context.GetInvocationResult().Value, context.FunctionDefinition.Name);
    }

    private static Task ExecuteAsync(HttpContext http, object? result, string function)
    {
        switch (result)
        {
            case IResult endpointResult:
                return endpointResult.ExecuteAsync(http);
            case IActionResult actionResult:
                return actionResult.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
            case null:
                if (!http.Response.HasStarted && http.Response.StatusCode == StatusCodes.Status200OK)
                {
                    http.Response.StatusCode = StatusCodes.Status204NoContent;
                }

                return Task.CompletedTask;
            default:
                throw new InvalidOperationException(
                    $"HTTP function {function} returned a {result.GetType()}; return an IResult or an IActionResult.");
        }
    }
}
