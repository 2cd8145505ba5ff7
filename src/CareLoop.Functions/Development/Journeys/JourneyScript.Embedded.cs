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
/// <param name="Others">What people must have been told about neither: time template → user; not the duties and reminders of a site.</param>
public sealed record JourneyScript(
    string Id,
    string Title,
    string Reader,
    IReadOnlyList<JourneyStep> Steps,
    IReadOnlyDictionary<string, JourneyEnd> Cases,
    IReadOnlyDictionary<CareName, JourneyEnd> CareTasks,
    IReadOnlyList<string> Penalties,
    IReadOnlyList<FurtherRow> Others)
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

    /// <summary>Every rule that a row of the script names.</summary>
    public IEnumerable<string> Rules => Cases.Values.Concat(CareTasks.Values)
        .SelectMany(end => end.Clocks.Select(row => row.Split(" | ")[0]).Concat(end.Further.Select(row => row.Rule)))
        .Concat(Others.Select(row => row.Rule));

    /// <summary>Settings to play it by: a journey of many weeks looks after shifts and forgotten commands once a day, on which nothing in it depends.</summary>
    public IReadOnlyDictionary<string, string?> Settings => Steps[^1].At - Start < TimeSpan.FromDays(14)
        ? new Dictionary<string, string?>()
        : new Dictionary<string, string?> { ["DutyWatchSchedule"] = "0 5 1 * * *", ["InboxSweepSchedule"] = "30 0 1 * * *", ["ReceiptSweepSchedule"] = "45 0 1 * * *" };

    /// <summary>The journey with its variants in the same installation, or without them.</summary>
    /// <exception cref="JourneyException">There is no such journey.</exception>
    public static JourneyScript Load(string id, bool variants = false)
    {
        if (!Ids.Contains(id))
        {
            throw new JourneyException($"没有旅程 {id}。There is no journey {id}. {string.Join(' ', Ids)}");
        }

        using var text = File.OpenText(Path.Combine(Places.Journeys, $"{id}.yaml"));
        var file = Deserializer.Deserialize<ScriptFile>(text);
        var parts = variants ? file.Variants.Select(entry => (Letter: entry.Key, Part: entry.Value)).Prepend((JourneyStep.OnlyCase, file)) : [(JourneyStep.OnlyCase, file)];
        return new JourneyScript(
            id,
            file.Title,
            file.Reader,
            [.. parts.SelectMany(part => part.Part.Steps.Select(step => ToStep(step, part.Letter, file.Year))).OrderBy(step => step.At)],
            parts.SelectMany(part => part.Part.Cases).ToDictionary(entry => entry.Key, entry => ToEnd(entry.Value)),
            parts.SelectMany(part => part.Part.CareTasks.Select(entry => (Name: CareName.Read(entry.Key, part.Letter), entry.Value))).ToDictionary(entry => entry.Name, entry => ToEnd(entry.Value)),
            [.. parts.SelectMany(part => part.Part.Penalties)],
            [.. parts.SelectMany(part => part.Part.Others).Select(FurtherRow.Read)]);
    }

    private static JourneyEnd ToEnd(ScriptEnd end) => new(end.Status, [.. end.Clocks], [.. end.Notices], [.. end.Further.Select(FurtherRow.Read)], [.. end.Texts]);

    private static CareStep? ToCare(ScriptStep step)
    {
        static JsonObject? Json(object? value) => value is null ? null : ToJson(value).AsObject();
        return step.Record is null && step.Anchor is null && step.Care is null && step.Survey is null && step.Site is null
            ? null
            : new CareStep(Json(step.Record), Json(step.Anchor), step.Care, step.Care is null ? null : Json(step.Do), Json(step.Survey), step.Site);
    }

    private static JourneyStep ToStep(ScriptStep step, string letter, int year) => new(
        new DateTimeOffset(DateTime.ParseExact($"{year}-{step.At}", TimeFormat, CultureInfo.InvariantCulture), TimeSpan.FromHours(8)),
        step.Case ?? letter,
        step.By,
        step.What,
        step.Open is null ? null : ToJson(step.Open).AsObject(),
        step.Do is null || step.Care is not null ? null : ToJson(step.Do).AsObject(),
        ToCare(step),
        step.Penalty is null ? null : PenaltyStep.Read(ToJson(step.Penalty).AsObject()),
        [.. step.Photos.Select(photo => Path.Combine(Places.Photos, $"{photo}.jpg"))],
        step.Phase,
        step.Status,
        step.Repeat,
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

    /// <summary>A part of a script: its journey, or a variant of it with customers of its own.</summary>
    private class ScriptPart
    {
        public string Title { get; set; } = string.Empty;

        public IList<ScriptStep> Steps { get; set; } = [];

        public IDictionary<string, ScriptEnd> Cases { get; set; } = new Dictionary<string, ScriptEnd>();

        public IDictionary<string, ScriptEnd> CareTasks { get; set; } = new Dictionary<string, ScriptEnd>();

        public IList<string> Penalties { get; set; } = [];

        public IList<string> Others { get; set; } = [];
    }

    private sealed class ScriptFile : ScriptPart
    {
        public int Year { get; set; }

        public string Reader { get; set; } = string.Empty;

        /// <summary>By the letter of their case.</summary>
        public IDictionary<string, ScriptPart> Variants { get; set; } = new Dictionary<string, ScriptPart>();
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

        public bool Repeat { get; set; }

        public string? Refused { get; set; }
    }

    private sealed class ScriptEnd
    {
        public string Status { get; set; } = string.Empty;

        public IList<string> Clocks { get; set; } = [];

        public IList<string> Notices { get; set; } = [];

        public IList<string> Further { get; set; } = [];

        public IList<string> Texts { get; set; } = [];
    }
}

/// <summary>What must be true of a case when its journey is over: these rows and no others.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Clocks">Its deadlines as the handbook lists them: rule | clock | calendar | start | warn | due | result.</param>
/// <param name="Notices">Who was told as the handbook lists it: time, template → user.</param>
/// <param name="Further">Deadlines and notices that the handbook's tables leave out.</param>
/// <param name="Texts">What notices say: template → user: words that one of them contains.</param>
public sealed record JourneyEnd(
    string Status, IReadOnlyList<string> Clocks, IReadOnlyList<string> Notices, IReadOnlyList<FurtherRow> Further, IReadOnlyList<string> Texts)
{
    /// <summary>Every deadline.</summary>
    public IEnumerable<string> AllClocks => Clocks.Concat(Further.Where(row => !row.IsNotice).Select(row => row.Row)).Order(StringComparer.Ordinal);

    /// <summary>Every notice.</summary>
    public IEnumerable<string> AllNotices => Notices.Concat(Further.Where(row => row.IsNotice).Select(row => row.Row)).Order(StringComparer.Ordinal);
}

/// <summary>A deadline or a notice that the handbook's tables leave out, and the rule that demands it. A deadline names its rule itself.</summary>
public sealed record FurtherRow(string Row, string Rule, bool IsNotice)
{
    /// <summary>Reads <c>03-11 09:00 followup.due → chen.min | COM-FU-01</c>, or a row of a deadline.</summary>
    /// <exception cref="FormatException">A notice without a rule.</exception>
    internal static FurtherRow Read(string text) => text.Split(" | ") switch
    {
        [var notice, var rule] when notice.Contains(" → ", StringComparison.Ordinal) => new(notice, rule, IsNotice: true),
        [var rule, _, _, _, _, _, _] => new(text, rule, IsNotice: false),
        _ => throw new FormatException($"'{text}' is neither a deadline nor a notice with its rule."),
    };
}

/// <summary>A care task of a journey: the letter of its customer's case, and the task's name.</summary>
public sealed record CareName(string Case, string Task)
{
    /// <summary>As the script writes it.</summary>
    public override string ToString() => $"{Case}:{Task}";

    /// <summary>Reads <c>fu-7d</c>, or <c>B:fu-7d</c> where a part of the script tells of several customers.</summary>
    internal static CareName Read(string text, string letter) => text.Split(':') is [var other, var task] ? new(other, task) : new(letter, text);
}
