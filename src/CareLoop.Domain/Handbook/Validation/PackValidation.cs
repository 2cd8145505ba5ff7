namespace CareLoop.Domain.Handbook.Validation;

/// <summary>All checks before a pack is published (policy-packs section 2.2).</summary>
internal static class PackValidation
{
    private static readonly Func<PackDraft, IEnumerable<HandbookError>>[] Checks =
    [
        ReferenceCheck.Find,
        CalendarCheck.Find,
        StageCheck.Find,
        LimitCheck.Find,
        LadderCheck.Find,
        ApprovalCheck.Find,
        FollowUpCheck.Find,
        GateCheck.Find,
        CarePlanCheck.Find,
        PenaltyCheck.Find,
        DutyCheck.Find,
        KpiCheck.Find,
        TemplateCheck.Find,
        SourceCheck.Find,
        AgreementCheck.Find,
        ConversationCheck.Find,
    ];

    public static IEnumerable<HandbookError> Check(PackDraft draft) => Checks.SelectMany(check => check(draft));
}
