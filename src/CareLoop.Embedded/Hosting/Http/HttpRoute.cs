using CareLoop.Embedded.Hosting.Catalog;
using CareLoop.Embedded.Hosting.Configuration;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CareLoop.Embedded.Hosting.Http;

/// <summary>Where an HTTP function answers.</summary>
/// <param name="Pattern">The whole route template, with the prefix of host.json.</param>
/// <param name="Methods">Null when every method is answered.</param>
internal sealed record HttpRoute(string Pattern, IReadOnlyList<string>? Methods)
{
    public static HttpRoute Of(FunctionDescriptor function, HostJson hostJson)
    {
        var trigger = (HttpTriggerAttribute)function.Trigger;
        var pattern = $"/{hostJson.RoutePrefix}/{(trigger.Route ?? function.Name).TrimStart('/')}".Replace("//", "/", StringComparison.Ordinal);
        return new HttpRoute(pattern, trigger.Methods is { Length: > 0 } methods ? [.. WithHead(methods)] : null);
    }

    /// <summary>What this route and another have in common makes requests ambiguous.</summary>
    public string? ClashWith(HttpRoute other)
    {
        var methods = Methods ?? other.Methods ?? ["any method"];
        var shared = methods.Where(method => Answers(method) && other.Answers(method)).ToList();
        return Shape == other.Shape && shared.Count > 0 ? string.Join(", ", shared) : null;
    }

    /// <exception cref="RoutePatternException">The template is malformed.</exception>
    public RoutePattern Parse() => RoutePatternFactory.Parse(Pattern);

    /// <summary>The template without the names of its parameters, which do not tell two routes apart.</summary>
    private string Shape => string.Join('/', Parse().PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => $"{{{string.Join(':', parameter.ParameterPolicies.Select(policy => policy.Content))}}}",
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        _ => part.ToString(),
    }))));

    private bool Answers(string method) => Methods is null || Methods.Contains(method);

    /// <summary>Who answers GET answers HEAD as well: the server leaves the body out.</summary>
    private static IEnumerable<string> WithHead(string[] methods)
    {
        var upper = methods.Select(method => method.ToUpperInvariant()).ToHashSet();
        if (upper.Contains(HttpMethods.Get))
        {
            upper.Add(HttpMethods.Head);
        }

        return upper.Order(StringComparer.Ordinal);
    }
}
