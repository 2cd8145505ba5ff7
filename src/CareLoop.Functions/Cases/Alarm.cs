namespace CareLoop.Functions.Cases;

/// <summary>The one timer of an orchestration, replaced only when the wake-up moves. A timer left open would keep a finished instance running.</summary>
internal sealed class Alarm(TaskOrchestrationContext context) : IDisposable
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private DateTime? setFor;
    private CancellationTokenSource? cancellation;

    /// <summary>Completes at the wake-up time; never while there is none.</summary>
    public Task Rings { get; private set; } = Never;

    public void Set(DateTime? wakeAt)
    {
        if (wakeAt == setFor && !Rings.IsCompleted)
        {
            return;
        }

        Cancel();
        setFor = wakeAt;
        if (wakeAt is { } instant)
        {
            cancellation = new CancellationTokenSource();
            Rings = context.CreateTimer(instant, cancellation.Token);
        }
    }

    public void Dispose() => Cancel();

    private void Cancel()
    {
        // Cancel, not CancelAsync: an orchestrator must not leave its thread.
        cancellation?.Cancel();
        cancellation?.Dispose();
        (cancellation, setFor, Rings) = (null, null, Never);
    }
}
