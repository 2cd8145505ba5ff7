using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Notifications.Webhooks;

namespace CareLoop.Functions.Operations;

/// <summary>The schemas of partners' endpoints and of their delivery logs.</summary>
internal static class WebhookSchemas
{
    public static IEnumerable<KeyValuePair<string, JsonNode?>> All(Language language)
    {
        var list = OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(WebhookView), language), language);
        list["properties"]!.AsObject().Remove("next");
        return
        [
            new("Webhook", OpenApiSchemas.Of(typeof(WebhookView), language)),
            new("Webhooks", list),
            new("WebhookNew", Form(language, ApiExamples.Webhook)),
            new("WebhookChange", Form(language, ApiExamples.WebhookChange, ("enabled", new JsonObject { ["type"] = "boolean" }))),
            new("WebhookDeliveries", OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(WebhookDeliveryView), language), language)),
        ];
    }

    private static JsonObject Form(Language language, JsonObject example, params IEnumerable<(string Name, JsonObject Schema)> more)
    {
        JsonObject properties = new() { ["address"] = new JsonObject { ["type"] = "string", ["format"] = "uri" }, ["eventTypes"] = Codes(), ["sites"] = Codes() };
        foreach (var (name, schema) in more)
        {
            properties[name] = schema;
        }

        foreach (var (name, schema) in properties)
        {
            schema!["description"] = SchemaMeanings.Of(nameof(WebhookView), name)!.In(language);
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("address"),
            ["properties"] = properties,
            ["additionalProperties"] = false,
            ["examples"] = new JsonArray(example),
        };
    }

    private static JsonObject Codes() => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } };
}
