using CareLoop.Embedded.Hosting.Invocation;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.Hosting.Timers;

/// <summary>All timer functions of a host.</summary>
internal sealed class TimerListeners(
    IReadOnlyList<TimerSchedule> schedules, EmbeddedStore store, FunctionInvoker invoker, WorkTracker work, TimeProvider time, ILoggerFactory loggers)
{
    private readonly List<TimerListener> listeners = [];

    public async Task StartAsync(CancellationToken drained)
    {
        var statuses = new TimerStatusStore(store);
        await statuses.CreateAsync();
        foreach (var schedule in schedules)
        {
            var listener = new TimerListener(schedule, statuses, invoker, work, time, loggers.CreateLogger<TimerListener>());
            listeners.Add(listener);
            await listener.StartAsync(drained);
        }
    }

    public Task StopAsync() => Task.WhenAll(listeners.Select(listener => listener.DisposeAsync().AsTask()));
}
