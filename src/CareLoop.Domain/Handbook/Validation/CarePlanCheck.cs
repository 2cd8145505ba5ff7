using CareLoop.Domain.CarePlans;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-08: care plans name a known anchor and mode, and windows that can be counted.</summary>
internal static class CarePlanCheck
{
    public static IEnumerable<HandbookError> Find(PackDraft draft) =>
        from plan in draft.Pack.Records["carePlans"]
        from fault in CarePlanBook.Faults(plan)
        select draft.Error("V-08", "carePlans", plan.Id, fault.Key, $"'{fault.Key}: {fault.Value}' of '{plan.Id}' cannot be read.", fault.Remedy);
}
