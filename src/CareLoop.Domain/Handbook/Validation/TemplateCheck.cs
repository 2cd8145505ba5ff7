using System.Collections.Immutable;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-11, V-12: texts are Chinese, name known variables, fit their field, threaten nobody and advertise only when marked.</summary>
internal static class TemplateCheck
{
    // PUB-14: a fee reminder may not threaten to cut off supplies.
    private static readonly ImmutableArray<string> Threats = ["停水", "停电", "断水", "断电", "停气", "停暖", "断供"];
    private static readonly ImmutableArray<string> Advertising = ["优惠", "促销", "折扣", "续卡", "升级", "特价", "抢购"];

    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        foreach (var template in draft.Pack.Templates)
        {
            var text = template.Text.Zh;
            if (!template.Variables.Aggregate(text, (rest, v) => rest.Replace($"{{{v}}}", "", StringComparison.Ordinal)).Any(c => c is >= '\u4e00' and <= '\u9fff'))
                yield return draft.Error("V-11", "notifications", template.Id, "text", $"'{template.Id}' has no Chinese text.", "Write text: in Chinese; the English goes to textEn:.");
            foreach (var variable in template.Variables.Where(v => !MessageTemplate.KnownVariables.Contains(v)))
                yield return draft.Error("V-11", "notifications", template.Id, "text", $"'{template.Id}' names the variable {{{variable}}}, which nobody fills.", $"Use one of: {string.Join(" ", MessageTemplate.KnownVariables)}.");
            var longest = template.MaxLength ?? SubscriptionCheck.LongestText;
            if (text.Length > longest)
                yield return draft.Error("V-11", "notifications", template.Id, "text", $"'{template.Id}' has {text.Length} characters before any variable is filled in; the field takes {longest}.", "Shorten the text.");
            foreach (var error in SubscriptionCheck.Find(draft, template))
                yield return error;
            if (Threats.FirstOrDefault(text.Contains) is { } threat)
                yield return draft.Error("V-11", "notifications", template.Id, "text", $"'{template.Id}' says 「{threat}」; reminders may not threaten to cut off supplies (PUB-14).", "Leave it out.");
            if (Advertising.FirstOrDefault(text.Contains) is { } word && !template.Marketing)
                yield return draft.Error("V-12", "notifications", template.Id, "marketing", $"'{template.Id}' says 「{word}」 but is not marked as commercial.", "Write marketing: true, which binds it to the customer's consent (COM-PRIV-05).");
        }
    }
}
