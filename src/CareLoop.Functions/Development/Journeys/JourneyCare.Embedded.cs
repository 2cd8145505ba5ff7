using System.Text.Json.Nodes;

namespace CareLoop.Functions.Development;

/// <summary>The care tasks of one customer of a journey, worked on through the HTTP API. A task is called by its plan, and by its part after a slash where there are several.</summary>
public sealed class JourneyCare(JourneyCase run)
{
    private readonly Dictionary<string, string> tasks = [];
    private string? subject;

    /// <summary>Every task that has come up, by name.</summary>
    public IReadOnlyDictionary<string, string> Tasks => tasks;

    /// <summary>Records the customer's subject.</summary>
    public async Task RecordAsync(string user, JsonObject record)
    {
        var answer = await run.SendAsync(user, "/api/subjects", record);
        subject = $"/api/subjects/{answer["customerKey"]}/{answer["id"]}";
        await LearnAsync(user, answer);
    }

    /// <summary>Records something that care plans count from.</summary>
    public async Task AnchorAsync(string user, JsonObject anchor) => await LearnAsync(user, await run.SendAsync(user, $"{subject}/anchors", anchor));

    /// <summary>Gives a command to a task.</summary>
    public Task CommandAsync(string user, string task, JsonObject command) => run.SendAsync(user, $"/api/care-tasks/{IdOf(task)}/commands", command);

    /// <summary>Answers by the link of the last message that asks the customer.</summary>
    public async Task AnswerAsync(string customer, JsonObject answer)
    {
        var inbox = await run.ReadAsync(customer, "inbox");
        var text = inbox["items"]!.AsArray().Select(item => (string)item!["text"]!).LastOrDefault(text => text.Contains('#', StringComparison.Ordinal))
            ?? throw new JourneyException($"{customer} has no message with a link.");
        var token = new string([.. text[(text.IndexOf('#', StringComparison.Ordinal) + 1)..].TakeWhile(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-')]);
        JsonObject body = new() { ["token"] = token };
        foreach (var (name, value) in answer)
        {
            body[name] = value?.DeepClone();
        }

        await run.SendAsync(customer, "/api/surveys", body);
    }

    /// <summary>A task with its clocks and timeline.</summary>
    public Task<JsonObject> ReadAsync(string user, string task) => run.GetAsync(user, $"/api/care-tasks/{IdOf(task)}");

    /// <summary>Learns of duties that belong to a site and to no customer; of one kind the latest.</summary>
    public async Task LearnSiteAsync(string user, string site)
    {
        var list = await run.GetAsync(user, $"/api/sites/{site}/care-tasks?whose=all");
        foreach (var item in list["items"]!.AsArray().Where(item => (string)item!["mode"]!["id"]! == "Duty"))
        {
            var task = await run.GetAsync(user, $"/api/care-tasks/{item!["id"]}");
            if (task["number"] is null)
            {
                tasks[(string)task["plan"]!["id"]!] = (string)task["id"]!;
            }
        }
    }

    internal string IdOf(string task) => tasks.GetValueOrDefault(task) ?? throw new JourneyException($"No care task {task} among {string.Join(", ", tasks.Keys)}.");

    private async Task LearnAsync(string user, JsonObject answer)
    {
        foreach (var id in answer["careTasks"]!.AsArray().Select(id => (string)id!).Where(id => !tasks.ContainsValue(id)))
        {
            var task = await run.GetAsync(user, $"/api/care-tasks/{id}");
            var name = (string)task["plan"]!["id"]!;
            tasks[task["part"] is { } part ? $"{name}/{part}" : name] = id;
        }
    }
}
