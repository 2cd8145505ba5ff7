using System.Collections.Immutable;
using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>The same id twice in one block of one file: merging would silently keep the second (V-01).</summary>
internal static class Duplicates
{
    public static ImmutableArray<HandbookError> In(MapNode root)
    {
        var errors = ImmutableArray.CreateBuilder<HandbookError>();
        foreach (var block in root.Entries)
        {
            if (block.Value is not ListNode list)
                continue;
            var seen = new HashSet<string>();
            foreach (var item in list.Items.OfType<MapNode>())
            {
                if (item.Text("id") is { } id && !seen.Add(id))
                    errors.Add(item.Place.Error("V-01", $"'{id}' stands twice in {block.Key}.", "Give one of them another id, or delete it."));
            }
        }

        return errors.ToImmutable();
    }
}
