using System.Collections.Immutable;

namespace CareLoop.Domain.Cases;

/// <summary>The contact after the result was told (回访, COM-FU-01).</summary>
/// <param name="PlanId">Plan of the pack.</param>
/// <param name="OpensAt">From then on the customer may be asked.</param>
/// <param name="DueAt">Until then the customer must have been asked.</param>
/// <param name="Status">Where the task stands.</param>
/// <param name="Caller">Who is to ask: a staff id, or null for whoever holds the owner role.</param>
/// <param name="Mode">How, such as <c>Call</c> or <c>HomeVisit</c>.</param>
public sealed record FollowUpTask(
    string PlanId,
    DateTimeOffset OpensAt,
    DateTimeOffset DueAt,
    FollowUpStatus Status,
    string? Caller,
    string Mode)
{
    /// <summary>Failed attempts to reach the customer (COM-FU-03).</summary>
    public ImmutableArray<DateTimeOffset> Attempts { get; init; } = [];

    /// <summary>A follow-up result of the glossary, once there is one.</summary>
    public string? Result { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }
}

/// <summary>Where a follow-up task stands (回访任务).</summary>
public enum FollowUpStatus
{
    Scheduled,
    Due,
    Rescheduled,
    Completed,
    Unreachable,
    Missed,
    Cancelled,
}
