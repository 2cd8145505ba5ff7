using CareLoop.Embedded.Hosting.Invocation;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Embedded.Worker;

/// <summary>What ASP.NET Core adds to a function's context.</summary>
public static class FunctionContextExtensions
{
    /// <summary>
    /// The request behind this invocation; null for other triggers, and in middleware that was registered before
    /// <see cref="FunctionsApplicationBuilderAspNetCoreExtensions.ConfigureFunctionsWebApplication"/>.
    /// </summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) =>
        context.Items.TryGetValue(EmbeddedFunctionContext.HttpContextItem, out var value) ? value as HttpContext : null;
}
