namespace CareLoop.Embedded.DurableTask;

/// <summary>What an activity may know about its call: its own name and the orchestration that called it.</summary>
public abstract class TaskActivityContext
{
    public abstract TaskName Name { get; }

    public abstract string InstanceId { get; }
}
