using System.Globalization;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-08: follow-ups can be done in their window.</summary>
internal static class FollowUpCheck
{
    private const int MostQuestions = 5;

    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        var floor = draft.Pack.Records["kpis"].FirstOrDefault(k => k.Id == "ComplaintRevisitRate")?.Field("target");
        var least = decimal.TryParse(floor, NumberStyles.Number, CultureInfo.InvariantCulture, out var target) ? target : 0;
        foreach (var plan in draft.Pack.FollowUpPlans)
        {
            if (plan.OpensDay > plan.DueDay || plan.OpensDay < 0)
                yield return draft.Error("V-08", "followUpPlans", plan.Id, "opensDay", $"'{plan.Id}' opens after it is due.", "Let opensDay be at most dueDay.");
            if (plan.Attempts.MinDates > plan.DueDay - plan.OpensDay + 1)
                yield return draft.Error("V-08", "followUpPlans", plan.Id, "attempts", $"'{plan.Id}' needs attempts on {plan.Attempts.MinDates} dates but has fewer.", "Lengthen the window, or lower minDates.");
            if (plan.Attempts.Max < plan.Attempts.MinDates)
                yield return draft.Error("V-08", "followUpPlans", plan.Id, "attempts", $"{plan.Attempts.Max} attempts cannot fall on {plan.Attempts.MinDates} dates.", "Raise max, or lower minDates.");
            if (plan.MaxQuestions is < 1 or > MostQuestions)
                yield return draft.Error("V-08", "followUpPlans", plan.Id, "maxQuestions", $"'{plan.Id}' asks {plan.MaxQuestions} questions; a follow-up is short (COM-FU-02).", "Ask one to five.");
            if (plan.Coverage < least || plan.Coverage is < 0 or > 1)
                yield return draft.Error("V-08", "followUpPlans", plan.Id, "coverage", $"The coverage {plan.Coverage} of '{plan.Id}' is not between {least} and 1.", "Write a share such as 1.0.");
        }
    }
}
