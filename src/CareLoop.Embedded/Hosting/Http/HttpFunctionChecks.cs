using CareLoop.Embedded.Hosting.Catalog;
using CareLoop.Embedded.Hosting.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CareLoop.Embedded.Hosting.Http;

/// <summary>What can be known about HTTP functions before the first request.</summary>
internal static class HttpFunctionChecks
{
    public static void Run(FunctionCatalog catalog, HostJson hostJson, bool isWebApplication, ICollection<string> problems)
    {
        var functions = catalog.Of(TriggerKind.Http).ToList();
        if (functions.Count > 0 && !isWebApplication)
        {
            problems.Add("HTTP functions take ASP.NET Core's request: call ConfigureFunctionsWebApplication() on the builder.");
        }

        List<(FunctionDescriptor Function, HttpRoute Route)> seen = [];
        foreach (var function in functions)
        {
            CheckSignature(function, problems);
            var route = HttpRoute.Of(function, hostJson);
            if (!IsParsable(function, route, problems))
            {
                continue;
            }

            foreach (var (other, otherRoute) in seen)
            {
                if (route.ClashWith(otherRoute) is { } methods)
                {
                    problems.Add($"Functions {other.Name} and {function.Name} both answer {methods} {route.Pattern}.");
                }
            }

            seen.Add((function, route));
        }
    }

    private static bool IsParsable(FunctionDescriptor function, HttpRoute route, ICollection<string> problems)
    {
        try
        {
            route.Parse();
            return true;
        }
        catch (RoutePatternException error)
        {
            problems.Add($"Function {function.Name}: route {route.Pattern} is malformed: {error.Message}");
            return false;
        }
    }

    private static void CheckSignature(FunctionDescriptor function, ICollection<string> problems)
    {
        if (function.TriggerParameter.ParameterType != typeof(HttpRequest))
        {
            problems.Add($"Function {function.Name}: parameter {function.TriggerParameter.Name} with [HttpTrigger] must be an HttpRequest.");
        }

        var result = function.Method.ReturnType;
        result = result.IsGenericType ? result.GetGenericArguments()[0] : result;
        if (result != typeof(void) && result != typeof(Task) && result != typeof(ValueTask)
            && !typeof(IResult).IsAssignableFrom(result) && !typeof(IActionResult).IsAssignableFrom(result))
        {
            problems.Add($"Function {function.Name} returns {result.Name}; an HTTP function returns an IResult or an IActionResult.");
        }
    }
}
