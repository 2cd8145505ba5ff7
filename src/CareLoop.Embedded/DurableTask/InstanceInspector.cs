using System.Globalization;
using System.Text;
using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.DurableTask.Persistence;
using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.DurableTask;

/// <summary>One instance as a person reads it: where it stands, its history as a table, and what waits for it. Times are UTC.</summary>
public static class InstanceInspector
{
    private const int MaxDetail = 100;

    private static readonly string[] Header = ["turn", "time", "", "what", "#", "name", "detail"];

    /// <param name="store">The file; an engine may be at work on it.</param>
    /// <param name="instanceId">The instance.</param>
    /// <returns>Null if there is no such instance.</returns>
    public static string? Describe(EmbeddedStore store, string instanceId)
    {
        ArgumentNullException.ThrowIfNull(store);
        var instances = new InstanceStore(store);
        if (instances.Find(instanceId) is not { } row)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var (name, value) in Summary(row).Where(line => line.Value is not null))
        {
            text.AppendLine($"{name,-10} {value}");
        }

        text.AppendLine();
        List<string[]> lines =
        [
            Header, .. instances.ReadHistory(row.Key).SelectMany(Lines), .. instances.ReadInbox(row.Key, after: 0).Select(Waiting),
        ];
        AppendTable(text, lines);
        return text.ToString();
    }

    /// <summary>How often each kind of thing stands in the history of an instance's running generation, and how many turns it took.</summary>
    /// <returns>By kind, such as <c>ActivityScheduled</c>; empty if there is no such instance.</returns>
    public static (int Turns, IReadOnlyDictionary<string, int> Events) Count(EmbeddedStore store, string instanceId)
    {
        ArgumentNullException.ThrowIfNull(store);
        var instances = new InstanceStore(store);
        var history = instances.Find(instanceId) is { } row ? instances.ReadHistory(row.Key).ToList() : [];
        return (history.Count, history.SelectMany(turn => turn.Inputs.Concat(turn.Steps))
            .GroupBy(happening => $"{happening.Kind}").ToDictionary(kind => kind.Key, kind => kind.Count()));
    }

    private static IEnumerable<(string Name, string? Value)> Summary(InstanceRow row) =>
    [
        ("instance", row.InstanceId),
        ("function", row.Name),
        ("status", row.Quarantine is null ? $"{row.Status}" : $"{row.Status}, quarantined: {row.Quarantine.ErrorMessage}"),
        ("generation", $"{row.Generation}"),
        ("created", Time(row.CreatedAt)),
        ("updated", Time(row.UpdatedAt)),
        ("wakes", row.WakeAt is { } wake ? Time(wake) : null),
        ("input", Cut(row.Input)),
        ("shows", Cut(row.CustomStatus)),
        ("output", Cut(row.Output)),
    ];

    private static IEnumerable<string[]> Lines(HistoryTurn turn, int index) =>
        turn.Inputs.Select(input => Line($"{index + 1}", Time(turn.At), "←", input))
            .Concat(turn.Steps.Select(step => Line($"{index + 1}", Time(turn.At), "→", step)));

    private static string[] Waiting(HistoryEvent message) => Line("-", "waiting", "", message);

    private static string[] Line(string turn, string time, string direction, HistoryEvent happening) =>
    [
        turn,
        time,
        direction,
        $"{happening.Kind}",
        happening.TaskId == HistoryEvent.NoTask ? "" : $"{happening.TaskId}",
        happening.Name ?? "",
        happening.FireAt is { } due ? $"due {Time(due)}" : happening.Failure is { } failure
            ? Cut($"{failure.ErrorType}: {failure.ErrorMessage}")!
            : Cut(happening.Data) ?? "",
    ];

    private static void AppendTable(StringBuilder text, List<string[]> lines)
    {
        var widths = Enumerable.Range(0, Header.Length - 1).Select(column => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
        {
            var cells = line.Take(widths.Count).Select((cell, column) => cell.PadRight(widths[column])).Append(line[^1]);
            text.AppendLine(string.Join("  ", cells).TrimEnd());
        }
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string? Cut(string? text)
    {
        var line = text?.ReplaceLineEndings(" ");
        return line?.Length > MaxDetail ? $"{line.AsSpan(0, MaxDetail)}…" : line;
    }
}
