using CareLoop.Domain.Duties;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-08: duties come on days and are due at times that can be counted, and are somebody's.</summary>
internal static class DutyCheck
{
    public static IEnumerable<HandbookError> Find(PackDraft draft) =>
        from duty in draft.Pack.Records["dutyTasks"]
        from fault in DutyBook.Faults(duty)
        select draft.Error("V-08", "dutyTasks", duty.Id, fault.Key, fault.Message, fault.Remedy);
}
