namespace CareLoop.Embedded.DurableTask;

/// <summary>The orchestrators and activities of the app. Names are looked up without regard to case.</summary>
public interface IDurableFunctions
{
    /// <returns>Runs the orchestrator, middleware included, on the calling thread; its result becomes the output. Null if there is none of that name.</returns>
    Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(TaskName name);

    /// <returns>Null if there is none of that name.</returns>
    DurableActivity? FindActivity(TaskName name);
}
