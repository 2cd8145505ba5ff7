using CareLoop.Domain.Cases;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.FollowUps;

/// <summary>Which follow-ups belong to a working day, by the date in Shanghai.</summary>
public static class FollowUpDay
{
    /// <summary>Before any site opens.</summary>
    private static readonly TimeSpan RemindedAt = new(8, 30, 0);

    /// <summary>The statuses in which somebody still has to ask the customer.</summary>
    public static IReadOnlyList<CaseStatus> Statuses { get; } = [CaseStatus.FollowUpPending];

    public static DateOnly Of(DateTimeOffset instant) => ChinaTime.Date(instant);

    /// <summary>The next instant after another at which people are reminded of their day.</summary>
    public static DateTimeOffset NextReminder(DateTimeOffset after) =>
        ChinaTime.At(Of(after), RemindedAt) is var today && today > after ? today : ChinaTime.At(Of(after).AddDays(1), RemindedAt);

    public static DateTimeOffset StartOf(DateOnly day) => ChinaTime.At(day, TimeSpan.Zero);

    /// <summary>A follow-up is for today when it opened earlier or opens some time today.</summary>
    /// <param name="opensAt">When its task opens, or null without a task.</param>
    /// <param name="now">Any instant of the day.</param>
    public static bool IsForToday(DateTimeOffset? opensAt, DateTimeOffset now) => opensAt is { } instant && Of(instant) <= Of(now);
}
