namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>The clock of a platform that must be there before the application is: real until it is told which clock to follow.</summary>
public sealed class FollowingClock : TimeProvider
{
    /// <summary>The application's clock, once it runs.</summary>
    public TimeProvider Leader { get; set; } = System;

    public override DateTimeOffset GetUtcNow() => Leader.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Leader.CreateTimer(callback, state, dueTime, period);
}
