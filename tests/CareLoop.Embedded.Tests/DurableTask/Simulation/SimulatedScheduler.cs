namespace CareLoop.Embedded.Tests.DurableTask.Simulation;

/// <summary>Runs everything on the simulation's own thread, in an order that the seed decides.</summary>
internal sealed class SimulatedScheduler(Random random) : TaskScheduler
{
    private readonly List<Task> ready = [];
    private readonly int thread = Environment.CurrentManagedThreadId;

    public bool IsIdle => ready.Count == 0;

    public void RunOne()
    {
        var index = random.Next(ready.Count);
        var task = ready[index];
        ready[index] = ready[^1];
        ready.RemoveAt(ready.Count - 1);
        TryExecuteTask(task);
    }

    /// <summary>Starts a caller's operation among all else that goes on.</summary>
    public Task Spawn(Func<Task> operation) =>
        Task.Factory.StartNew(operation, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    protected override void QueueTask(Task task)
    {
        if (Environment.CurrentManagedThreadId != thread)
        {
            throw new InvalidOperationException("Something left the simulation's thread: the run would not be repeatable.");
        }

        ready.Add(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. ready];
}
