using CareLoop.Embedded.Hosting.Invocation;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Embedded.Hosting.Http;

/// <summary>A request as a trigger: the request itself, and its query and route values by name.</summary>
internal static class HttpTriggerData
{
    public static TriggerData Of(HttpContext http)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in http.Request.Query)
        {
            values[name] = value.ToString();
        }

        // Route values come last, so that nobody can replace them from the query.
        foreach (var (name, value) in http.Request.RouteValues)
        {
            values[name] = value;
        }

        return new TriggerData(
            parameter => parameter.ParameterType == typeof(HttpRequest) ? http.Request : TriggerData.NotBound, values, http);
    }
}
