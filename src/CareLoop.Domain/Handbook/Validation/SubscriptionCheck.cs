using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-11 for subscription messages: fields exist, hold what their kind may hold, and leave room for what is filled in.</summary>
internal static class SubscriptionCheck
{
    /// <summary>The longest text a notice may have before anything is filled in: two thirds of what one long text message takes.</summary>
    public const int LongestText = 300;

    /// <summary>A free text that is cut shorter than this says nothing.</summary>
    private const int Least = 6;

    private static readonly string[] Instants = ["时限", "承诺时间", "到达时间"];

    /// <summary>The most characters of variables that are never cut, because half of them would be wrong.</summary>
    private static readonly Dictionary<string, int> Whole = new()
    {
        ["工单编号"] = 24,
        ["时限"] = 16,
        ["承诺时间"] = 16,
        ["到达时间"] = 16,
        ["金额"] = 10,
        ["电话"] = 17,
        ["进度"] = 5,
    };

    public static IEnumerable<HandbookError> Find(PackDraft draft, MessageTemplate template)
    {
        foreach (var field in template.Subscription)
        {
            foreach (var (what, remedy) in Complaints(field))
                yield return draft.Error("V-11", "notifications", template.Id, "subscription", $"'{template.Id}', field {field.Field}: {what}", remedy);
        }

        foreach (var twice in template.Subscription.GroupBy(field => field.Field).Where(group => group.Count() > 1))
            yield return draft.Error("V-11", "notifications", template.Id, "subscription", $"'{template.Id}' has the field {twice.Key} twice.", "Keep one of them.");
    }

    private static IEnumerable<(string What, string Remedy)> Complaints(SubscriptionField field)
    {
        if (field.Kind is not { } kind)
        {
            yield return ("the platform has no field of this kind.", $"Use a kind and a number, such as thing1; kinds are {string.Join(", ", SubscriptionField.Longest.Keys)}.");
            yield break;
        }

        var variables = MessageTemplate.VariablesOf(field.Value);
        foreach (var unknown in variables.Where(variable => !MessageTemplate.KnownVariables.Contains(variable)))
            yield return ($"names the variable {{{unknown}}}, which nobody fills.", $"Use one of: {string.Join(" ", MessageTemplate.KnownVariables)}.");
        if (variables.Contains("链接"))
            yield return ("a field cannot hold a link.", "The message as a whole leads to the case; leave the link out.");

        var words = MessageTemplate.Replace(field.Value, _ => "").Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        var needed = words.Length + variables.Sum(variable => Whole.GetValueOrDefault(variable, Least));
        if (needed > field.Limit)
            yield return ($"needs up to {needed} characters; the field takes {field.Limit}.", "Shorten the words around the variables, or use another field.");
        if (kind is "character_string" or "number" or "letter" or "phone_number" && words.Any(character => character > 126))
            yield return ($"a {kind} takes no Chinese.", "Use a field thing.");
        if (kind is "phrase" && variables.Any(variable => variable != "进度"))
            yield return ("a phrase takes Chinese characters only.", "Write {进度}, or use a field thing.");
        if (kind is "time" or "date" && (words.Trim().Length > 0 || variables.Count != 1 || !variables.All(Instants.Contains)))
            yield return ($"a {kind} takes one instant and nothing else.", $"Write one of {string.Join(" ", Instants.Select(name => $"{{{name}}}"))}.");
    }
}
