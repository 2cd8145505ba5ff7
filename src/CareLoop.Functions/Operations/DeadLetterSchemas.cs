using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Operations.DeadLetters;

namespace CareLoop.Functions.Operations;

/// <summary>The schemas of the dead letters: what operators see and what they may ask for.</summary>
internal static class DeadLetterSchemas
{
    public static IEnumerable<KeyValuePair<string, JsonNode?>> All(Language language) =>
    [
        new("DeadLetters", OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(DeadLetterView), language), language)),
        new("DeadLetterReplay", Decision(language, ApiExamples.DeadLetterReplay)),
        new("DeadLetterDiscard", Decision(language, ApiExamples.DeadLetterDiscard, ("reason", OneOf(DeadLetterOrder.DiscardReasons)))),
        new("DeadLetterOutcome", OpenApiSchemas.Of(typeof(DeadLetterOutcome), language)),
    ];

    private static JsonObject Decision(Language language, JsonObject example, params IEnumerable<(string Name, JsonObject Schema)> more)
    {
        JsonObject properties = new()
        {
            ["entity"] = OneOf(DeadLetterDesk.Entities),
            ["sequenceNumber"] = new JsonObject { ["type"] = "integer", ["format"] = "int64" },
        };
        foreach (var (name, schema) in more)
        {
            properties[name] = schema;
        }

        foreach (var (name, schema) in properties)
        {
            schema!["description"] = SchemaMeanings.Of(nameof(DeadLetterView), name)!.In(language);
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

    private static JsonObject OneOf(IEnumerable<string> values) => new() { ["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value)]) };
}
