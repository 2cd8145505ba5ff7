using System.Collections.Immutable;
using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook;

/// <summary>One file of a handbook before merging: who it is and what it lies upon.</summary>
internal sealed record PackLayer(MapNode Root)
{
    public string Id => Root.Text("packId") ?? "";

    public string Version => Root.Text("version") ?? "";

    public bool IsAbstract => Root.IsTrue("abstract");

    /// <summary>Drafts can be validated and explained, but no case starts on them.</summary>
    public bool IsPublished => (Root.Text("status") ?? "Published") == "Published";

    /// <summary>Such as <c>education-membership/membership-card@1.0.0</c>; an organisation stands behind a colon.</summary>
    public string Key =>
        Id + (Root.Text("profile") is { } profile ? "/" + profile : "") + (Root.Text("organisation") is { } organisation ? ":" + organisation : "") + "@" + Version;

    /// <summary>This layer on everything below it, or null when something below is missing (reported).</summary>
    public static MapNode? Merge(PackLayer layer, ImmutableDictionary<string, PackLayer> all, List<HandbookError> errors, int depth = 0)
    {
        if (layer.Root["extends"] is not ScalarNode { IsNull: false } extends)
            return LayerMerge.Merge(new MapNode(layer.Root.Place, []), layer.Root, errors).Without("abstract", "status");
        if (!all.TryGetValue(extends.Text, out var below))
        {
            var near = Spelling.Nearest(extends.Text, all.Keys);
            errors.Add(extends.Place.Error("V-01", $"The layer '{extends.Text}' does not exist.", near is null ? "Hand its file in too." : $"Did you mean '{near}'?"));
            return null;
        }

        if (depth > 4)
        {
            errors.Add(extends.Place.Error("V-01", "The layers extend each other in a circle.", "A pack extends base, a profile its pack, an organisation either."));
            return null;
        }

        return Merge(below, all, errors, depth + 1) is { } lower
            ? LayerMerge.Merge(lower, layer.Root, errors).Without("abstract", "status", "extends")
            : null;
    }
}
