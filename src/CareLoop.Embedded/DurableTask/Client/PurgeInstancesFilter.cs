namespace CareLoop.Embedded.DurableTask;

/// <summary>Which finished instances to remove. Null filters nothing; unfinished ones always stay.</summary>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null);
