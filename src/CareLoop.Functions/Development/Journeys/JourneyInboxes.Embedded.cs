using System.Text.Json.Nodes;
using CareLoop.Domain.Directory;
using CareLoop.Functions.Directory;

namespace CareLoop.Functions.Development;

/// <summary>What everybody of the sample directory, staff and customers, was told in the course of a journey.</summary>
public sealed class JourneyInboxes
{
    private readonly IReadOnlyList<JsonObject> items;
    private readonly IReadOnlySet<string> ours;

    private JourneyInboxes(IReadOnlyList<JsonObject> items, IReadOnlySet<string> ours) => (this.items, this.ours) = (items, ours);

    /// <summary>How many entries all inboxes hold.</summary>
    public int Count => items.Count;

    /// <summary>About a case or a care task: rows time template → user.</summary>
    public IReadOnlyList<string> RowsAbout(string id) => [.. About(id).Select(Row).Order(StringComparer.Ordinal)];

    /// <summary>Those of the texts <c>template → user: words</c> that no notice about the case or care task has.</summary>
    public IEnumerable<string> TextsMissing(string id, IEnumerable<string> texts) => texts.Where(text => !About(id).Any(item =>
        text.StartsWith($"{(string)item["kind"]!} → {(string)item["to"]!}: ", StringComparison.Ordinal)
        && ((string)item["text"]!).Contains(text[(text.IndexOf(": ", StringComparison.Ordinal) + 2)..], StringComparison.Ordinal)));

    /// <summary>About neither a case nor a care task of the journey. What a site does every day, its duties and reminders, belongs to no journey.</summary>
    public IReadOnlyList<string> OtherRows() => [.. items.Where(item => !ours.Contains(Subject(item)) && !IsRoutine((string)item["kind"]!)).Select(Row).Order(StringComparer.Ordinal)];

    /// <summary>The notices themselves, oldest first; <c>to</c> is the id of who was told, <c>toName</c> the name.</summary>
    public IEnumerable<JsonObject> About(string id) => items.Where(item => Subject(item) == id).OrderBy(item => (string)item["at"]!, StringComparer.Ordinal);

    internal static async Task<JourneyInboxes> ReadAsync(IEnumerable<JourneyCase> cases)
    {
        List<JsonObject> items = [];
        var all = cases.ToList();
        foreach (var (id, name) in People())
        {
            foreach (var item in await ReadAsync(all[0], id))
            {
                item["to"] = id;
                item["toName"] = name;
                items.Add(item);
            }
        }

        return new JourneyInboxes(items, all.Select(run => run.Number).Concat(all.SelectMany(run => run.Care.Tasks.Values)).OfType<string>().ToHashSet());
    }

    private static async Task<List<JsonObject>> ReadAsync(JourneyCase run, string user)
    {
        try
        {
            return [.. (await run.ReadAsync(user, "inbox"))["items"]!.AsArray().Select(item => item!.DeepClone().AsObject())];
        }
        catch (JourneyException refusal) when (refusal.Code == "not-permitted")
        {
            // Auditors and operators have no inbox.
            return [];
        }
    }

    private static IEnumerable<(string Id, string Name)> People()
    {
        DirectoryFile directory = DirectoryYaml.Read(Places.Directory);
        return directory.Staff.Select(person => (person.Id, person.Name)).Concat(directory.SampleCustomers.Select(person => (person.Id, person.Name)));
    }

    private static bool IsRoutine(string kind) => kind.Split('.')[0] is "duty" or "reminders" or "handover";

    private static string Subject(JsonObject item) => (string?)item["caseNumber"] ?? (string?)item["careTask"] ?? string.Empty;

    private static string Row(JsonObject item) => $"{JourneyPlayer.Time(item["at"])} {(string)item["kind"]!} → {(string)item["to"]!}";
}
