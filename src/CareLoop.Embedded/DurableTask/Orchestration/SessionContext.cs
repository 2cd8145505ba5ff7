using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CareLoop.Embedded.DurableTask.History;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.DurableTask.Orchestration;

/// <summary>What the orchestrator sees of its session.</summary>
internal sealed class SessionContext(SessionServices services, InstanceIdentity instance, OrchestratorScheduler scheduler, Steps steps)
    : TaskOrchestrationContext
{
    private static readonly Guid GuidNamespace = new("0b3fd1d2-6b0c-4c51-9c0e-6a2f4f6f6c57");

    private int nextTaskId;
    private int guids;

    public override TaskName Name => instance.Name;

    public override string InstanceId => instance.InstanceId;

    public override DateTime CurrentUtcDateTime => Now;

    public override bool IsReplaying => steps.IsReplaying;

    public OpenTasks Open { get; } = new();

    public ExternalEvents Events { get; } = new();

    public DateTime Now { get; set; }

    public string? Input { get; set; }

    public string? CustomStatus { get; private set; }

    public (string? Input, bool PreserveEvents)? NextGeneration { get; private set; }

    protected override ILoggerFactory LoggerFactory => services.Loggers;

    public override T? GetInput<T>()
        where T : default
    {
        scheduler.RequireOwnThread();
        return Deserialize<T>(Input);
    }

    public override Guid NewGuid()
    {
        scheduler.RequireOwnThread();
        var name = Encoding.UTF8.GetBytes($"{InstanceId}|{Now:O}|{guids++}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. GuidNamespace.ToByteArray(bigEndian: true), .. name], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        scheduler.RequireOwnThread();
        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        if (input is TaskOptions)
        {
            throw new ArgumentException("These are TaskOptions in the place of the input: name the argument 'options'.", nameof(input));
        }

        var data = Serialize(input);
        return options?.Retry is { } retry ? CallRetrying<TResult>(name, data, retry.Policy) : Call<TResult>(name, data);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        scheduler.RequireOwnThread();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var due = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        var created = new HistoryEvent(HistoryEventKind.TimerCreated) { TaskId = nextTaskId++, FireAt = due };
        steps.Take(created);
        return Open.AddTimer(created, () => Cancel(created.TaskId), cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        scheduler.RequireOwnThread();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (Events.TryTakeEarly(eventName, out var happening))
        {
            return Task.FromResult(Deserialize<T>(happening!.Data)!);
        }

        var waiter = new ExternalEvents.Waiter<T>(data => Deserialize<T>(data)!);
        Events.Wait(eventName, waiter);
        cancellationToken.Register(() =>
        {
            if (IsOwnThread())
            {
                waiter.Cancel(cancellationToken);
            }
        });
        return waiter.Task;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        scheduler.RequireOwnThread();
        NextGeneration = (Serialize(newInput), preserveUnprocessedEvents);
    }

    public override void SetCustomStatus(object? customStatus)
    {
        scheduler.RequireOwnThread();
        CustomStatus = Serialize(customStatus);
    }

    public string? Serialize(object? value) => services.Serialize(value);

    private T? Deserialize<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, services.Json);

    private async Task<TResult> Call<TResult>(TaskName name, string? data)
    {
        var scheduled = new HistoryEvent(HistoryEventKind.ActivityScheduled) { TaskId = nextTaskId++, Name = name, Data = data };
        steps.Take(scheduled);
        var result = await Open.AddActivity(scheduled);
        return result.Failure is { } failure
            ? throw new TaskFailedException(name, scheduled.TaskId, failure)
            : Deserialize<TResult>(result.Data)!;
    }

    private async Task<TResult> CallRetrying<TResult>(TaskName name, string? data, RetryPolicy policy)
    {
        var first = Now;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Call<TResult>(name, data);
            }
            catch (TaskFailedException failed) when (MayRetry(policy, attempt, first, failed.FailureDetails))
            {
                // The pause is outside the filter: it must be a step of its own.
            }

            await CreateTimer(Now + policy.PauseAfter(attempt), CancellationToken.None);
        }
    }

    private bool MayRetry(RetryPolicy policy, int attempt, DateTime first, TaskFailureDetails failure) =>
        attempt < policy.MaxNumberOfAttempts
        && failure.ErrorType != ActivityErrors.NotFound
        && (policy.RetryTimeout == Timeout.InfiniteTimeSpan || Now - first < policy.RetryTimeout)
        && policy.HandleFailure?.Invoke(failure) != false;

    private bool Cancel(int timer)
    {
        if (!IsOwnThread())
        {
            return false;
        }

        if (Open.Contains(new HistoryEvent(HistoryEventKind.TimerFired) { TaskId = timer }))
        {
            steps.Take(new HistoryEvent(HistoryEventKind.TimerCanceled) { TaskId = timer });
        }

        return true;
    }

    /// <summary>A token cancelled from elsewhere (CancelAsync, a real timeout) would make the order of steps a matter of luck.</summary>
    private bool IsOwnThread()
    {
        if (!scheduler.IsOwnThread)
        {
            scheduler.Invade();
        }

        return scheduler.IsOwnThread;
    }
}
