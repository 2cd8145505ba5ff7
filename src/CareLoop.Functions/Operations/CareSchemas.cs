using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Care;
using CareLoop.Functions.Cases;

namespace CareLoop.Functions.Operations;

/// <summary>The schemas of care tasks: answers from their types, commands from their forms.</summary>
internal static class CareSchemas
{
    public static IEnumerable<KeyValuePair<string, JsonNode?>> All(Language language) =>
    [
        new("CareTasks", OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(CareItem), language), language)),
        new("Birthdays", OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(BirthdayView), language), language)),
        new("CareTask", OpenApiSchemas.Of(typeof(CareView), language)),
        new("CareCommand", new JsonObject { ["oneOf"] = new JsonArray([.. CareForms.All.Select(form => Command(form, language))]) }),
        new("CareCase", Object(
            ["text", "channel"],
            ("text", Field(FieldKind.Text, new("客户所说", "What the customer said"), language)),
            ("channel", Field(FieldKind.Code, new("渠道,如 Phone", "Channel, such as Phone"), language)),
            ("type", Field(FieldKind.Code, new("工单类型", "Case type"), language)))),
        new("SurveyAnswer", Object(
            ["token", "result"],
            ("token", Field(FieldKind.Code, new("链接中 # 之后的内容", "What stands behind the # of the link"), language)),
            ("result", Field(FieldKind.Code, new("Satisfied、Acceptable 或 Dissatisfied", "Satisfied, Acceptable or Dissatisfied"), language)),
            ("text", Field(FieldKind.Text, new("想说的话", "Anything to add"), language)))),
    ];

    private static JsonObject Command(CareForm form, Language language)
    {
        var name = Field(FieldKind.Code, form.Meaning, language);
        name["const"] = form.Name;
        return Object(
            form.Fields.Where(field => field.Required).Select(field => field.Name).Prepend("command"),
            form.Fields.Select(field => (field.Name, Field(field.Kind, field.Meaning, language))).Prepend(("command", name)));
    }

    private static JsonObject Field(FieldKind kind, LocalText meaning, Language language)
    {
        var schema = OpenApiSchemas.Value(kind);
        schema["description"] = meaning.In(language);
        return schema;
    }

    private static JsonObject Object(IEnumerable<string> required, params IEnumerable<(string Name, JsonObject Schema)> fields) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
        ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Schema))),
        ["additionalProperties"] = false,
    };
}
