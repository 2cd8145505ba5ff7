namespace CareLoop.Embedded.DurableTask.Orchestration;

/// <summary>
/// Runs an orchestrator's continuations one after the other, in the order in which they became ready, on the thread that
/// holds the turn. A continuation that arrives from any other thread means that something foreign was awaited.
/// </summary>
internal sealed class OrchestratorScheduler : TaskScheduler
{
    private const int Nobody = 0;

    private readonly Queue<Task> ready = [];
    private int owner = Nobody;
    private volatile bool invaded;

    /// <summary>Something outside the turn has touched the orchestration.</summary>
    public bool Invaded => invaded;

    /// <summary>Called once, from the foreign thread.</summary>
    public Action? OnInvaded { get; set; }

    public bool IsOwnThread => Volatile.Read(ref owner) == Environment.CurrentManagedThreadId;

    /// <summary>Runs <paramref name="stimulus"/> and all that becomes ready through it.</summary>
    public void Run(Action stimulus)
    {
        Volatile.Write(ref owner, Environment.CurrentManagedThreadId);
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            stimulus();
            while (ready.TryDequeue(out var task))
            {
                TryExecuteTask(task);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
            Volatile.Write(ref owner, Nobody);
        }
    }

    /// <exception cref="InvalidOperationException">The caller is not on the turn's thread.</exception>
    public void RequireOwnThread()
    {
        if (!IsOwnThread)
        {
            Invade();
            throw InvalidInvocation();
        }
    }

    public void Invade()
    {
        if (!invaded)
        {
            invaded = true;
            OnInvaded?.Invoke();
        }
    }

    public static InvalidOperationException InvalidInvocation() => new(
        "An invalid asynchronous invocation was detected: the orchestrator, or middleware around it, awaited something that " +
        "TaskOrchestrationContext did not give it, or left its thread. Do such work in an activity.");

    protected override void QueueTask(Task task)
    {
        if (IsOwnThread)
        {
            ready.Enqueue(task);
        }
        else
        {
            Invade();
        }
    }

    /// <summary>Never: whether inlining is possible depends on the thread, and the order of steps must not.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. ready];
}
