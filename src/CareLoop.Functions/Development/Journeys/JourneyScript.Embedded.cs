using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace CareLoop.Functions.Development;

/// <summary>A journey of the handbook as a script: who does what and when, and what must come of it.</summary>
/// <param name="Id">Such as <c>J02</c>.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Reader">Somebody who may read every case of it.</param>
/// <param name="Steps">In the order of time.</param>
/// <param name="Cases">What each case must have become.</param>
/// <param name="CareTasks">What each care task must have become.</param>
/// <param name="Penalties">All penalty proposals there must be at its end: month, person, rule, status.</param>
public sealed record JourneyScript(
    string Id,
    string Title,
    string Reader,
    IReadOnlyList<JourneyStep> Steps,
    IReadOnlyDictionary<string, JourneyEnd> Cases,
    IReadOnlyDictionary<CareName, JourneyEnd> CareTasks,
    IReadOnlyList<string> Penalties)
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm";

    private static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithAttemptingUnquotedStringTypeDeserialization()
        .Build();

    /// <summary>Every journey there is a script for.</summary>
    public static IReadOnlyList<string> Ids { get; } =
        [.. System.IO.Directory.EnumerateFiles(Places.Journeys, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public DateTimeOffset Start => Steps[0].At;

    /// <summary>Settings to play it by: a journey of many weeks looks after shifts and forgotten commands once a day, on which nothing in it depends.</summary>
    public IReadOnlyDictionary<string, string?> Settings => Steps[^1].At - Start < TimeSpan.FromDays(14)
        ? new Dictionary<string, string?>()
        : new Dictionary<string, string?> { ["DutyWatchSchedule"] = "0 5 1 * * *", ["InboxSweepSchedule"] = "30 0 1 * * *", ["ReceiptSweepSchedule"] = "45 0 1 * * *" };

    /// <exception cref="JourneyException">There is no such journey.</exception>
    public static JourneyScript Load(string id)
    {
        if (!Ids.Contains(id))
        {
            throw new JourneyException($"没有旅程 {id}。There is no journey {id}. {string.Join(' ', Ids)}");
        }

        using var text = File.OpenText(Path.Combine(Places.Journeys, $"{id}.yaml"));
        var file = Deserializer.Deserialize<ScriptFile>(text);
        return new JourneyScript(
            id,
            file.Title,
            file.Reader,
            [.. file.Steps.Select(step => ToStep(step, file.Year))],
            file.Cases.ToDictionary(entry => entry.Key, entry => ToEnd(entry.Value)),
            file.CareTasks.ToDictionary(entry => CareName.Read(entry.Key), entry => ToEnd(entry.Value)),
            [.. file.Penalties]);
    }

    private static JourneyEnd ToEnd(ScriptEnd end) => new(end.Status, [.. end.Clocks], [.. end.Notices]);

    private static CareStep? ToCare(ScriptStep step)
    {
        static JsonObject? Json(object? value) => value is null ? null : ToJson(value).AsObject();
        return step.Record is null && step.Anchor is null && step.Care is null && step.Survey is null && step.Site is null
            ? null
            : new CareStep(Json(step.Record), Json(step.Anchor), step.Care, step.Care is null ? null : Json(step.Do), Json(step.Survey), step.Site);
    }

    private static JourneyStep ToStep(ScriptStep step, int year) => new(
        new DateTimeOffset(DateTime.ParseExact($"{year}-{step.At}", TimeFormat, CultureInfo.InvariantCulture), TimeSpan.FromHours(8)),
        step.Case ?? JourneyStep.OnlyCase,
        step.By,
        step.What,
        step.Open is null ? null : ToJson(step.Open).AsObject(),
        step.Do is null || step.Care is not null ? null : ToJson(step.Do).AsObject(),
        ToCare(step),
        step.Penalty is null ? null : PenaltyStep.Read(ToJson(step.Penalty).AsObject()),
        [.. step.Photos.Select(photo => Path.Combine(Places.Photos, $"{photo}.jpg"))],
        step.Phase,
        step.Status,
        step.Refused);

    private static JsonNode ToJson(object? value) => value switch
    {
        IDictionary<object, object?> values => new JsonObject(values.Select(pair => KeyValuePair.Create((string)pair.Key, (JsonNode?)ToJson(pair.Value)))),
        IEnumerable<object?> list => new JsonArray([.. list.Select(ToJson)]),
        string text => text,
        bool flag => flag,
        null => throw new FormatException("A journey's step has an empty value."),
        _ => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };

    private sealed class ScriptFile
    {
        public string Title { get; set; } = string.Empty;

        public int Year { get; set; }

        public string Reader { get; set; } = string.Empty;

        public IList<ScriptStep> Steps { get; set; } = [];

        public IDictionary<string, ScriptEnd> Cases { get; set; } = new Dictionary<string, ScriptEnd>();

        public IDictionary<string, ScriptEnd> CareTasks { get; set; } = new Dictionary<string, ScriptEnd>();

        public IList<string> Penalties { get; set; } = [];
    }

    private sealed class ScriptStep
    {
        public string At { get; set; } = string.Empty;

        public string? Case { get; set; }

        public string By { get; set; } = string.Empty;

        public string What { get; set; } = string.Empty;

        public IDictionary<object, object?>? Open { get; set; }

        public IDictionary<object, object?>? Do { get; set; }

        public IDictionary<object, object?>? Record { get; set; }

        public IDictionary<object, object?>? Anchor { get; set; }

        public string? Care { get; set; }

        public string? Site { get; set; }

        public IDictionary<object, object?>? Survey { get; set; }

        public IDictionary<object, object?>? Penalty { get; set; }

        public IList<string> Photos { get; set; } = [];

        public string? Phase { get; set; }

        public string? Status { get; set; }

        public string? Refused { get; set; }
    }

    private sealed class ScriptEnd
    {
        public string Status { get; set; } = string.Empty;

        public IList<string> Clocks { get; set; } = [];

        public IList<string> Notices { get; set; } = [];
    }
}

/// <summary>What must be true of a case when its journey is over.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Clocks">Rule | clock | calendar | start | warn | due | result: rows that must be among its deadlines.</param>
/// <param name="Notices">Time, template → user: rows that must be in the users' inboxes.</param>
public sealed record JourneyEnd(string Status, IReadOnlyList<string> Clocks, IReadOnlyList<string> Notices);

/// <summary>A care task of a journey: the letter of its customer's case, and the task's name.</summary>
public sealed record CareName(string Case, string Task)
{
    /// <summary>Reads <c>fu-7d</c>, or <c>B:fu-7d</c> where the script tells of several customers.</summary>
    internal static CareName Read(string text) => text.Split(':') is [var letter, var task] ? new(letter, task) : new(JourneyStep.OnlyCase, text);
}
