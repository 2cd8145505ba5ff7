using CareLoop.Embedded.Hosting.Invocation;
using CareLoop.Embedded.Time;
using CareLoop.Embedded.Worker;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.Hosting.Timers;

/// <summary>
/// Runs one timer function on its schedule. The next run is planned when the one before has ended, so two never overlap;
/// what fell due in between is skipped, what fell due while the host was down is made up for by one run.
/// </summary>
internal sealed partial class TimerListener(
    TimerSchedule schedule, TimerStatusStore statuses, FunctionInvoker invoker, WorkTracker work, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    /// <summary>System timers end at 49 days, and a machine that slept should notice within a day.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private ITimer? timer;
    private TimerStatus status = null!;
    private Task run = Task.CompletedTask;
    private CancellationToken cancellation;
    private bool stopped;

    private string Name => schedule.Function.Name;

    public async Task StartAsync(CancellationToken drained)
    {
        cancellation = drained;
        var now = time.GetUtcNow();
        var known = schedule.Trigger.UseMonitor ? statuses.Read(Name) : null;

        // Recomputed rather than read: the expression may have changed while the host was down.
        status = known is null ? new TimerStatus(null, schedule.After(now), now) : known with { Next = schedule.After(known.Last ?? known.Updated) };
        if (known is null)
        {
            await SaveAsync();
        }

        timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (status.Next <= now || schedule.Trigger.RunOnStartup)
        {
            Begin(isPastDue: status.Next < now);
        }
        else
        {
            Plan();
        }
    }

    /// <summary>Plans nothing further and waits for the run under way.</summary>
    public async Task StopAsync()
    {
        Task running;
        lock (gate)
        {
            stopped = true;
            running = run;
        }

        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (timer is not null)
        {
            await timer.DisposeAsync();
        }
    }

    private void Tick()
    {
        if (time.GetUtcNow() < status.Next)
        {
            Plan();
        }
        else
        {
            Begin(isPastDue: false);
        }
    }

    private void Plan()
    {
        var wait = status.Next - time.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
        lock (gate)
        {
            if (!stopped)
            {
                timer!.Change(wait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Announces the work before it returns, so that a virtual clock waits for it.</summary>
    private void Begin(bool isPastDue)
    {
        lock (gate)
        {
            if (!stopped)
            {
                var tracked = work.Begin();
                run = Task.Run(() => RunAsync(isPastDue, tracked));
            }
        }
    }

    private async Task RunAsync(bool isPastDue, IDisposable tracked)
    {
        using (tracked)
        {
            try
            {
                await invoker.InvokeAsync(schedule.Function, Trigger(isPastDue), cancellation);
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                Log.Abandoned(logger, Name);
                return;
            }
            catch (Exception)
            {
                // The invoker has logged it; the schedule goes on, as on Azure.
            }

            var now = time.GetUtcNow();
            status = new TimerStatus(now, schedule.After(now), now);
            try
            {
                await SaveAsync();
            }
            catch (Exception error)
            {
                Log.NotRemembered(logger, error, Name);
            }

            Plan();
        }
    }

    private Task SaveAsync() => schedule.Trigger.UseMonitor ? statuses.SaveAsync(Name, status) : Task.CompletedTask;

    private TriggerData Trigger(bool isPastDue)
    {
        var info = new TimerInfo
        {
            IsPastDue = isPastDue,
            ScheduleStatus = schedule.Trigger.UseMonitor
                ? new ScheduleStatus
                {
                    Last = status.Last?.UtcDateTime ?? default,
                    Next = status.Next.UtcDateTime,
                    LastUpdated = status.Updated.UtcDateTime,
                }
                : null,
        };
        return new TriggerData(
            parameter => parameter.ParameterType == typeof(TimerInfo) ? info : TriggerData.NotBound, new Dictionary<string, object?>());
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Timer function {Function} was cancelled by the shutdown; it runs again as past due")]
        public static partial void Abandoned(ILogger logger, string function);

        [LoggerMessage(2, LogLevel.Error, "The run of timer function {Function} could not be remembered; after a restart it runs again")]
        public static partial void NotRemembered(ILogger logger, Exception error, string function);
    }
}
