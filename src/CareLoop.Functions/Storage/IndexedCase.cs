using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Storage;

/// <summary>What a worklist row says about a case: enough to sort, filter and choose by, and nothing personal (COM-PRIV-03).</summary>
public sealed record IndexedCase(
    string CaseId,
    string Site,
    PackReference Pack,
    CaseStatus Status,
    string Type,
    string? Category,
    string? Severity,
    string? Owner,
    string? Handler,
    string? Counterparty,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? NextDueAt,
    bool Overdue,
    DateTimeOffset? ClosedAt,
    DateTimeOffset? FollowUpOpensAt,
    string? FollowUpCaller,
    string? SubjectKey)
{
    /// <summary>Who acts in it now: the handler on duty, else the owner (COM-OWN-03).</summary>
    public string? ActingPerson => Handler ?? Owner;
}
