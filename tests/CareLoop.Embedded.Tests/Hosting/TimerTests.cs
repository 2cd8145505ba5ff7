using CareLoop.Embedded.Hosting;
using CareLoop.Embedded.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Tests.Hosting;

public sealed class TimerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimerFunctions.Runs runs = new();

    [Fact]
    public async Task Every_occurrence_on_the_way_runs_at_its_own_instant()
    {
        await using var app = await StartAsync([typeof(TimerFunctions)], Start);
        var now = await app.AdvanceToAsync(Start.AddDays(3));

        Assert.Equal(Start.AddDays(3), now);
        Assert.Equal([Start.AddHours(1.5), Start.AddHours(25.5), Start.AddHours(49.5)], runs.All.Select(run => run.At));
        Assert.All(runs.All, run => Assert.False(run.IsPastDue));
        Assert.All(runs.All, run => Assert.Equal(run.At.UtcDateTime, run.Next));
        Assert.Equal([default, Start.AddHours(1.5).UtcDateTime, Start.AddHours(25.5).UtcDateTime], runs.All.Select(run => run.Last));
        Assert.Equal(1, runs.MostAtOnce);
    }

    [Fact]
    public async Task Runs_missed_while_the_host_was_down_are_made_up_for_by_one_past_due_run()
    {
        await using var app = await StartAsync([typeof(TimerFunctions)], Start);
        await app.AdvanceToAsync(Start.AddDays(1));
        runs.All.Clear();

        await app.RestartAsync([typeof(TimerFunctions)], Options(Start.AddDays(10)), Configure);
        await app.AdvanceToAsync(Start.AddDays(11));

        Assert.Equal([Start.AddDays(10), Start.AddDays(10).AddHours(1.5)], runs.All.Select(run => run.At));
        Assert.Equal([true, false], runs.All.Select(run => run.IsPastDue));
        Assert.Equal(Start.AddHours(1.5).UtcDateTime, runs.All.First().Last);
    }

    [Fact]
    public async Task A_restart_in_time_runs_nothing_twice()
    {
        await using var app = await StartAsync([typeof(TimerFunctions)], Start);
        await app.AdvanceToAsync(Start.AddHours(2));

        await app.RestartAsync([typeof(TimerFunctions)], Options(Start), Configure);
        var now = await app.AdvanceToAsync(Start.AddHours(3));

        Assert.Equal(Start.AddHours(3), now);
        Assert.Equal(Start.AddHours(1.5), Assert.Single(runs.All).At);
    }

    [Fact]
    public async Task A_failing_run_is_logged_and_the_schedule_goes_on()
    {
        await using var app = await StartAsync([typeof(FailingTimer)], Start);
        await app.AdvanceToAsync(Start.AddHours(3));

        Assert.Equal(3, app.Logs.Entries.Count(entry => entry.StartsWith("Error Function.Failing", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_on_start_up_needs_no_occurrence_and_no_memory()
    {
        await using var app = await StartAsync([typeof(StartupTimer)], Start);
        await app.AdvanceToAsync(Start);
        await app.RestartAsync([typeof(StartupTimer)], Options(Start), Configure);
        await app.AdvanceToAsync(Start.AddDays(60));

        Assert.Equal(2, runs.All.Count);
        Assert.All(runs.All, run => Assert.Equal((Start, false, default), (run.At, run.IsPastDue, run.Next)));
    }

    [Fact]
    public async Task The_system_clock_starts_timers_too()
    {
        await using var app = await TestApp.StartAsync(
            [typeof(TimerFunctions)], options => options.Settings["DailySchedule"] = "* * * * * *", Configure);

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (runs.All.Count < 2)
        {
            await Task.Delay(20, limit.Token);
        }

        Assert.Equal(runs.All.Select(run => run.At).Order(), runs.All.Select(run => run.At));
        Assert.All(runs.All, run => Assert.True(run.At.UtcDateTime >= run.Next));
    }

    private Task<TestApp> StartAsync(Type[] functions, DateTimeOffset start) => TestApp.StartAsync(functions, Options(start), Configure);

    private static Action<EmbeddedHostOptions> Options(DateTimeOffset start) => options =>
    {
        options.VirtualClockStart = start;
        options.Settings["DailySchedule"] = "0 30 1 * * *";
    };

    private void Configure(FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton(runs);
    }
}
