using System.Collections.Immutable;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-19: a project pack has all eleven items of the service agreement (PROJ-SLA-04).</summary>
internal static class AgreementCheck
{
    private static readonly ImmutableArray<string> Items =
    [
        "scope", "serviceHours", "ways", "feedbackChannels", "timeNodes", "qualityIndices", "fees", "confidentiality", "breach",
        "changeAndTermination", "lawAndDisputes",
    ];

    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        if (draft.Pack.Reference.Id != "project-service")
            yield break;
        foreach (var item in Items.Where(i => string.IsNullOrWhiteSpace(draft.Pack.Agreement.GetValueOrDefault(i))))
            yield return draft.Error("V-19", "agreement", null, null, $"The service agreement says nothing about '{item}'.", $"Add {item}: to agreement:.");
    }
}
