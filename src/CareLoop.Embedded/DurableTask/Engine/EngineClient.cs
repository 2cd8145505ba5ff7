using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.DurableTask.Orchestration;
using CareLoop.Embedded.DurableTask.Persistence;

namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>The client inside the engine's own process.</summary>
internal sealed class EngineClient(
    InstanceStore store, InstanceQueries queries, SessionServices services, TimeProvider time, EngineWork work, CompletionWaiters waiters, Action<long> ring)
    : DurableTaskClient("embedded")
{
    private volatile bool closed;

    public void Close() => closed = true;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var instanceId = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        InstanceIds.Check(instanceId);
        using var unit = Begin(cancellation);
        ring(await store.CreateAsync(instanceId, orchestratorName, services.Serialize(input), time.GetUtcNow().UtcDateTime));
        return instanceId;
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var raised = new HistoryEvent(HistoryEventKind.EventRaised) { Name = eventName, Data = services.Serialize(eventPayload) };
        return PostAsync(instanceId, raised, cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        PostAsync(instanceId, new HistoryEvent(HistoryEventKind.Suspended) { Data = services.Serialize(reason) }, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        PostAsync(instanceId, new HistoryEvent(HistoryEventKind.Resumed) { Data = services.Serialize(reason) }, cancellation);

    public override Task TerminateInstanceAsync(string instanceId, object? output = null, CancellationToken cancellation = default) =>
        PostAsync(instanceId, new HistoryEvent(HistoryEventKind.Terminated) { Data = services.Serialize(output) }, cancellation);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        InstanceIds.Require(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(queries.Find(instanceId, getInputsAndOutputs));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        new InstancePages(queries, filter ?? new OrchestrationQuery());

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        InstanceIds.Require(instanceId);
        while (true)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            var finished = waiters.WhenFinished(instanceId);
            var instance = queries.Find(instanceId, getInputsAndOutputs) ?? throw new InstanceUnavailableException(instanceId, null);
            if (instance.IsCompleted)
            {
                waiters.Finished(instanceId);
                return instance;
            }

            await finished.WaitAsync(cancellation);
        }
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default)
    {
        InstanceIds.Require(instanceId);
        using var unit = Begin(cancellation);
        return new PurgeResult(await queries.PurgeAsync(instanceId));
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        using var unit = Begin(cancellation);
        return new PurgeResult(await queries.PurgeAllAsync(filter));
    }

    private async Task PostAsync(string instanceId, HistoryEvent message, CancellationToken cancellation)
    {
        InstanceIds.Require(instanceId);
        using var unit = Begin(cancellation);
        ring(await store.PostAsync(instanceId, message));
    }

    private IDisposable Begin(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(closed, this);
        return work.Begin();
    }
}
