using CareLoop.Embedded.Time;

namespace CareLoop.Embedded.Tests.Time;

public sealed class VirtualClockTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly WorkTracker work = new();
    private readonly List<DateTimeOffset> persisted = [];
    private readonly VirtualClock clock;

    public VirtualClockTests() => clock = new VirtualClock(Start, work, now =>
    {
        persisted.Add(now);
        return Task.CompletedTask;
    });

    public void Dispose() => clock.Dispose();

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_times_each_at_its_own()
    {
        List<(string, double)> fired = [];
        foreach (var (name, hours) in ((string, int)[])[("c", 30), ("a", 1), ("b", 5), ("d", 60)])
        {
            clock.CreateTimer(_ => fired.Add((name, (clock.GetUtcNow() - Start).TotalHours)), null, TimeSpan.FromHours(hours), Timeout.InfiniteTimeSpan);
        }

        await clock.AdvanceToAsync(Start.AddHours(48));

        Assert.Equal([("a", 1), ("b", 5), ("c", 30)], fired);
        Assert.Equal(Start.AddHours(48), clock.GetUtcNow());
        Assert.Equal([1, 5, 30, 48], persisted.Select(at => (at - Start).TotalHours));
    }

    [Fact]
    public async Task The_clock_waits_until_the_work_that_a_timer_began_is_done()
    {
        IDisposable? unit = null;
        clock.CreateTimer(_ => unit = work.Begin(), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);

        var advance = clock.AdvanceToAsync(Start.AddHours(5));
        Assert.Equal(Start.AddHours(1), clock.GetUtcNow());
        Assert.False(advance.IsCompleted);
        unit!.Dispose();
        await advance.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(Start.AddHours(5), clock.GetUtcNow());
    }

    [Fact]
    public async Task A_period_repeats_and_a_disposed_timer_does_not()
    {
        var ticks = 0;
        var timer = clock.CreateTimer(_ => ticks++, null, TimeSpan.FromHours(1), TimeSpan.FromHours(2));
        await clock.AdvanceToAsync(Start.AddHours(6));
        timer.Dispose();
        await clock.AdvanceToAsync(Start.AddHours(60));

        Assert.Equal(3, ticks);
        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task A_timer_disposed_by_its_own_callback_or_by_an_earlier_one_of_the_instant_fires_no_more()
    {
        var fired = 0;
        ITimer? self = null, other = null;
        self = clock.CreateTimer(
            _ =>
            {
                fired++;
                self!.Dispose();
                other!.Dispose();
            },
            null,
            TimeSpan.FromHours(1),
            TimeSpan.FromHours(1));
        other = clock.CreateTimer(_ => fired += 100, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);

        await clock.AdvanceToAsync(Start.AddHours(10));

        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task The_clock_never_goes_back()
    {
        await clock.AdvanceToAsync(Start.AddHours(2));
        await clock.AdvanceToAsync(Start.AddHours(1));

        Assert.Equal(Start.AddHours(2), clock.GetUtcNow());
    }

    [Fact]
    public async Task An_instant_that_cannot_be_persisted_is_never_shown()
    {
        using var broken = new VirtualClock(Start, work, _ => throw new IOException("disk full"));

        await Assert.ThrowsAsync<IOException>(() => broken.AdvanceToAsync(Start.AddHours(1)));

        Assert.Equal(Start, broken.GetUtcNow());
    }

    [Fact]
    public async Task Work_that_is_ended_twice_counts_once()
    {
        var first = work.Begin();
        using var second = work.Begin();
        first.Dispose();
        first.Dispose();

        Assert.Equal(1, work.Count);
        Assert.False(work.WhenQuietAsync().IsCompleted);
        second.Dispose();
        await work.WhenQuietAsync();
    }
}
