using System.Collections.Immutable;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Items of a check list are ticked; gates wait for the whole list.</summary>
internal sealed class Checking : Verb<RecordChecks>
{
    private const string Rule = "COM-ARC-02";

    public override string Name => "recordChecks";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed && !pack.CheckLists.IsEmpty;

    public override bool IsOffered(PolicyPack pack, CaseState state) =>
        IsPossible(pack, state) && pack.Gates.Any(g => g.AppliesTo(state) && g.CheckLists.Any(list => ItemsOf(pack, list).Any(i => !state.Checks.Contains(i))));

    /// <summary>Items of a list as the case remembers them: <c>list.item</c>.</summary>
    public static IEnumerable<string> ItemsOf(PolicyPack pack, string list) =>
        pack.CheckLists.FirstOrDefault(l => l.Id == list)?.Items.Select(i => $"{list}.{i.Id}") ?? [];

    protected override Refusal? Do(Turn turn, RecordChecks command)
    {
        if (turn.Pack.CheckLists.FirstOrDefault(l => l.Id == command.CheckList) is not { } list)
            return Unknown("checkList", command.CheckList, [.. turn.Pack.CheckLists.Select(l => l.Id)]);
        if (command.Items.IsEmpty)
            return Missing("items", Rule);
        if (command.Items.FirstOrDefault(i => !list.Items.Any(known => known.Id == i)) is { } strange)
            return Unknown("items", strange, [.. list.Items.Select(i => i.Id)]);
        turn.Change(s => s with { Checks = s.Checks.Union(command.Items.Select(i => $"{list.Id}.{i}")) });
        turn.Emit(EventTypes.ChecksRecorded, [], ("checkList", list.Id), ("items", string.Join(',', command.Items.Distinct())));
        return null;
    }
}
