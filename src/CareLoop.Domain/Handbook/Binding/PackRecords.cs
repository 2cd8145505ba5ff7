using System.Collections.Immutable;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook.Binding;

/// <summary>Blocks that are carried as they are: each with the keys it may have.</summary>
internal static class PackRecords
{
    private static readonly ImmutableDictionary<string, string[]> Blocks = new Dictionary<string, string[]>
    {
        ["carePlans"] = ["anchor", "opens", "due", "mode", "role", "checkList", "leadsTo", "endedBy"],
        ["dutyTasks"] = ["schedule", "due", "role", "figure", "onOverdue", "anchor", "by", "doneBy", "documents", "checkList", "tell"],
        ["reports"] = ["period", "generate", "due", "author", "receiver", "content"],
        ["kpis"] = ["period", "numerator", "denominator", "comparator", "target", "scope"],
        ["quotas"] = ["unit", "amount", "per", "reductions", "floor"],
        ["penalties"] = ["condition", "types", "proposal", "confirmRole", "cap", "due"],
        ["warranty"] = ["subject", "months", "freeParts", "excludes", "laborPerHourMax"],
    }.ToImmutableDictionary();

    public static ImmutableDictionary<string, ImmutableArray<PackRecord>> Bind(NodeReader node) =>
        Blocks.ToImmutableDictionary(b => b.Key, b => node.List(b.Key, item => Record(item, b.Value)));

    public static ImmutableDictionary<string, string> Agreement(NodeReader node)
    {
        var items = ImmutableDictionary.CreateBuilder<string, string>();
        if (node.Raw("agreement") is MapNode map)
        {
            foreach (var entry in map.Entries)
                items[entry.Key] = (entry.Value as ScalarNode)?.Text ?? "";
        }

        return items.ToImmutable();
    }

    private static PackRecord Record(NodeReader node, string[] keys)
    {
        var fields = ImmutableDictionary.CreateBuilder<string, string>();
        var lists = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();
        foreach (var key in keys)
        {
            switch (node.Raw(key))
            {
                case ScalarNode scalar:
                    fields[key] = scalar.Text;
                    break;
                case ListNode list when list.Items.All(i => i is ScalarNode):
                    lists[key] = node.Texts(key);
                    break;
                case ListNode list:
                    fields[key] = CanonicalJson.Write(list);
                    break;
            }
        }

        return new(node.Text("id"), node.Local("name"), fields.ToImmutable(), lists.ToImmutable(), node.Source());
    }
}
