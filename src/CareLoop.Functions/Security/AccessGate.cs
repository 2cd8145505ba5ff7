using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CareLoop.Functions.Security;

/// <summary>
/// The door of every HTTP function: limits, sign-in, and whether callers of this kind may enter at all (<see cref="RouteRules"/>).
/// Which case they may open is asked behind it. Other functions pass through untouched.
/// </summary>
public sealed class AccessGate(CallerTokens tokens, RateLimits rates, AuditLog audit) : IFunctionsWorkerMiddleware
{
    private const CallerKinds WithoutToken = CallerKinds.Anybody | CallerKinds.Machine | CallerKinds.Platform;

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http ? EnterAsync(http, RouteRules.For(context.FunctionDefinition.Name), context, next) : next(context);

    private async Task EnterAsync(HttpContext http, RouteRule rule, FunctionContext context, FunctionExecutionDelegate next)
    {
        LimitBody(http, rule);
        if ((rule.For & WithoutToken) != 0)
        {
            // Platforms are counted behind the door, and only when they are refused: all their users come from a few addresses.
            if (rule.For != CallerKinds.Platform)
            {
                rates.Count(caller: null, rule, http.Request);
            }

            await next(context);
            return;
        }

        var caller = await IdentifyAsync(http.Request, rule, context.CancellationToken) with { Route = rule.Function };
        try
        {
            if (!caller.Is(rule.For))
            {
                throw new ApiProblem(ProblemKind.NotPermitted) { Allowed = [.. rule.For.Names()] };
            }

            if (rule.Record is { } kind)
            {
                await audit.RequestAsync(caller, kind, http.Request.Path, context.CancellationToken);
            }

            http.Features.Set(caller);
            await next(context);
        }
        catch (ApiProblem problem) when (problem.Denied is not null || problem.Kind.Status == StatusCodes.Status403Forbidden)
        {
            await audit.DenyAsync(
                caller, problem.Denied?.Site ?? caller.Sites.FirstOrDefault(), problem.Denied?.CaseId, problem.RuleId ?? problem.Kind.Code, context.CancellationToken);
            throw;
        }
    }

    private async Task<Caller> IdentifyAsync(HttpRequest request, RouteRule rule, CancellationToken cancellation)
    {
        Caller? caller;
        try
        {
            caller = await tokens.IdentifyAsync(request, cancellation);
        }
        catch (ApiProblem)
        {
            // Whoever guesses at tokens is counted by address.
            rates.Count(caller: null, rule, request);
            throw;
        }

        rates.Count(caller, rule, request);
        return caller ?? throw new ApiProblem(ProblemKind.TokenMissing);
    }

    private static void LimitBody(HttpContext http, RouteRule rule)
    {
        if (http.Request.ContentLength > rule.MaxBodyBytes)
        {
            throw new ApiProblem(ProblemKind.BodyTooLarge);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = rule.MaxBodyBytes;
        }
    }
}
