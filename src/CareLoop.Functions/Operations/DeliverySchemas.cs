using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Operations.DeadLetters;

namespace CareLoop.Functions.Operations;

/// <summary>The schemas of notices on their way to customers.</summary>
internal static class DeliverySchemas
{
    public static IEnumerable<KeyValuePair<string, JsonNode?>> All(Language language) =>
    [
        new("Deliveries", OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(DeliveryView), language), language)),
        new("Delivery", OpenApiSchemas.Of(typeof(DeliveryView), language)),
        new("DeliveryReplay", Order(language, ApiExamples.DeliveryReplay, [])),
        new("DeliveryDiscard", Order(language, ApiExamples.DeliveryDiscard, DeadLetterOrder.DiscardReasons)),
        new("Consents", OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(ConsentItem), language), language)),
        new("ConsentsGiven", Form(language, nameof(ConsentItem), ApiExamples.Consents, ("templates", new JsonObject { ["type"] = "array", ["items"] = Text() }))),
    ];

    private static JsonObject Order(Language language, JsonObject example, IEnumerable<string> reasons)
    {
        var allowed = new JsonArray([.. reasons.Select(reason => (JsonNode)reason)]);
        return allowed.Count == 0
            ? Form(language, nameof(DeliveryView), example, ("id", Text()))
            : Form(language, nameof(DeliveryView), example, ("id", Text()), ("reason", new JsonObject { ["enum"] = allowed }));
    }

    private static JsonObject Form(Language language, string type, JsonObject example, params IEnumerable<(string Name, JsonObject Schema)> fields)
    {
        JsonObject properties = [];
        foreach (var (name, schema) in fields)
        {
            schema["description"] = SchemaMeanings.Of(type, name)!.In(language);
            properties[name] = schema;
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray([.. properties.Select(property => (JsonNode)property.Key)]),
            ["properties"] = properties,
            ["additionalProperties"] = false,
            ["examples"] = new JsonArray(example),
        };
    }

    private static JsonObject Text() => new() { ["type"] = "string" };
}
