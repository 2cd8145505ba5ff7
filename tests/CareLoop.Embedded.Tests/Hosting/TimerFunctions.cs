using System.Collections.Concurrent;
using CareLoop.Embedded.Worker;

namespace CareLoop.Embedded.Tests.Hosting;

/// <summary>Timer functions that note every run.</summary>
public sealed class TimerFunctions(TimerFunctions.Runs runs, TimeProvider time)
{
    public sealed record Run(DateTimeOffset At, bool IsPastDue, DateTime Last, DateTime Next);

    public sealed class Runs
    {
        private int inside;

        public ConcurrentQueue<Run> All { get; } = new();

        public int MostAtOnce { get; private set; }

        public async Task NoteAsync(TimerInfo timer, DateTimeOffset now)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref inside));
            await Task.Yield();
            All.Enqueue(new Run(now, timer.IsPastDue, timer.ScheduleStatus?.Last ?? default, timer.ScheduleStatus?.Next ?? default));
            Interlocked.Decrement(ref inside);
        }
    }

    [Function("Daily")]
    public Task DailyAsync([TimerTrigger("%DailySchedule%")] TimerInfo timer) => runs.NoteAsync(timer, time.GetUtcNow());
}

public static class FailingTimer
{
    [Function("Failing")]
    public static void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => throw new InvalidOperationException("again");
}

public sealed class StartupTimer(TimerFunctions.Runs runs, TimeProvider time)
{
    [Function("Startup")]
    public Task RunAsync([TimerTrigger("0 0 3 1 1 *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) =>
        runs.NoteAsync(timer, time.GetUtcNow());
}
