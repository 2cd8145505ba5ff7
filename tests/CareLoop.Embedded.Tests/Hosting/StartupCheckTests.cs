using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Hosting;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Embedded.Tests.Hosting;

public sealed class StartupCheckTests
{
    public static class SameNames
    {
        [Function("One")]
        public static void First([TimerTrigger("0 0 0 * * *")] TimerInfo timer)
        {
        }

        [Function("ONE")]
        public static void Second([TimerTrigger("0 0 0 * * *")] TimerInfo timer)
        {
        }
    }

    public static class Triggers
    {
        [Function("Two")]
        public static void Two([TimerTrigger("0 0 0 * * *")] TimerInfo timer, [ActivityTrigger] string input)
        {
        }

        [Function("None")]
        public static void None(string input)
        {
        }

        [Function("Hidden")]
        internal static void Hidden([ActivityTrigger] string input)
        {
        }
    }

    public static class Schedules
    {
        [Function("FiveFields")]
        public static void FiveFields([TimerTrigger("0 0 * * *")] TimerInfo timer)
        {
        }

        [Function("NoSetting")]
        public static void NoSetting([TimerTrigger("%Missing%")] TimerInfo timer)
        {
        }
    }

    public static class Routes
    {
        [Function("ById")]
        public static IResult ById([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "cases/{id}")] HttpRequest request) => Results.Ok();

        [Function("ByNumber")]
        public static IResult ByNumber([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "Cases/{number}")] HttpRequest request) => Results.Ok();

        [Function("Constrained")]
        public static IResult Constrained([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{number:int}")] HttpRequest request) =>
            Results.Ok();

        [Function("Malformed")]
        public static IResult Malformed([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{id")] HttpRequest request) => Results.Ok();

        [Function("Text")]
        public static string Text([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "";
    }

    public static class Durable
    {
        [Function("RunA")]
        public static Task A([OrchestrationTrigger(Orchestration = "Run")] TaskOrchestrationContext context) => Task.CompletedTask;

        [Function("Run")]
        public static Task B([OrchestrationTrigger] string context) => Task.CompletedTask;
    }

    [Theory]
    [InlineData(typeof(SameNames), "Function name One is used by", "SameNames.First and", "SameNames.Second")]
    [InlineData(typeof(Triggers), "Function Two", "2 triggers", "Function None", "0 triggers", "Function Hidden", "is not public")]
    [InlineData(typeof(Schedules), "Function FiveFields: '0 0 * * *' is no six-field schedule", "Function NoSetting", "%Missing%, which is not set")]
    [InlineData(typeof(Routes), "Functions ById and ByNumber both answer POST /api/Cases/{number}", "Function Malformed: route", "Function Text returns String")]
    [InlineData(typeof(Durable), "Orchestration name Run is used by functions Run and RunA", "must be a TaskOrchestrationContext")]
    public async Task A_mistake_in_attributes_stops_the_host_with_its_name_and_remedy(Type functions, params string[] expected)
    {
        await using var app = new TestApp();
        var error = Assert.Throws<EmbeddedHostException>(() => app.Build([functions]));

        Assert.All(expected, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(error.Problems, problem => problem.Contains("Constrained", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HTTP_functions_need_the_web_application()
    {
        await using var app = new TestApp();
        var error = Assert.Throws<EmbeddedHostException>(() => app.Build([typeof(HttpFunctions)], configure: _ => { }));
        Assert.Contains("ConfigureFunctionsWebApplication", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host.json")]
    [InlineData("local.settings.json")]
    public async Task A_settings_file_that_is_no_JSON_is_named(string file)
    {
        await using var app = new TestApp();
        app.WriteFile(file, "{ \"Values\": { ");
        Assert.Contains(file, Assert.Throws<EmbeddedHostException>(() => app.Build([])).Message, StringComparison.Ordinal);
    }
}
