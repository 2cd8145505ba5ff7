using System.Collections.Concurrent;
using System.Text.Json;
using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.DurableTask.Orchestration;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>
/// Runs activities: at least once each, bounded in number. A call belongs to the runner from its start until a turn
/// has stored its result, so it is never started a second time meanwhile.
/// </summary>
internal sealed partial class ActivityRunner(
    SessionServices services, EngineWork work, DurableEngineOptions options, TaskScheduler scheduler, Action<long, HistoryEvent> deliver)
    : IDisposable
{
    private readonly WorkQueue queue = new(options.MaxConcurrentActivities, scheduler);
    private readonly ConcurrentDictionary<(long Instance, int TaskId), bool> owned = new();
    private readonly CancellationTokenSource giveUp = new();
    private readonly ILogger logger = services.Loggers.CreateLogger<ActivityRunner>();
    private volatile bool stopping;

    /// <summary>Starts the call unless it is under way already.</summary>
    public void Ensure(long instance, string instanceId, HistoryEvent call)
    {
        if (!stopping && owned.TryAdd((instance, call.TaskId), true))
        {
            var unit = work.Begin();
            queue.Enqueue(() => RunAsync(instance, instanceId, call, unit));
        }
    }

    /// <summary>The result has been stored or is no longer wanted.</summary>
    public void Release(long instance, HistoryEvent result) => owned.TryRemove((instance, result.TaskId), out _);

    /// <summary>Calls that have not begun stay in history, for the next run.</summary>
    public void StopStarting() => stopping = true;

    public void GiveUp() => giveUp.Cancel();

    public void Dispose() => giveUp.Dispose();

    private async Task RunAsync(long instance, string instanceId, HistoryEvent call, IDisposable unit)
    {
        using (unit)
        {
            if (stopping)
            {
                return;
            }

            try
            {
                var result = await InvokeAsync(instanceId, call);
                deliver(instance, result with { TaskId = call.TaskId });
            }
            catch (Exception) when (giveUp.IsCancellationRequested)
            {
                // Also what is not a cancellation: its surroundings are being taken down, so its failure means nothing.
                LogGivenUp(logger, call.Name!, instanceId);
            }
        }
    }

    private async Task<HistoryEvent> InvokeAsync(string instanceId, HistoryEvent call)
    {
        if (services.Functions.FindActivity(call.Name!) is not { } activity)
        {
            return Failed(new TaskFailureDetails(ActivityErrors.NotFound, $"There is no activity named '{call.Name}'.", null, null));
        }

        try
        {
            var input = call.Data is null ? null : JsonSerializer.Deserialize(call.Data, activity.InputType, services.Json);
            var output = await activity.InvokeAsync(input, new Context(call.Name!, instanceId), giveUp.Token);
            return new HistoryEvent(HistoryEventKind.ActivityCompleted) { Data = services.Serialize(output) };
        }
        catch (Exception error) when (!giveUp.IsCancellationRequested)
        {
            LogFailed(logger, error, call.Name!, instanceId);
            return Failed(TaskFailureDetails.FromException(error));
        }
    }

    private static HistoryEvent Failed(TaskFailureDetails failure) => new(HistoryEventKind.ActivityFailed) { Failure = failure };

    [LoggerMessage(LogLevel.Warning, "Activity {Activity} of instance {InstanceId} failed")]
    private static partial void LogFailed(ILogger logger, Exception error, string activity, string instanceId);

    [LoggerMessage(LogLevel.Information, "Activity {Activity} of instance {InstanceId} was cancelled by shutdown and runs again at the next start")]
    private static partial void LogGivenUp(ILogger logger, string activity, string instanceId);

    private sealed class Context(TaskName name, string instanceId) : TaskActivityContext
    {
        public override TaskName Name => name;

        public override string InstanceId => instanceId;
    }
}
