using System.Collections.Concurrent;
using System.Net;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Tests.Hosting;

public sealed class MiddlewareTests
{
    private readonly ConcurrentQueue<string> steps = new();

    public static class Functions
    {
        [Function("Plain")]
        public static IResult Plain([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Ok("plain");

        [Function("Throwing")]
        public static IResult Throwing([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            throw new KeyNotFoundException("none");

        [Function("Tick")]
        public static void Tick([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer)
        {
        }
    }

    /// <summary>Turns one exception into a result, as a middleware for problem documents does.</summary>
    public sealed class ProblemMiddleware : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            try
            {
                await next(context);
            }
            catch (KeyNotFoundException)
            {
                context.GetInvocationResult().Value = new NotFoundObjectResult("gone");
            }
        }
    }

    [Fact]
    public async Task Middleware_runs_in_the_order_of_its_registration_around_every_kind_of_function()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware(Note("outer")).UseMiddleware(Note("inner"));
        });

        Assert.Equal("\"plain\"", await app.Http.GetStringAsync("/api/plain"));
        Assert.Equal(
            ["outer before Plain", "inner before Plain", "inner after Plain", "outer after Plain"],
            steps.Where(step => step.EndsWith("Plain", StringComparison.Ordinal)));

        await app.StopAsync();
        Assert.Equal(4, steps.Count(step => step.EndsWith("Tick", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Middleware_may_replace_the_result_before_it_is_executed()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware<ProblemMiddleware>();
        });

        using var response = await app.Http.GetAsync("/api/throwing");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("gone", await response.Content.ReadAsStringAsync());
        Assert.DoesNotContain(app.Logs.Entries, entry => entry.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Conditional_middleware_runs_for_chosen_invocations_only()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseWhen<ProblemMiddleware>(context => context.GetHttpContext()?.Request.Query.ContainsKey("kind") == true);
        });

        using var without = await app.Http.GetAsync("/api/throwing");
        using var with = await app.Http.GetAsync("/api/throwing?kind=1");
        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.NotFound), (without.StatusCode, with.StatusCode));
    }

    [Fact]
    public async Task Middleware_added_before_the_web_application_sees_no_request_and_runs_around_the_result()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.UseMiddleware(async (context, next) =>
            {
                steps.Enqueue($"request {context.GetHttpContext() is not null}");
                await next();
                steps.Enqueue($"sent {context.GetHttpContext()?.Response.HasStarted}");
            });
            builder.ConfigureFunctionsWebApplication();
        });

        await app.Http.GetStringAsync("/api/plain");
        Assert.Contains("request False", steps);
        Assert.Contains("sent True", steps);
    }

    private static Task<TestApp> StartAsync(Action<FunctionsApplicationBuilder> configure) =>
        TestApp.StartAsync([typeof(Functions)], configure: configure);

    private Func<FunctionContext, Func<Task>, Task> Note(string name) => async (context, next) =>
    {
        steps.Enqueue($"{name} before {context.FunctionDefinition.Name}");
        await next();
        steps.Enqueue($"{name} after {context.FunctionDefinition.Name}");
    };
}
