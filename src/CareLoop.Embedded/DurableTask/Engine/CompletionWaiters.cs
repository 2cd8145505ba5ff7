namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>Callers that wait for instances to finish.</summary>
internal sealed class CompletionWaiters
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, TaskCompletionSource> waiters = new(StringComparer.Ordinal);

    /// <summary>To be asked for before looking whether the instance has finished already.</summary>
    public Task WhenFinished(string instanceId)
    {
        lock (gate)
        {
            if (!waiters.TryGetValue(instanceId, out var waiter))
            {
                waiters.Add(instanceId, waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            return waiter.Task;
        }
    }

    public void Finished(string instanceId)
    {
        lock (gate)
        {
            if (waiters.Remove(instanceId, out var waiter))
            {
                waiter.SetResult();
            }
        }
    }

    public void Close()
    {
        lock (gate)
        {
            foreach (var waiter in waiters.Values)
            {
                waiter.SetException(new ObjectDisposedException(nameof(DurableEngine)));
            }

            waiters.Clear();
        }
    }
}
