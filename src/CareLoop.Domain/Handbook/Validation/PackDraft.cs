using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>A pack with the text it came from, so that findings can point at a line.</summary>
internal sealed record PackDraft(PolicyPack Pack, MapNode Root)
{
    /// <summary>Place of an object of a block, or of one of its keys.</summary>
    public Place Place(string block, string? id = null, string? key = null)
    {
        if (Root[block] is not { } node)
            return Root.Place;
        if (id is null || node is not ListNode list)
            return node.Place;
        if (list.Items.OfType<MapNode>().FirstOrDefault(m => m.Text("id") == id) is not { } item)
            return node.Place;
        return (key is null ? null : item[key]?.Place) ?? item.Place;
    }

    public HandbookError Error(string rule, string block, string? id, string? key, string message, string remedy) =>
        Place(block, id, key).Error(rule, message, remedy);

    public HandbookError Warning(string rule, string block, string? id, string? key, string message, string remedy) =>
        Place(block, id, key).Error(rule, message, remedy) with { Kind = FindingKind.Warning };
}
