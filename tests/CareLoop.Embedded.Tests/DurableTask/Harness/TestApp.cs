using CareLoop.Embedded.DurableTask;

namespace CareLoop.Embedded.Tests.DurableTask.Harness;

/// <summary>The functions of one test, written as lambdas.</summary>
internal sealed class TestApp : IDurableFunctions
{
    private readonly Dictionary<TaskName, Func<TaskOrchestrationContext, Task<object?>>> orchestrators = [];
    private readonly Dictionary<TaskName, DurableActivity> activities = [];

    public TestApp Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> code)
    {
        orchestrators[name] = code;
        return this;
    }

    public TestApp Activity<T>(string name, Func<T, object?> code) => AsyncActivity<T>(name, input => Task.FromResult(code(input)));

    public TestApp AsyncActivity<T>(string name, Func<T, Task<object?>> code)
    {
        activities[name] = new DurableActivity(typeof(T), (input, _, _) => code((T)input!));
        return this;
    }

    public TestApp Activity(string name, DurableActivity activity)
    {
        activities[name] = activity;
        return this;
    }

    public TestApp Without(string name)
    {
        orchestrators.Remove(name);
        activities.Remove(name);
        return this;
    }

    public Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(TaskName name) => orchestrators.GetValueOrDefault(name);

    public DurableActivity? FindActivity(TaskName name) => activities.GetValueOrDefault(name);
}
