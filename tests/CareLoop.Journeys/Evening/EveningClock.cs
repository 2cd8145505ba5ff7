namespace CareLoop.Journeys.Evening;

/// <summary>The platforms' clock: it shows the application's time, and its pauses are real.</summary>
internal sealed class EveningClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
