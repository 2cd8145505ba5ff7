namespace CareLoop.Domain.Time;

/// <summary>All rules run in China Standard Time: UTC+8, no daylight saving (COM-TIME-01).</summary>
public static class ChinaTime
{
    /// <summary>The only time zone a handbook may name.</summary>
    public const string ZoneId = "Asia/Shanghai";

    public static TimeSpan Offset { get; } = TimeSpan.FromHours(8);

    public static DateTimeOffset Local(DateTimeOffset instant) => instant.ToOffset(Offset);

    public static DateOnly Date(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>The instant <paramref name="timeOfDay"/> (up to 24:00) after the start of a date.</summary>
    public static DateTimeOffset At(DateOnly date, TimeSpan timeOfDay) =>
        new(date.ToDateTime(TimeOnly.MinValue).Add(timeOfDay), Offset);
}
