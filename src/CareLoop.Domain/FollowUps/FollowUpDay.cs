using CareLoop.Domain.Cases;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.FollowUps;

/// <summary>Which follow-ups belong to a working day, by the date in Shanghai.</summary>
public static class FollowUpDay
{
    /// <summary>The statuses in which somebody still has to ask the customer.</summary>
    public static IReadOnlyList<CaseStatus> Statuses { get; } = [CaseStatus.FollowUpPending];

    public static DateOnly Of(DateTimeOffset instant) => ChinaTime.Date(instant);

    public static DateTimeOffset StartOf(DateOnly day) => ChinaTime.At(day, TimeSpan.Zero);

    /// <summary>A follow-up is for today when it opened earlier or opens some time today.</summary>
    /// <param name="opensAt">When its task opens, or null without a task.</param>
    /// <param name="now">Any instant of the day.</param>
    public static bool IsForToday(DateTimeOffset? opensAt, DateTimeOffset now) => opensAt is { } instant && Of(instant) <= Of(now);
}
