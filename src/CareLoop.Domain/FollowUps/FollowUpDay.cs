using CareLoop.Domain.Cases;

namespace CareLoop.Domain.FollowUps;

/// <summary>Which follow-ups belong to a working day, by the date in Shanghai.</summary>
public static class FollowUpDay
{
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    /// <summary>The statuses in which somebody still has to ask the customer.</summary>
    public static IReadOnlyList<CaseStatus> Statuses { get; } = [CaseStatus.FollowUpPending];

    public static DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Shanghai).DateTime);

    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Shanghai);

    /// <summary>A follow-up is for today when it opened earlier or opens some time today.</summary>
    /// <param name="opensAt">When its task opens, or null without a task.</param>
    /// <param name="now">Any instant of the day.</param>
    public static bool IsForToday(DateTimeOffset? opensAt, DateTimeOffset now) => opensAt is { } instant && Of(instant) <= Of(now);
}
