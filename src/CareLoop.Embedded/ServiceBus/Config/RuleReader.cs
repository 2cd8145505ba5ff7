using System.Text.Json;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>Reads one rule of a subscription; only correlation filters are supported.</summary>
internal static class RuleReader
{
    public static CorrelationFilter Read(ConfigNode rule)
    {
        rule.Allow("Name", "Properties");
        rule.Name();
        var properties = rule.Required("Properties");
        var type = properties.Text("FilterType") ?? throw properties.Error("FilterType is missing");
        if (type.Equals("Sql", StringComparison.OrdinalIgnoreCase) || properties.Has("SqlFilter") || properties.Has("Action"))
            throw properties.Error("SQL filters and actions are not supported; use FilterType 'Correlation' with a CorrelationFilter");

        if (!type.Equals("Correlation", StringComparison.OrdinalIgnoreCase))
            throw properties.Error($"FilterType '{type}' is unknown; the only one supported is 'Correlation'");

        properties.Allow("FilterType", "CorrelationFilter");
        var filter = properties.Required("CorrelationFilter");
        filter.Allow("MessageId", "SessionId", "CorrelationId", "Label", "ContentType", "To", "ReplyTo", "Properties");
        var read = new CorrelationFilter
        {
            MessageId = filter.Text("MessageId"),
            SessionId = filter.Text("SessionId"),
            CorrelationId = filter.Text("CorrelationId"),
            Subject = filter.Text("Label"),
            ContentType = filter.Text("ContentType"),
            To = filter.Text("To"),
            ReplyTo = filter.Text("ReplyTo"),
            Properties = filter.Section("Properties").Members().ToDictionary(member => member.Key, member => Value(member.Value)),
        };
        return read.Equals(new CorrelationFilter { Properties = read.Properties }) && read.Properties.Count == 0
            ? throw filter.Error("compares nothing; name at least one property")
            : read;
    }

    private static object Value(ConfigNode node) => node.Element.ValueKind switch
    {
        JsonValueKind.String => node.Element.GetString()!,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when node.Element.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number => node.Element.GetDouble(),
        var kind => throw node.Error($"must be text, a number or a boolean, not {kind}"),
    };
}
