using System.Globalization;
using System.Text.Json.Nodes;
using CareLoop.Embedded.Time;

namespace CareLoop.Functions.Development;

/// <summary>Plays a journey through the HTTP API, step by step on the virtual clock.</summary>
public sealed class JourneyPlayer(JourneyScript script, HttpClient http, VirtualClock clock, string name)
{
    private readonly Dictionary<string, JourneyCase> cases = script.Steps.Select(step => step.Case).Distinct().ToDictionary(id => id, id => new JourneyCase(http, $"{name}-{id}"));

    /// <summary>The cases by their letter in the script.</summary>
    public IReadOnlyDictionary<string, JourneyCase> Cases => cases;

    /// <param name="done">Told each step with the case's status after it.</param>
    public async Task PlayAsync(Action<JourneyStep, string> done)
    {
        foreach (var step in script.Steps)
        {
            await clock.AdvanceToAsync(step.At);
            var run = cases[step.Case];
            Link(step.Open);
            await step.Do(run);
            done(step, await step.StatusAsync(run, script.Reader));
            await run.RequireLineAsync(script.Reader);
        }

        // The last notices are still on their way to the inboxes.
        await clock.AdvanceToAsync(script.Steps[^1].At.AddMinutes(1));
    }

    // A script knows a case by its letter; its number comes while it is played.
    private void Link(JsonObject? matter)
    {
        if ((string?)matter?["linkedTo"] is { } letter && cases.TryGetValue(letter, out var other))
        {
            matter["linkedTo"] = other.Number;
        }
    }

    /// <summary>The case's deadlines as rows: rule | clock | calendar | start | warn | due | result.</summary>
    public async Task<IReadOnlyList<string>> ClocksAsync(string id) =>
        [.. (await cases[id].ReadAsync(script.Reader, "/clocks"))["clocks"]!.AsArray().Select(clock => ClockRow(clock!))];

    /// <summary>A care task's deadlines as rows.</summary>
    public async Task<IReadOnlyList<string>> CareClocksAsync(CareName task) =>
        [.. (await cases[task.Case].Care.ReadAsync(script.Reader, task.Task))["clocks"]!.AsArray().Select(clock => ClockRow(clock!))];

    /// <summary>A care task's status, and its result where it has one: <c>Completed Satisfied</c>.</summary>
    public async Task<string> CareStatusAsync(CareName task)
    {
        var read = await cases[task.Case].Care.ReadAsync(script.Reader, task.Task);
        return $"{read["status"]!["id"]} {read["result"]?["id"]}".TrimEnd();
    }

    /// <summary>What everybody was told, once the journey is over.</summary>
    public async Task<JourneyInboxes> InboxesAsync() => await JourneyInboxes.ReadAsync(cases.Values);

    /// <summary>All penalty proposals the reader sees, as rows: month person rule status.</summary>
    public async Task<IReadOnlyList<string>> PenaltiesAsync() =>
        [.. (await cases.Values.First().GetAsync(script.Reader, "/api/penalties"))["items"]!.AsArray()
            .Select(item => $"{item!["month"]} {item["person"]!["id"]} {item["rule"]!["id"]} {item["status"]!["id"]}").Order(StringComparer.Ordinal)];

    /// <summary>An instant of an answer in Shanghai time; a dash for none.</summary>
    internal static string Time(JsonNode? instant) => instant is null
        ? "—"
        : DateTimeOffset.Parse((string)instant!, CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(8)).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string ClockRow(JsonNode clock)
    {
        var result = (string)clock["result"]!["id"]! switch
        {
            "Met" => $"Met {Time(clock["endedAt"])}{((bool)clock["exclusive"]! ? " (exclusive)" : string.Empty)}",
            "Breached" when (bool)clock["exclusive"]! => "Breached (exclusive)",
            "Cancelled" => $"Cancelled {Time(clock["endedAt"])}",
            "Reached" => "—",
            var other => other,
        };
        return string.Join(
            " | ", (string)clock["ruleId"]!, (string)clock["clock"]!, (string)clock["calendar"]!, Time(clock["start"]), Time(clock["warn"]), Time(clock["due"]), result);
    }
}
