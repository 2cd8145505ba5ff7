using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Directory;

/// <summary>An earlier case of the same customer, as an index row tells it.</summary>
public sealed record EarlierCase(string CaseId, CaseStatus Status, string? Owner, string? SubjectKey, DateTimeOffset? ClosedAt);

/// <summary>Whether a matter comes again (重复投诉).</summary>
public static class Repetition
{
    /// <summary>The last case about the same subject that was archived within the repeat window (COM-ESC-03); null when there is none.</summary>
    public static EarlierCase? Find(PolicyPack pack, string? subjectKey, DateTimeOffset receivedAt, IEnumerable<EarlierCase> earlier) => subjectKey is null
        ? null
        : earlier
            .Where(e => e.Status == CaseStatus.Archived && e.SubjectKey == subjectKey)
            .Where(e => e.ClosedAt <= receivedAt && receivedAt <= e.ClosedAt.Value.AddDays(pack.Intake.RepeatDays))
            .MaxBy(e => e.ClosedAt);
}
