using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Directory;

namespace CareLoop.Functions.Operations;

/// <summary>The directory's schemas: answers and entries from the types themselves, other requests by their fields.</summary>
internal static class DirectorySchemas
{
    public static IEnumerable<KeyValuePair<string, JsonNode?>> All(Language language)
    {
        foreach (var (name, schema) in Plain(language))
        {
            DirectoryMeanings.Describe(schema!, language);
            yield return new(name, schema);
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Plain(Language language)
    {
        yield return new("DirectoryEntry", Entry(language));
        yield return new("DirectoryEntries", Items(Entry(language)));
        yield return new("Subject", Of<SubjectView>(language));
        yield return new("Subjects", Items(Of<SubjectView>(language)));
        yield return new("RecordSubject", Object(
            ["site", "number", "customer"],
            ("site", Text()), ("number", Text()), ("kind", Text()), ("counterparty", Text()), ("area", Text()), ("since", Date()), ("until", Date()),
            ("customer", Object([], ("name", Text()), ("phone", Text()), ("channelUserId", Text()))),
            ("warranties", List(Object(["part"], ("part", Text()), ("endsOn", Date()), ("months", Number())))),
            ("agent", Text()), ("vip", Flag()), ("marketingConsent", Flag()), ("anchors", List(Anchor()))));
        yield return new("RecordAnchor", Anchor());
        yield return new("Duty", Object([], ("at", Instant()), ("onDuty", List(Of<DutyView>(language)))));
        yield return new("Handover", Of<HandoverView>(language));
        yield return new("Handovers", Items(Of<HandoverView>(language)));
        yield return new("HandOut", Object(
            ["items"],
            ("kind", Text()), ("from", Text()), ("to", Text()),
            ("items", List(Object(["caseNumber", "text"], ("caseNumber", Text()), ("text", Text()))))));
        yield return new("Acceptance", Object(["text"], ("text", Text())));
        yield return new("WorkLog", Of<WorkLog>(language));
        yield return new("WorkLogs", Items(Of<WorkLog>(language)));
        yield return new("WriteWorkLog", Object(["today", "tomorrow"], ("today", Text()), ("tomorrow", Text())));
    }

    private static JsonObject Entry(Language language) => new()
    {
        ["oneOf"] = new JsonArray([.. DirectoryForms.All.Select(form => OpenApiSchemas.Of(form.Schema, language))]),
    };

    private static JsonObject Anchor() => Object(["anchor"], ("anchor", Text()), ("at", Instant()), ("on", Date()), ("documents", List(Text())), ("guardianConsent", Flag()));

    private static JsonNode Of<T>(Language language) => OpenApiSchemas.Of(typeof(T), language);

    private static JsonObject Items(JsonNode item) => Object([], ("items", List(item)), ("next", Text()));

    private static JsonObject List(JsonNode item) => new() { ["type"] = "array", ["items"] = item };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Flag() => new() { ["type"] = "boolean" };

    private static JsonObject Number() => new() { ["type"] = "integer" };

    private static JsonObject Date() => new() { ["type"] = "string", ["format"] = "date" };

    private static JsonObject Instant() => new() { ["type"] = "string", ["format"] = "date-time" };

    private static JsonObject Object(IEnumerable<string> required, params IEnumerable<(string Name, JsonNode Schema)> fields) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
        ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Schema))),
    };
}
