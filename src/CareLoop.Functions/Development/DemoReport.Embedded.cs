using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace CareLoop.Functions.Development;

/// <summary>The demo's result as tables for a terminal, in Shanghai time.</summary>
internal static class DemoReport
{
    private const int TextWidth = 56;

    public static string Of(JsonObject result)
    {
        var timeline = result["timeline"]!.AsArray().Select(line => new[]
        {
            Local(line!["at"]),
            (string?)line["event"]!["name"] ?? string.Empty,
            (string?)line["status"]?["name"] ?? string.Empty,
            (string?)line["by"] ?? string.Empty,
            Cut((string?)line["text"] ?? (string?)line["texts"]?["text"] ?? (string?)line["texts"]?["rootCauseText"] ?? string.Empty),
        });
        var clocks = result["clocks"]!.AsArray().Select(clock => new[]
        {
            (string?)clock!["name"] ?? string.Empty,
            (string?)clock["ruleId"] ?? string.Empty,
            (string?)clock["clock"] ?? string.Empty,
            Local(clock["start"]),
            Local(clock["warn"]),
            Local(clock["due"]),
            $"{(string?)clock["result"]!["name"]} {Local(clock["endedAt"])}".Trim(),
        });
        var notices = result["notices"]!.AsArray().Select(notice => new[]
        {
            Local(notice!["at"]), (string?)notice["toName"] ?? string.Empty, Cut((string?)notice["text"] ?? string.Empty),
        });
        return $"""

            {(result["careTask"] is { } task ? $"关怀任务 {task["plan"]!["name"]} {task["part"]}".TrimEnd() : $"工单 {result["case"]!["caseNumber"]}")}

            {TextTable.Of(["时间", "事件", "状态", "经办", "内容"], timeline)}
            {TextTable.Of(["时限", "规则", "时钟", "开始", "预警", "到期", "结果"], clocks)}
            {TextTable.Of(["时间", "通知", "内容"], notices)}
            """;
    }

    public static string Local(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Local(JsonNode? at) => at is null ? string.Empty : Local(DateTimeOffset.Parse((string)at!, CultureInfo.InvariantCulture));

    private static string Cut(string text)
    {
        StringBuilder line = new();
        foreach (var rune in text.EnumerateRunes())
        {
            if (TextTable.Width(line.ToString()) >= TextWidth)
            {
                return line.Append('…').ToString();
            }

            line.Append(rune);
        }

        return line.ToString();
    }
}
