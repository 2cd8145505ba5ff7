using System.Globalization;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Functions.Notifications;

/// <summary>
/// What is filled into a notice about a case. A notice is put into words when it is read: it must then still speak of what it was about,
/// not of what has become of the case since.
/// </summary>
internal static class CaseNoticeValues
{
    private static readonly LocalText Agreed = new("同意", "approved");
    private static readonly LocalText AgreedSoFar = new("同意,已转下一级审批", "approved, and passed on to the next approver");
    private static readonly LocalText Rejected = new("不同意", "rejected");

    /// <summary>Whoever owned the case when it was registered, for the notice that says so; for others whoever does now.</summary>
    public static string? OwnerThen(CaseState state, CaseEvent? cause) =>
        cause?.Type == EventTypes.CaseRegistered ? cause.Data.GetValueOrDefault("owner") : state.Owner;

    /// <summary>What it came to: the decision, what is applied for, or else what was said.</summary>
    public static string? Result(string kind, PolicyPack pack, CaseState state, CaseEvent? cause, string? said, Language language) => kind switch
    {
        NoticeKinds.ApprovalRequested => AppliedFor(pack, state, language),
        NoticeKinds.ApprovalDecided when cause is not null => $"{Decision(cause).In(language)}{(said is null ? null : $"({said})")}",
        _ => said,
    };

    /// <summary>The limit a notice is about; none for a report upward that nobody has to acknowledge.</summary>
    public static string? DueAt(InboxEntry entry, CaseState state) => state.Deadlines.FirstOrDefault(deadline => deadline.Id == entry.DeadlineId) switch
    {
        null => null,
        { Purpose: not DeadlinePurpose.Acknowledgement } when entry.Kind == NoticeKinds.Escalated => null,
        { IsLimit: true } limit => Local(limit.DueAt),
        // A window that opens is told with its end. A reopened case has several.
        { } opening => Local(state.Deadlines.FirstOrDefault(end => end.Purpose == DeadlinePurpose.FollowUp && end.StartedAt == opening.StartedAt)?.DueAt
            ?? state.FollowUp?.DueAt ?? opening.DueAt),
    };

    /// <summary>An instant kept with the event, in local time.</summary>
    public static string? Instant(CaseEvent? cause, string name) =>
        cause?.Data.GetValueOrDefault(name) is { } text ? Local(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)) : null;

    private static string AppliedFor(PolicyPack pack, CaseState state, Language language) =>
        pack.NameOf(state.Solution?.Kind ?? state.Type, language);

    private static LocalText Decision(CaseEvent decided) => decided switch
    {
        { Data: var data } when data.GetValueOrDefault("approved") != "true" => Rejected,
        { Notices: var told } when told.Any(notice => notice.Kind == NoticeKinds.ApprovalRequested) => AgreedSoFar,
        _ => Agreed,
    };

    /// <summary>An instant as people read it.</summary>
    public static string Local(DateTimeOffset instant) => ChinaTime.Local(instant).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
