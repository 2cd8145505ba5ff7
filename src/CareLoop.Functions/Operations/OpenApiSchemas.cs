using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Worklists;

namespace CareLoop.Functions.Operations;

/// <summary>The schemas of the API's description: answers from the types that are written, commands from the forms that are read.</summary>
internal static class OpenApiSchemas
{
    private static readonly JsonObject String = new() { ["type"] = "string" };

    public static JsonObject All(Language language) => new()
    {
        ["Case"] = Of<CaseView>(),
        ["Problem"] = Of<ProblemDocument>(),
        ["Timeline"] = List("timeline", Of<TimelineEntry>()),
        ["Clocks"] = List("clocks", Of<ClockView>()),
        ["EvidenceList"] = List("evidence", Of<EvidenceView>()),
        ["Worklist"] = Page(Of<WorklistItem>()),
        ["CustomerCases"] = Page(Of<CustomerCaseItem>()),
        ["Search"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("text"),
            ["properties"] = new JsonObject { ["text"] = String.DeepClone() },
            ["additionalProperties"] = false,
        },
        ["Inbox"] = Page(Of<InboxItem>()),
        ["Command"] = new JsonObject { ["oneOf"] = new JsonArray([.. CommandForms.All.Select(form => Command(form, language))]) },
        ["Intake"] = Intake(),
        ["IntakeWithPhotos"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("case"),
            ["properties"] = new JsonObject { ["case"] = Intake(), ["photo"] = Files() },
        },
        ["Photos"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["photo"] = Files() } },
    };

    private static JsonNode Of<T>() => ApiJson.Options.GetJsonSchemaAsNode(typeof(T));

    private static JsonObject List(string name, JsonNode items) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [name] = new JsonObject { ["type"] = "array", ["items"] = items } },
    };

    private static JsonObject Page(JsonNode items)
    {
        var page = List("items", items);
        page["properties"]!["next"] = new JsonObject { ["type"] = new JsonArray("string", "null") };
        return page;
    }

    private static JsonObject Command(CommandForm form, Language language)
    {
        JsonObject properties = new() { ["command"] = new JsonObject { ["const"] = form.Name } };
        foreach (var field in form.Fields)
        {
            var schema = Value(field.Kind);
            schema["description"] = field.Meaning.In(language);
            properties[field.Name] = schema;
        }

        return new JsonObject
        {
            ["title"] = form.Name,
            ["description"] = form.Meaning.In(language),
            ["type"] = "object",
            ["required"] = new JsonArray(["command", .. form.Fields.Where(field => field.Required).Select(field => (JsonNode)field.Name)]),
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Value(FieldKind kind) => kind switch
    {
        FieldKind.Codes => new() { ["type"] = "array", ["items"] = String.DeepClone() },
        FieldKind.Instant => new() { ["type"] = "string", ["format"] = "date-time" },
        FieldKind.WholeNumber => new() { ["type"] = "integer" },
        FieldKind.Flag => new() { ["type"] = "boolean" },
        _ => new() { ["type"] = "string" },
    };

    private static JsonObject Intake() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("site", "channel", "text"),
        ["properties"] = new JsonObject
        {
            ["site"] = String.DeepClone(),
            ["channel"] = String.DeepClone(),
            ["channelMessageId"] = String.DeepClone(),
            ["customer"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { ["name"] = String.DeepClone(), ["phone"] = String.DeepClone(), ["channelUserId"] = String.DeepClone() },
            },
            ["text"] = String.DeepClone(),
            ["type"] = String.DeepClone(),
            ["subject"] = String.DeepClone(),
            ["counterparty"] = String.DeepClone(),
            ["receivedAt"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        },
    };

    private static JsonObject Files() => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = "string", ["format"] = "binary" },
    };
}
