using System.Collections.Immutable;
using CareLoop.Domain.Cases.Verbs;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases;

/// <summary>Whether what a handbook asks for before a step is there: records, ticked check lists, photos.</summary>
public static class Gates
{
    /// <summary>Whether photos bear on a command, so that they have to be looked up before it is decided.</summary>
    /// <param name="pack">The handbook.</param>
    /// <param name="state">The case as it will be decided on, or null when other commands may still change it.</param>
    /// <param name="command">The command.</param>
    public static bool AskForPhotos(PolicyPack pack, CaseState? state, CaseCommand command) =>
        pack.Gates.Any(g => !g.Photos.IsEmpty && (state is null || g.AppliesTo(state)) && g.Before.Any(VerbBook.For(command).LeadsTo.Contains));

    /// <summary>What is missing before a step, in codes: records, <c>list.item</c>, <c>photos.phase</c>.</summary>
    /// <param name="pack">The handbook.</param>
    /// <param name="state">The case.</param>
    /// <param name="step">Event of the step, such as <c>FeedbackGiven</c>.</param>
    /// <param name="photos">The case's photos, as far as they were looked up.</param>
    public static ImmutableArray<string> Missing(PolicyPack pack, CaseState state, string step, IReadOnlyCollection<PhotoFact> photos) =>
        [.. Holding(pack, state, new HashSet<string> { step }).SelectMany(g => Missing(pack, state, g, photos)).Distinct()];

    /// <summary>The refusal of a decision that would pass a gate that is shut, or null.</summary>
    internal static Refusal? Refuse(Turn turn)
    {
        var steps = turn.Events.Select(e => e.Type).ToHashSet();
        var shut = Holding(turn.Pack, turn.State, steps)
            .Select(g => (Gate: g, Missing: Missing(turn.Pack, turn.State, g, turn.Facts.Photos ?? []).ToList()))
            .Where(g => g.Missing.Count > 0)
            .ToList();
        return shut.Count == 0
            ? null
            : new(RefusalReason.GateOpen, null, shut[0].Gate.Id, [.. shut.SelectMany(g => g.Missing).Distinct()], shut[0].Gate.Source.RuleId);
    }

    private static IEnumerable<Gate> Holding(PolicyPack pack, CaseState state, IReadOnlySet<string> steps) =>
        pack.Gates.Where(g => g.Before.Any(steps.Contains) && g.AppliesTo(state));

    private static IEnumerable<string> Missing(PolicyPack pack, CaseState state, Gate gate, IReadOnlyCollection<PhotoFact> photos)
    {
        foreach (var milestone in gate.Milestones.Where(m => !state.Milestones.Contains(m)))
            yield return milestone;
        foreach (var item in gate.CheckLists.SelectMany(list => Checking.ItemsOf(pack, list)).Where(i => !state.Checks.Contains(i)))
            yield return item;
        // After reopening the work is done again, and so are its photos.
        var since = photos.Where(p => state.ReopenedAt is null || p.UploadedAt >= state.ReopenedAt).ToList();
        foreach (var (phase, count) in gate.Photos.Where(p => since.Count(s => p.Key == Gate.AnyPhase || s.Phase == p.Key) < p.Value))
            yield return $"photos.{phase}";
    }
}
