using System.Collections.Immutable;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook.Binding;

/// <summary>Gates and the check lists they ask for.</summary>
internal static class GateBinding
{
    public static Gate Gate(NodeReader node) => new(
        node.Text("id"),
        node.Local("name"),
        node.Texts("before"),
        node.Texts("types"),
        node.Texts("flags"),
        node.Texts("solutionKinds"),
        node.Texts("liabilities"),
        node.Texts("milestones"),
        node.Texts("checkLists"),
        Photos(node),
        node.Source());

    public static CheckList CheckList(NodeReader node) =>
        new(node.Text("id"), node.Local("name"), node.List("items", item => new CheckItem(item.Text("id"), item.Local("name"))), node.Source());

    private static ImmutableSortedDictionary<string, int> Photos(NodeReader node)
    {
        if (node.Object("photos") is not { } photos)
            return ImmutableSortedDictionary<string, int>.Empty;
        var phases = Blocks.Gate.Phases.Add(Blocks.Gate.AnyPhase).Where(photos.Has).ToImmutableSortedDictionary(p => p, p => photos.Int(p));
        photos.Done();
        return phases;
    }
}
