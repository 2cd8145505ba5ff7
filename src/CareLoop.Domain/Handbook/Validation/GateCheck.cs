using CareLoop.Domain.Cases.Verbs;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>Gates hold back steps that exist, ask for something, and can be opened.</summary>
internal static class GateCheck
{
    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        var held = VerbBook.All.SelectMany(v => v.LeadsTo).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var gate in draft.Pack.Gates)
        {
            foreach (var step in gate.Before.Where(b => !held.Contains(b)))
                yield return draft.Error("V-01", "gates", gate.Id, "before", $"'{gate.Id}' holds back '{step}', which is no step a gate can hold back.", $"Use one of: {string.Join(", ", held)}.");
            if (gate.Before.IsEmpty)
                yield return draft.Error("V-01", "gates", gate.Id, null, $"'{gate.Id}' holds nothing back.", "Add before: with the steps it stands in front of.");
            if (gate.Milestones.IsEmpty && gate.CheckLists.IsEmpty && gate.Photos.IsEmpty)
                yield return draft.Error("V-01", "gates", gate.Id, null, $"'{gate.Id}' asks for nothing.", "Add milestones:, checkLists: or photos:.");
            foreach (var (phase, _) in gate.Photos.Where(p => p.Value < 1 || p.Value > draft.Pack.Intake.MaxPhotos))
                yield return draft.Error("V-01", "gates", gate.Id, "photos", $"'{gate.Id}' asks for a number of {phase} photos nobody can send.", $"Write a number from 1 to {draft.Pack.Intake.MaxPhotos}.");
        }

        foreach (var list in draft.Pack.CheckLists.Where(l => l.Items.IsEmpty || l.Items.DistinctBy(i => i.Id).Count() < l.Items.Length))
            yield return draft.Error("V-01", "checkLists", list.Id, "items", $"'{list.Id}' has no items, or two with one id.", "Give every item an id of its own.");
    }
}
