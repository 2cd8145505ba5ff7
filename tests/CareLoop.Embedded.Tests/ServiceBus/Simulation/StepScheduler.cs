namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>Keeps every runnable step until the simulation picks it; all of them run on the simulation's own thread.</summary>
internal sealed class StepScheduler : TaskScheduler
{
    private readonly List<Task> steps = [];

    public int Count => steps.Count;

    /// <summary>Looks at the world after every step.</summary>
    public Action AfterStep { get; set; } = () => { };

    public void RunOne(Choices choices)
    {
        var index = choices.Next(steps.Count);
        var step = steps[index];
        steps.RemoveAt(index);
        Execute(step);
    }

    public Task Start(Func<Task> action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Runs the beginning of an action at once, and what follows its first wait as steps.</summary>
    public void Begin(Func<Task> action)
    {
        Start(action);
        var first = steps[^1];
        steps.RemoveAt(steps.Count - 1);
        Execute(first);
    }

    private void Execute(Task step)
    {
        // The test framework's context would take the awaits away from this scheduler.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        TryExecuteTask(step);
        SynchronizationContext.SetSynchronizationContext(context);
        AfterStep();
    }

    protected override void QueueTask(Task task) => steps.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => steps;
}
