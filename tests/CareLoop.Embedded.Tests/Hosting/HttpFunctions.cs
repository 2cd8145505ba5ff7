using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CareLoop.Embedded.Tests.Hosting;

/// <summary>One sample of every form an HTTP function can take.</summary>
public sealed class HttpFunctions(HttpFunctions.Visits visits)
{
    /// <summary>A scoped service: its number tells scopes apart.</summary>
    public sealed class Visits
    {
        private static int created;

        public int Number { get; } = Interlocked.Increment(ref created);
    }

    [Function("Echo")]
    public static async Task<IResult> EchoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "items/{id:guid}/{part}/{count:int?}")] HttpRequest request,
        Guid id, string part, int? count, FunctionContext context, CancellationToken cancellation)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(cancellation);
        return Results.Ok(new { id, part, count, body, context.FunctionDefinition.Name, data = context.BindingContext.BindingData["PART"] });
    }

    [Function("Scope")]
    public IActionResult Scope([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
        new OkObjectResult(new
        {
            Number = visits.Number,
            SameScope = ReferenceEquals(context.InstanceServices.GetService(typeof(Visits)), visits),
            Path = request.Path.Value,
        });

    [Function("Content")]
    public static ContentResult Content([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        new() { Content = "你好", ContentType = "text/plain; charset=utf-8", StatusCode = StatusCodes.Status202Accepted };

    [Function("Download")]
    public static FileResult Download([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        new FileContentResult([1, 2, 3], "image/png") { FileDownloadName = "a.png" };

    [Function("Nothing")]
    public static ValueTask<IActionResult?> NothingAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
        ValueTask.FromResult<IActionResult?>(null);

    [Function("Silent")]
    public static Task SilentAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Task.Delay(1);

    [Function("Broken")]
    public static IResult Broken([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException("secret detail");

    [Function("Locked")]
    public static IResult Locked([HttpTrigger] HttpRequest request) => Results.Ok();

    [Function("Vault")]
    public static IResult Vault([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => Results.Ok();

    [Function("Upload")]
    public static async Task<IResult> UploadAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put")] HttpRequest request)
    {
        try
        {
            await request.Body.CopyToAsync(Stream.Null);
            return Results.NoContent();
        }
        catch (BadHttpRequestException error)
        {
            return Results.StatusCode(error.StatusCode);
        }
    }
}
