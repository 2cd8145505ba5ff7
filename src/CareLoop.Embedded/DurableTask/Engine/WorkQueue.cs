namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>Runs jobs, at most <paramref name="limit"/> at the same time, in the order they came.</summary>
/// <param name="limit">At least 1.</param>
/// <param name="scheduler">Where they run; simulations bring their own.</param>
internal sealed class WorkQueue(int limit, TaskScheduler scheduler)
{
    private readonly Lock gate = new();
    private readonly Queue<Func<Task>> waiting = [];
    private int running;

    /// <param name="job">Deals with its own errors.</param>
    public void Enqueue(Func<Task> job)
    {
        lock (gate)
        {
            if (running == limit)
            {
                waiting.Enqueue(job);
                return;
            }

            running++;
        }

        Task.Factory.StartNew(() => RunAsync(job), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
    }

    private async Task RunAsync(Func<Task>? job)
    {
        while (job is not null)
        {
            await job();
            lock (gate)
            {
                if (!waiting.TryDequeue(out job))
                {
                    running--;
                }
            }
        }
    }
}
