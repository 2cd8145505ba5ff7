using System.Collections.Immutable;

namespace CareLoop.Domain.Handbook.Reading;

/// <summary>Lays one layer of a handbook over another: objects by id and as a whole, keyword lists added, <c>remove</c> deletes.</summary>
internal static class LayerMerge
{
    /// <summary>Keys that name the layer itself and are never inherited.</summary>
    private static readonly ImmutableArray<string> Identity = ["abstract", "extends", "profile", "organisation", "movesRunningCases"];

    public static MapNode Merge(MapNode below, MapNode above, List<HandbookError> errors)
    {
        var merged = below.Without([.. Identity]);
        foreach (var entry in above.Entries)
        {
            var inherited = merged[entry.Key];
            merged = merged.With(entry.Key, (inherited, entry.Value) switch
            {
                (ListNode lower, ListNode upper) when HasIds(lower) || HasIds(upper) => MergeById(lower, upper, errors),
                _ => entry.Value,
            });
        }

        return merged with { Place = above.Place };
    }

    /// <summary>Takes out markers that only mean something between layers, for a layer that stands alone.</summary>
    public static bool HasIds(ListNode list) => list.Items.Any(i => i is MapNode map && map["id"] is not null);

    private static ListNode MergeById(ListNode below, ListNode above, List<HandbookError> errors)
    {
        var items = below.Items.ToBuilder();
        foreach (var item in above.Items)
        {
            if (item is not MapNode map || map.Text("id") is not { } id)
            {
                items.Add(item);
                continue;
            }

            var index = IndexOf(items, id);
            if (map.IsTrue("remove"))
            {
                if (index >= 0)
                    items.RemoveAt(index);
                else
                    errors.Add(map.Place.Error("V-01", $"There is no inherited '{id}' to remove.", "Delete this entry, or correct its id."));
            }
            else if (index >= 0)
            {
                items[index] = AddKeywords((MapNode)items[index], map);
            }
            else
            {
                items.Add(map);
            }
        }

        return above with { Items = items.ToImmutable() };
    }

    private static int IndexOf(ImmutableArray<PackNode>.Builder items, string id)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is MapNode map && map.Text("id") == id)
                return i;
        }

        return -1;
    }

    /// <summary>A keyword list is only ever added to, unless its object says <c>replace: true</c>.</summary>
    private static MapNode AddKeywords(MapNode below, MapNode above)
    {
        if (above.IsTrue("replace"))
            return above.Without("replace");
        if (below["when"] is not MapNode { } oldWhen || above["when"] is not MapNode { } newWhen)
            return above;
        if (oldWhen["keywords"] is not ListNode inherited || newWhen["keywords"] is not ListNode added)
            return above;
        var known = inherited.Items.OfType<ScalarNode>().Select(s => s.Text).ToHashSet();
        var all = inherited.Items.AddRange(added.Items.Where(i => i is not ScalarNode s || !known.Contains(s.Text)));
        return above.With("when", newWhen.With("keywords", added with { Items = all }));
    }
}
