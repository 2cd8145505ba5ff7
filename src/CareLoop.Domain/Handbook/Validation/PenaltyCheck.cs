using CareLoop.Domain.Handbook.Reading;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-01: penalty rules can be read, and name categories, causes and types that exist. That the role exists is checked with the other roles.</summary>
internal static class PenaltyCheck
{
    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        var pack = draft.Pack;
        foreach (var record in pack.Records[PenaltyBook.Block])
        {
            foreach (var (key, value, remedy) in PenaltyBook.Faults(record))
                yield return draft.Error("V-01", PenaltyBook.Block, record.Id, key, value is null ? $"'{record.Id}' has no '{key}'." : $"'{key}: {value}' of '{record.Id}' cannot be read.", remedy);
            // Causes are codes of the pack or of the glossary, and then have a name.
            if (PenaltyBook.NamedBy(record) is { } named && pack.NameOf(named, Language.Chinese) == named)
                yield return Unknown(draft, record.Id, "condition", named, pack.Categories);
            foreach (var type in record.List("types").Where(t => !pack.CaseTypes.Contains(t)))
                yield return Unknown(draft, record.Id, "types", type, pack.CaseTypes);
        }
    }

    private static HandbookError Unknown(PackDraft draft, string id, string key, string value, IReadOnlyCollection<string> known) => draft.Error(
        "V-01",
        PenaltyBook.Block,
        id,
        key,
        $"{PenaltyBook.Block}/{id} {key} names '{value}', which does not exist.",
        Spelling.Nearest(value, known) is { } near ? $"Did you mean '{near}'?" : $"Use one of: {string.Join(", ", known)}.");
}
