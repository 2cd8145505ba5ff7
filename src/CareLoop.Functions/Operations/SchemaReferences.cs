using System.Text.Json.Nodes;

namespace CareLoop.Functions.Operations;

/// <summary>
/// The exporter writes a type that occurs twice as a reference to its first place, counted from the schema's own root.
/// Inside an OpenAPI document that root is somewhere else, so the references are replaced by what they point to.
/// </summary>
internal static class SchemaReferences
{
    private const string Reference = "$ref";

    /// <param name="schema">A schema without recursive types.</param>
    public static JsonNode Inlined(JsonNode schema) => Copy(schema, schema);

    private static JsonNode Copy(JsonNode node, JsonNode root) => node switch
    {
        JsonObject { } reference when (string?)reference[Reference] is { } pointer => Replace(reference, Copy(Find(root, pointer), root).AsObject()),
        JsonObject values => new JsonObject(values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Copy(pair.Value, root)))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Copy(item, root))]),
        _ => node.DeepClone(),
    };

    /// <summary>What stands beside a reference, such as a description of its own, goes before what it points to.</summary>
    private static JsonObject Replace(JsonObject reference, JsonObject target)
    {
        foreach (var (name, value) in reference.Where(pair => pair.Key != Reference))
        {
            target[name] = value?.DeepClone();
        }

        return target;
    }

    private static JsonNode Find(JsonNode root, string pointer) => pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(root, (node, name) => node is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : node[name]!);
}
