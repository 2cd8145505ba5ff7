using CareLoop.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Operations;

/// <summary>The description of the API, open to everybody: it holds no secrets.</summary>
public static class OpenApiFunction
{
    [Function("GetOpenApi")]
    public static IResult GetOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        Results.Json(OpenApiDocument.Create(RequestLanguage.Of(request)), ApiJson.Options);
}
