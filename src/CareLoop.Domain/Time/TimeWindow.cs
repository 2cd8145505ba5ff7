namespace CareLoop.Domain.Time;

/// <summary>Opening hours within one day; <paramref name="To"/> may be 24:00 and is itself closed.</summary>
public readonly record struct TimeWindow(TimeSpan From, TimeSpan To)
{
    public TimeSpan Length => To - From;

    /// <summary>Whether the clock in China shows a time within it.</summary>
    public bool Holds(DateTimeOffset at) => ChinaTime.Local(at).TimeOfDay is var clock && clock >= From && clock < To;

    public override string ToString() => $"{Clockface(From)}–{Clockface(To)}";

    private static string Clockface(TimeSpan time) => $"{(int)time.TotalHours:00}:{time.Minutes:00}";
}
