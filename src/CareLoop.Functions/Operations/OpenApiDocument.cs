using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Operations;

/// <summary>The OpenAPI 3.1 description of every HTTP function, in Chinese or English.</summary>
internal static class OpenApiDocument
{
    public static JsonObject Create(Language language)
    {
        JsonObject paths = [];
        foreach (var byPath in ApiOperations.All.GroupBy(operation => operation.Path))
        {
            paths[byPath.Key] = new JsonObject(byPath.Select(operation => KeyValuePair.Create(operation.Method, (JsonNode?)Operation(operation, language))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "CareLoop 客诉闭环",
                ["version"] = "1",
                ["description"] = new LocalText("客户服务工单:从受理到归档的闭环。", "Customer-service cases, from intake to archive.").In(language),
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
                    ["functionKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" },
                },
                ["schemas"] = OpenApiSchemas.All(language),
            },
        };
    }

    private static JsonObject Operation(ApiOperation operation, Language language)
    {
        JsonObject responses = [];
        foreach (var (status, meaning, schema) in operation.Answers)
        {
            responses[status] = new JsonObject { ["description"] = meaning.In(language), ["content"] = Content(operation.Produces, schema) };
        }

        foreach (var problems in operation.Problems.Concat(AtTheDoor(operation)).Distinct().GroupBy(problem => problem.Status))
        {
            responses[problems.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["description"] = string.Join(" / ", problems.Select(problem => $"{problem.Code}: {problem.Title.In(language)}")),
                ["content"] = Content("application/problem+json", "Problem"),
            };
        }

        JsonObject result = new()
        {
            ["operationId"] = operation.Function,
            ["summary"] = operation.Summary.In(language),
            ["responses"] = responses,
        };
        if (operation.Parameters.Count > 0)
        {
            result["parameters"] = new JsonArray([.. operation.Parameters.Select(parameter => parameter.ToJson(language))]);
        }

        if (operation.Accepts.Count > 0)
        {
            result["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject(operation.Accepts.Select(body => KeyValuePair.Create(body.MediaType, (JsonNode?)Media(body.Schema)))),
            };
        }

        if (operation.NeedsToken || operation.NeedsKey)
        {
            result["security"] = new JsonArray(new JsonObject { [operation.NeedsKey ? "functionKey" : "bearer"] = new JsonArray() });
        }

        return result;
    }

    /// <summary>What can go wrong before the function itself runs.</summary>
    private static IEnumerable<ProblemKind> AtTheDoor(ApiOperation operation) => operation.NeedsToken
        ? [ProblemKind.NotPermitted, ProblemKind.TooManyRequests, ProblemKind.SignInUnavailable, ProblemKind.AuditUnavailable]
        : [ProblemKind.TooManyRequests];

    private static JsonObject Content(string mediaType, string? schema) =>
        schema is null ? new JsonObject { [mediaType] = new JsonObject() } : new JsonObject { [mediaType] = Media(schema) };

    private static JsonObject Media(string schema) => new() { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" } };
}
