using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>What has to be there before a step of a case (关卡): records, ticked check lists, photos.</summary>
/// <param name="Id">Such as <c>apology</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Before">Events it holds back, such as <c>FeedbackGiven</c>.</param>
/// <param name="Types">Case types; empty: all.</param>
/// <param name="Flags">At least one of these flags; empty: no condition.</param>
/// <param name="SolutionKinds">Only for these kinds of solution; empty: all.</param>
/// <param name="Liabilities">Only when one of these answers for it; empty: no condition.</param>
/// <param name="Milestones">Records that have to be made.</param>
/// <param name="CheckLists">Check lists of which every item has to be ticked.</param>
/// <param name="Photos">How many photos of which phase; the phase <see cref="AnyPhase"/> counts all.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Gate(
    string Id,
    LocalText Name,
    ImmutableArray<string> Before,
    ImmutableArray<string> Types,
    ImmutableArray<string> Flags,
    ImmutableArray<string> SolutionKinds,
    ImmutableArray<string> Liabilities,
    ImmutableArray<string> Milestones,
    ImmutableArray<string> CheckLists,
    ImmutableSortedDictionary<string, int> Photos,
    Provenance Source) : IPackObject
{
    /// <summary>Photos of every phase, and those without one.</summary>
    public const string AnyPhase = "Any";

    /// <summary>When a photo of work was taken.</summary>
    public static ImmutableArray<string> Phases { get; } = ["Before", "After"];

    /// <summary>Whether it stands in this case's way at all.</summary>
    public bool AppliesTo(CaseState state) =>
        (Types.IsEmpty || Types.Contains(state.Type))
        && (Flags.IsEmpty || Flags.Any(state.Flags.Contains))
        && (SolutionKinds.IsEmpty || (state.Solution is { } solution && SolutionKinds.Contains(solution.Kind)))
        && (Liabilities.IsEmpty || (state.Liability is { } liability && Liabilities.Contains(liability)));
}

/// <summary>Items somebody ticks off (检查清单), such as whether returned goods are intact.</summary>
public sealed record CheckList(string Id, LocalText Name, ImmutableArray<CheckItem> Items, Provenance Source) : IPackObject;

/// <param name="Id">Unique in its list.</param>
/// <param name="Name">What is checked.</param>
public sealed record CheckItem(string Id, LocalText Name);
