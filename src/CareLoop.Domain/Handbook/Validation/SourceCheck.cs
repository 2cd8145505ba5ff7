using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-13, V-14: every object says where it comes from, and stated limits are the stated ones.</summary>
internal static class SourceCheck
{
    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        foreach (var block in draft.Root.Entries)
        {
            if (block.Value is not ListNode list)
                continue;
            foreach (var item in list.Items.OfType<MapNode>())
            {
                foreach (var error in CheckItem(item, block.Key))
                    yield return error;
            }
        }

        foreach (var sla in draft.Pack.Slas.Where(s => s.Source is { Origin: "S", Reason: null }))
        {
            if (RuleCatalogue.Stated.TryGetValue(sla.Source.RuleId, out var stated) && stated != sla.Clock)
                yield return draft.Warning("V-14", "slas", sla.Id, "amount", $"'{sla.Id}' is marked as stated (S), but {sla.Source.RuleId} states {stated}, not {sla.Clock}.", "Correct the value, or add reason: and another origin.");
        }
    }

    private static IEnumerable<HandbookError> CheckItem(MapNode item, string block)
    {
        var id = item.Text("id") ?? block;
        if (item["ruleIds"] is not ListNode { Items.IsEmpty: false } rules)
        {
            yield return item.Place.Error("V-13", $"'{id}' does not say which rule it follows.", "Add ruleIds: [RULE-ID].");
        }
        else
        {
            foreach (var rule in rules.Items.OfType<ScalarNode>().Where(r => !RuleCatalogue.Ids.Contains(r.Text)))
            {
                var near = Spelling.Nearest(rule.Text, RuleCatalogue.Ids);
                yield return rule.Place.Error("V-13", $"The rule '{rule.Text}' does not exist.", near is null ? "Look the number up in the handbook." : $"Did you mean '{near}'?");
            }
        }

        if (item.Text("origin") is not ("S" or "H" or "P" or "I"))
            yield return item.Place.Error("V-13", $"'{id}' does not say where it comes from.", "Add origin: S (handbook), H (heading), P (law, practice) or I (our default).");
    }
}
