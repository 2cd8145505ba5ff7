namespace CareLoop.Embedded.Time;

/// <summary>
/// Counts what the runtime is doing right now: open requests, runnable turns, activities, deliverable messages.
/// The virtual clock moves only while the count is zero.
/// </summary>
/// <remarks>
/// Whoever causes further work begins that work before it ends its own, so the count never touches zero in between.
/// A timer's callback begins its work inside the callback, synchronously.
/// </remarks>
public sealed class WorkTracker
{
    private readonly Lock gate = new();
    private int count;
    private TaskCompletionSource? quiet;

    /// <summary>How many pieces of work are under way.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Announces a piece of work; disposing the result (once or more often) ends it.</summary>
    public IDisposable Begin()
    {
        lock (gate)
        {
            count++;
            return new Work(this);
        }
    }

    /// <summary>Completes when nothing is under way.</summary>
    public Task WhenQuietAsync()
    {
        lock (gate)
        {
            if (count == 0)
            {
                return Task.CompletedTask;
            }

            quiet ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return quiet.Task;
        }
    }

    private void End()
    {
        TaskCompletionSource? completed = null;
        lock (gate)
        {
            if (--count == 0)
            {
                (completed, quiet) = (quiet, null);
            }
        }

        completed?.SetResult();
    }

    private sealed class Work(WorkTracker owner) : IDisposable
    {
        private WorkTracker? owner = owner;

        public void Dispose() => Interlocked.Exchange(ref owner, null)?.End();
    }
}
