using System.Text.Json.Nodes;

namespace CareLoop.Functions.Development;

/// <summary>One step of a journey: when, on which case, who, what they do. A step without matter or command only lets time pass.</summary>
/// <param name="Open">The matter handed in, if the step opens its case.</param>
/// <param name="Command">The command given.</param>
/// <param name="Care">What is done without a case.</param>
/// <param name="Penalty">The penalty proposal that is decided.</param>
/// <param name="Photos">Files that go with the matter, or are added before the command.</param>
/// <param name="Phase">Whether the photos were taken before or after the work.</param>
/// <param name="Status">Status of the case, or of the care task, after it.</param>
/// <param name="Repeat">The matter is handed in once more, as it was.</param>
/// <param name="Refused">The rule or problem code that must stop it; null when it must succeed.</param>
public sealed record JourneyStep(
    DateTimeOffset At,
    string Case,
    string User,
    string What,
    JsonObject? Open,
    JsonObject? Command,
    CareStep? Care,
    PenaltyStep? Penalty,
    IReadOnlyList<string> Photos,
    string? Phase,
    string? Status,
    bool Repeat,
    string? Refused)
{
    internal const string OnlyCase = "A";

    /// <exception cref="JourneyException">The application answered otherwise than the step says.</exception>
    public async Task Do(JourneyCase run)
    {
        try
        {
            await ActAsync(run);
        }
        catch (JourneyException refusal) when (Refused is not null && (refusal.RuleId == Refused || refusal.Code == Refused))
        {
            return;
        }

        if (Refused is not null)
        {
            throw new JourneyException($"{What}: {Refused} should have stopped this.");
        }
    }

    private async Task ActAsync(JourneyCase run)
    {
        if (Repeat)
        {
            await run.RepeatAsync();
        }

        if (Open is not null && Care?.Task is { } contact)
        {
            await run.OpenFromCareAsync(User, contact, Open);
        }
        else if (Open is not null)
        {
            await run.OpenAsync(User, Open, [.. Photos]);
        }
        else if (Photos.Count > 0)
        {
            await run.UploadAsync(User, Phase, [.. Photos]);
        }

        if (Command is not null)
        {
            await run.CommandAsync(User, Command);
        }

        if (Care is not null)
        {
            await Care.DoAsync(run, User);
        }

        if (Penalty is not null)
        {
            await Penalty.DoAsync(run, User);
        }
    }

    /// <summary>Status of what the step was about.</summary>
    /// <param name="run">The case it belongs to.</param>
    /// <param name="reader">Somebody who may read it.</param>
    public async Task<string> StatusAsync(JourneyCase run, string reader) =>
        Care?.Task is { } task && Open is null ? (string)(await run.Care.ReadAsync(reader, task))["status"]!["id"]!
        : run.Number is null ? string.Empty
        : (string)(await run.ReadAsync(reader, string.Empty))["status"]!["id"]!;
}

/// <summary>What a step does without a case. Of these one is given.</summary>
/// <param name="Record">A subject to record.</param>
/// <param name="Anchor">Something that care plans count from.</param>
/// <param name="Task">Name of the task the step is about.</param>
/// <param name="Command">The command given to the task, or null to look at it only.</param>
/// <param name="Survey">The customer's answer by the link of a message.</param>
/// <param name="Site">Whose own duties have come up; they belong to no customer.</param>
public sealed record CareStep(JsonObject? Record, JsonObject? Anchor, string? Task, JsonObject? Command, JsonObject? Survey, string? Site)
{
    internal Task DoAsync(JourneyCase run, string user) => this switch
    {
        { Site: { } site } => run.Care.LearnSiteAsync(user, site),
        { Record: { } record } => run.Care.RecordAsync(user, record),
        { Anchor: { } anchor } => run.Care.AnchorAsync(user, anchor),
        { Survey: { } answer } => run.Care.AnswerAsync(user, answer),
        { Task: { } task, Command: { } command } => run.Care.CommandAsync(user, task, command),
        _ => System.Threading.Tasks.Task.CompletedTask,
    };
}

/// <summary>A penalty proposal, and what is decided about it.</summary>
/// <param name="Month">Its month.</param>
/// <param name="Person">Whom it is about.</param>
/// <param name="Rule">Rule of the handbook.</param>
/// <param name="Decision">The decision as it is sent.</param>
public sealed record PenaltyStep(string Month, string Person, string Rule, JsonObject Decision)
{
    internal static PenaltyStep Read(JsonObject step)
    {
        string Take(string name)
        {
            var text = (string)step[name]!;
            step.Remove(name);
            return text;
        }

        return new(Take("month"), Take("person"), Take("rule"), step);
    }

    internal async Task DoAsync(JourneyCase run, string user)
    {
        var found = (await run.GetAsync(user, $"/api/penalties?month={Month}&person={Person}"))["items"]!.AsArray().Where(item => (string?)item!["rule"]!["id"] == Rule).ToList();
        await (found is [{ } one]
            ? run.SendAsync(user, $"/api/penalties/{one["id"]}/decision", Decision)
            : throw new JourneyException($"{Month} {Person} {Rule}: {found.Count} proposals instead of one."));
    }
}
