using System.Text.Json.Nodes;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Words;
using CareLoop.Functions.Penalties;

namespace CareLoop.Functions.Operations;

/// <summary>The schemas of penalty proposals.</summary>
internal static class PenaltySchemas
{
    public static IEnumerable<KeyValuePair<string, JsonNode?>> All(Language language) =>
    [
        new("Penalties", OpenApiSchemas.Page(OpenApiSchemas.Of(typeof(PenaltyView), language), language)),
        new("Penalty", OpenApiSchemas.Of(typeof(PenaltyView), language)),
        new("PenaltyDecision", Decision(language)),
    ];

    private static JsonObject Decision(Language language) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("decision"),
        ["properties"] = new JsonObject
        {
            ["decision"] = Choice(PenaltyProblems.Decisions, new("结论:confirm 确认,dismiss 不予扣罚", "confirm or dismiss"), language),
            ["reason"] = Choice(PenaltyDecider.DismissReasons, new("不予扣罚的原因", "Why it is dismissed"), language),
        },
        ["additionalProperties"] = false,
        ["examples"] = new JsonArray(ApiExamples.PenaltyDecision),
    };

    private static JsonObject Choice(IEnumerable<string> values, LocalText meaning, Language language) => new()
    {
        ["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value)]),
        ["description"] = meaning.In(language),
    };
}
