using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Api;

/// <summary>Turns refusals and accidents of HTTP functions into RFC 9457 problems; other functions pass through untouched.</summary>
public sealed partial class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext();
        if (http is null)
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (ApiProblem problem)
        {
            context.GetInvocationResult().Value = Answer(http.Request, problem);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            context.GetInvocationResult().Value = Answer(http.Request, new ApiProblem(ProblemKind.BodyTooLarge));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            Log.CallerLeft(logger, context.FunctionDefinition.Name);
        }
#pragma warning disable CA1031 // the last resort of a request: whatever happened, the caller gets a problem and the operator a log line
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.Failed(logger, context.FunctionDefinition.Name, error);
            context.GetInvocationResult().Value = Answer(http.Request, new ApiProblem(ProblemKind.InternalError));
        }
    }

    private static IResult Answer(HttpRequest request, ApiProblem problem)
    {
        var language = RequestLanguage.Of(request);
        request.HttpContext.Response.Headers.ContentLanguage = RequestLanguage.Tag(language);
        if (problem.Kind.Status == StatusCodes.Status401Unauthorized)
        {
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (problem.RetryAfter is { } pause)
        {
            request.HttpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return Results.Json(
            problem.ToDocument(language, Activity.Current?.TraceId.ToString()),
            ApiJson.Options,
            "application/problem+json",
            problem.Kind.Status);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The caller of {Function} left before the answer")]
        public static partial void CallerLeft(ILogger logger, string function);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed")]
        public static partial void Failed(ILogger logger, string function, Exception error);
    }
}
