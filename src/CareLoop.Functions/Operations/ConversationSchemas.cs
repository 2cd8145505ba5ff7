using System.Text.Json.Nodes;
using CareLoop.Domain.Words;
using CareLoop.Functions.Conversations;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Operations;

/// <summary>The schemas of conversations.</summary>
internal static class ConversationSchemas
{
    public static IEnumerable<KeyValuePair<string, JsonNode?>> All(Language language) =>
    [
        new("Conversation", OpenApiSchemas.Of(typeof(ConversationView), language)),
        new("Conversations", OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(ConversationEntry), language), language)),
        new("ConversationMessages", OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(MessageView), language), language)),
        new("ConversationOrder", Order(language)),
    ];

    private static JsonObject Order(Language language)
    {
        JsonObject properties = new()
        {
            ["command"] = new JsonObject
            {
                ["enum"] = new JsonArray([.. StaffOrders.Commands.Select(name => (JsonNode)name)]),
                ["description"] = new LocalText("操作:接待、交回、另立一案、移到其他工单", "Take over, hand back, split off, or move to another case").In(language),
            },
            ["messages"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "string" },
                ["description"] = new LocalText("消息编号,用于 split 与 move", "Ids of messages, for split and move").In(language),
            },
            ["caseNumber"] = new JsonObject
            {
                ["type"] = "string",
                ["description"] = new LocalText("移到的工单,用于 move", "The case to move them to, for move").In(language),
            },
        };
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("command"),
            ["properties"] = properties,
            ["additionalProperties"] = false,
            ["examples"] = new JsonArray(ApiExamples.ConversationOrder),
        };
    }
}
